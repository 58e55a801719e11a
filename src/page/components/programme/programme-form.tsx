import { useRef, useState } from 'preact/hooks';
import { isBroadcastSpan, parseBroadcastTime } from '../../../domain/japan-time';
import { isShorter, retentionOf } from '../../../domain/retention';
import type { NewProgramme, Video } from '../../client/contract';
import { CHANGED_MEANWHILE, hasStatus } from '../../client/errors';
import { putProgramme } from '../../client/programmes';
import { exactTime } from '../../format/time';
import { halfWidth } from '../../format/half-width';
import { useVideoText } from '../../i18n/video/video-text';
import { optionsOf } from '../../location/option';
import { announcements } from '../../state/announcements';
import { useProfiles } from '../../state/use-profiles';
import { useMay, whyNot } from '../../state/writing';
import { Choice } from '../choice';
import { Fields, TextField } from '../fields';
import { CheckField } from './check-field';
import { RecordForm } from './record-form';
import { TimeField, timeInField } from './time-field';

interface ProgrammeFormProps {
  readonly video: Video;
  readonly onChanged: () => Promise<Video>;
  readonly onClose: () => void;
}

/** What the fields hold: texts as they were typed. */
type Draft = Required<Omit<NewProgramme, 'captions'>> & {
  readonly captions: Required<NewProgramme['captions']>;
};

/** All fields of the record, with what follows from them for the video. */
export function ProgrammeForm({ video, onChanged, onClose }: ProgrammeFormProps) {
  const { language, text } = useVideoText();
  const { programme: words } = text;
  const profiles = useProfiles();
  const mayShorten = useMay('legal');
  // the revision that the form was opened on: one that came meanwhile must not be overwritten unseen
  const seen = useRef(video);
  const [draft, setDraft] = useState(() => draftOf(video.programme));
  const set = (changes: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...changes }));
  };
  const setCaptions = (changes: Partial<Draft['captions']>) => {
    set({ captions: { ...draft.captions, ...changes } });
  };
  const body = bodyOf(draft);
  const endProblem = body !== null && !isEndInOrder(body) ? words.endWrong : null;
  const retention = body && retentionOf(body, casesOf(video.programme));
  const shortens =
    retention !== null && video.programme !== null && isShorter(video.programme, retention);
  const refused = shortens && !mayShorten;
  const save = async () => {
    if (body === null) return;
    try {
      await putProgramme(seen.current, asTyped(body, draft));
    } catch (reason) {
      if (hasStatus(reason, CHANGED_MEANWHILE)) seen.current = await onChanged();
      throw reason;
    }
    announcements.tell(words.saved);
    await onChanged();
  };
  return (
    <RecordForm
      name={words.edit}
      onSend={save}
      onClose={onClose}
      action={text.save}
      state={body === null || endProblem !== null || refused ? 'incomplete' : 'ready'}
      why={refused ? whyNot('legal', text) : undefined}
    >
      <Fields>
        <TimeField
          label={words.broadcastAt}
          value={draft.broadcastAt}
          onInput={(broadcastAt) => {
            set({ broadcastAt });
          }}
        />
        <TimeField
          label={words.broadcastEndsAt}
          value={draft.broadcastEndsAt ?? ''}
          problem={endProblem}
          onInput={(broadcastEndsAt) => {
            set({ broadcastEndsAt });
          }}
        />
        <Choice
          label={words.class}
          value={draft.class}
          none={null}
          options={optionsOf(words.classes)}
          onChoose={(value) => {
            set({ class: value as Draft['class'] });
          }}
        />
        <TextField
          label={words.programmeCode}
          required={false}
          maxLength={40}
          value={draft.programmeCode ?? ''}
          onInput={(programmeCode) => {
            set({ programmeCode });
          }}
        />
        <TextField
          label={words.materialCode}
          required={false}
          maxLength={40}
          value={draft.materialCode ?? ''}
          onInput={(materialCode) => {
            set({ materialCode });
          }}
        />
        <Choice
          label={words.ageRating}
          value={draft.ageRating ?? ''}
          none={text.none}
          options={ageRatings.map((value) => ({ value, label: value }))}
          onChoose={(value) => {
            set({ ageRating: (value || null) as Draft['ageRating'] });
          }}
        />
        <Choice
          label={words.standardsProfile}
          value={draft.standardsProfile ?? ''}
          none={text.none}
          options={profiles.map(({ id, name }) => ({ value: id, label: name[language] }))}
          onChoose={(value) => {
            set({ standardsProfile: value || null });
          }}
        />
        <Choice
          label={words.afterRetention}
          value={draft.afterRetention}
          none={null}
          options={optionsOf(words.afterwards)}
          onChoose={(value) => {
            set({ afterRetention: value as Draft['afterRetention'] });
          }}
        />
      </Fields>
      <fieldset>
        <legend>{words.captions}</legend>
        <CheckField
          label={words.captionsPresent}
          checked={draft.captions.present}
          onCheck={(present) => {
            setCaptions({ present });
          }}
        />
        <CheckField
          label={words.disaster}
          checked={draft.captions.disaster}
          onCheck={(disaster) => {
            setCaptions({ disaster });
          }}
        />
        <Choice
          label={words.exclusion}
          value={draft.captions.exclusion ?? ''}
          none={text.none}
          options={optionsOf(words.exclusions)}
          onChoose={(value) => {
            setCaptions({ exclusion: (value || null) as Draft['captions']['exclusion'] });
          }}
        />
      </fieldset>
      <fieldset>
        <legend>{words.kind}</legend>
        <CheckField
          label={words.councilReview}
          checked={draft.councilReview}
          onCheck={(councilReview) => {
            set({ councilReview });
          }}
        />
        <CheckField
          label={words.isCorrection}
          checked={draft.isCorrection}
          onCheck={(isCorrection) => {
            set({ isCorrection });
          }}
        />
        <CheckField
          label={words.isAdvertisement}
          checked={draft.isAdvertisement}
          onCheck={(isAdvertisement) => {
            set({ isAdvertisement, ...(!isAdvertisement && NO_COMMERCIAL) });
          }}
        />
        {draft.isAdvertisement && (
          <Fields>
            <CmCodeField
              label={words.cmCode}
              value={draft.cmCode}
              onInput={(cmCode) => {
                set({ cmCode });
              }}
            />
            <SecondsField
              label={words.cmSeconds}
              value={draft.cmSeconds}
              onInput={(cmSeconds) => {
                set({ cmSeconds });
              }}
            />
            <CmCodeField
              label={words.creditCode}
              value={draft.credit?.cmCode ?? null}
              onInput={(cmCode) => {
                set({ credit: { ...draft.credit, cmCode } });
              }}
            />
            <SecondsField
              label={words.creditSeconds}
              value={draft.credit?.seconds ?? null}
              onInput={(seconds) => {
                set({ credit: { ...draft.credit, seconds } });
              }}
            />
          </Fields>
        )}
      </fieldset>
      {retention && endProblem === null && (
        <p role="status">
          {retention.retainUntil === null
            ? words.keptByNone
            : words.keptUntil(exactTime(retention.retainUntil, language))}
        </p>
      )}
      {shortens && <p class="note note-warn">{refused ? whyNot('legal', text) : words.shortens}</p>}
    </RecordForm>
  );
}

const ageRatings = ['G', 'PG12', 'R15+', 'R18+'] as const satisfies readonly Draft['ageRating'][];

interface CmCodeFieldProps {
  readonly label: string;
  readonly value: string | null;
  readonly onInput: (code: string) => void;
}

/** Of a commercial, the ten characters in capital letters of half width. */
function CmCodeField({ label, value, onInput }: CmCodeFieldProps) {
  const { text } = useVideoText();
  return (
    <TextField
      label={label}
      required={false}
      hint={text.programme.cmCodeHint}
      maxLength={10}
      pattern="[0-9A-Z]{4}[0-9A-HJ-NP-Z]{6}"
      value={value ?? ''}
      onInput={(code) => {
        onInput(halfWidth(code).toUpperCase());
      }}
    />
  );
}

interface SecondsFieldProps {
  readonly label: string;
  readonly value: number | null;
  readonly onInput: (seconds: number | null) => void;
}

function SecondsField({ label, value, onInput }: SecondsFieldProps) {
  const { text } = useVideoText();
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        min={1}
        max={600}
        step={1}
        value={value ?? ''}
        onInput={({ currentTarget: { value: typed } }) => {
          onInput(typed === '' ? null : Number(typed));
        }}
      />
      <span class="secondary">{text.programme.secondsHint}</span>
    </label>
  );
}

/** Of what is no commercial. */
const NO_COMMERCIAL = { cmCode: null, cmSeconds: null, credit: null } as const;

function draftOf(record: Video['programme']): Draft {
  return {
    broadcastAt: record ? (record.broadcastAtGiven ?? timeInField(record.broadcastAt)) : '',
    broadcastEndsAt:
      record?.broadcastEndsAtGiven ??
      (record?.broadcastEndsAt ? timeInField(record.broadcastEndsAt) : null),
    class: record?.class ?? 'general',
    councilReview: record?.councilReview ?? false,
    isCorrection: record?.isCorrection ?? false,
    isAdvertisement: record?.isAdvertisement ?? false,
    cmCode: record?.cmCode ?? null,
    cmSeconds: record?.cmSeconds ?? null,
    credit: record?.credit ?? null,
    programmeCode: record?.programmeCode ?? null,
    materialCode: record?.materialCode ?? null,
    ageRating: record?.ageRating ?? null,
    standardsProfile: record?.standardsProfile ?? null,
    afterRetention: record?.afterRetention ?? 'keep',
    captions: {
      present: record?.captions.present ?? false,
      exclusion: record?.captions.exclusion ?? null,
      disaster: record?.captions.disaster ?? false,
    },
  };
}

/** What is recorded, with times in UTC; null = a time is none. */
function bodyOf(draft: Draft): Draft | null {
  const broadcastAt = parseBroadcastTime(draft.broadcastAt);
  const end = written(draft.broadcastEndsAt);
  const broadcastEndsAt = end === null ? null : parseBroadcastTime(end);
  if (broadcastAt === null || (end !== null && broadcastEndsAt === null)) return null;
  return {
    ...draft,
    broadcastAt,
    broadcastEndsAt,
    cmCode: written(draft.cmCode),
    credit: creditOf(draft.credit),
    programmeCode: written(draft.programmeCode),
    materialCode: written(draft.materialCode),
  };
}

/** What is sent: a time that was not typed by the calendar goes in its words, which the record shows. */
function asTyped(body: Draft, draft: Draft): Draft {
  const words = (instant: string, typed: string) =>
    typed.trim() === timeInField(instant) ? instant : typed.trim();
  const { broadcastAt, broadcastEndsAt: end } = body;
  return {
    ...body,
    broadcastAt: words(broadcastAt, draft.broadcastAt),
    broadcastEndsAt: end === null ? null : words(end, draft.broadcastEndsAt ?? ''),
  };
}

/** null where nothing was read. */
function creditOf(credit: Draft['credit']): Draft['credit'] {
  const cmCode = written(credit?.cmCode ?? null);
  const seconds = credit?.seconds ?? null;
  return cmCode === null && seconds === null ? null : { cmCode, seconds };
}

/** null where the field is empty. */
function written(text: string | null): string | null {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}

function isEndInOrder({ broadcastAt, broadcastEndsAt: end }: Draft): boolean {
  return end === null || isBroadcastSpan(broadcastAt, end);
}

/** Whether any is open is all that counts. */
function casesOf(record: Video['programme']) {
  return record?.heldUntil ? [{ endedAt: null }] : [];
}
