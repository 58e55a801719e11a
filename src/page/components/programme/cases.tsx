import { useState } from 'preact/hooks';
import { caseSteps } from '../../../domain/case-steps';
import { parseBroadcastTime } from '../../../domain/japan-time';
import type { CorrectionCase, NextStep, Video } from '../../client/contract';
import { advanceCase, listCases } from '../../client/programmes';
import { exactTime } from '../../format/time';
import { useVideoText } from '../../i18n/video/video-text';
import { announcements } from '../../state/announcements';
import { useFormOfButton } from '../../state/use-form-of-button';
import { useLive } from '../../state/use-live';
import { useLocks, useMay, whyNot } from '../../state/writing';
import { ConfirmDialog } from '../confirm-dialog';
import { DataTable } from '../data-table';
import { ProblemNote } from '../problem';
import { OpenCaseForm } from './open-case-form';
import { TimeField, timeInField } from './time-field';
import { Timer } from './timer';

/** Somebody else may open or end one. */
const PACE_MS = 15_000;

interface CasesProps {
  readonly video: Video & { readonly programme: NonNullable<Video['programme']> };
  readonly onChanged: () => Promise<Video>;
}

/** Correction cases about the video: which there are, and what comes next in each. */
export function Cases({ video, onChanged }: CasesProps) {
  const { language, text } = useVideoText();
  const { cases: words } = text;
  const locks = useLocks();
  const may = useMay('legal');
  const form = useFormOfButton();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { data, error, refresh } = useLive(
    `cases ${video.id} ${video.revision}`,
    (signal) => listCases(video.id, signal),
    () => PACE_MS,
  );
  const changed = async () => {
    refresh();
    await onChanged();
  };
  return (
    <>
      <h3>{words.heading}</h3>
      {error !== null && <ProblemNote error={error} onRetry={refresh} />}
      {data?.length === 0 && <p class="secondary">{words.noneYet}</p>}
      {data && data.length > 0 && (
        <DataTable
          caption={words.heading}
          columns={[
            { label: words.reference, cell: ({ reference }) => reference },
            { label: words.origin, cell: ({ origin }) => words.origins[origin] },
            { label: words.receivedAt, cell: ({ receivedAt }) => exactTime(receivedAt, language) },
            { label: words.status, cell: ({ status }) => words.statuses[status] },
            {
              label: words.due,
              cell: ({ correctionDueAt, endedAt }) => {
                if (endedAt !== null) return words.ended(exactTime(endedAt, language));
                if (correctionDueAt === null) return text.none;
                return (
                  <div class="timer">
                    <Timer until={correctionDueAt} rule={words.rules.correction} />
                  </div>
                );
              },
            },
            { label: words.note, cell: ({ note }) => note ?? text.none },
            {
              label: words.next,
              cell: (of) => {
                const steps = caseSteps[of.status];
                if (steps.length === 0) return text.none;
                return (
                  <div class="actions">
                    {steps.map((step) => (
                      <button
                        key={step}
                        type="button"
                        class="button"
                        aria-label={words.stepOf(words.steps[step], of.reference)}
                        {...locks('legal')}
                        onClick={() => {
                          setAsked({ of, step });
                        }}
                      >
                        {words.steps[step]}
                      </button>
                    ))}
                  </div>
                );
              },
            },
          ]}
          rows={data}
        />
      )}
      {form.state === 'closed' ? (
        <div class="actions">
          <button
            ref={form.button}
            type="button"
            class="button"
            {...locks('legal')}
            onClick={form.open}
          >
            {words.open}
          </button>
        </div>
      ) : (
        <OpenCaseForm video={video} onOpened={changed} onClose={form.close} />
      )}
      {!may && <p class="secondary">{whyNot('legal', text)}</p>}
      {asked && (
        <StepDialog
          {...asked}
          onDone={changed}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

interface Asked {
  readonly of: CorrectionCase;
  readonly step: NextStep['status'];
}

interface StepDialogProps extends Asked {
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}

function StepDialog({ of, step, onDone, onClose }: StepDialogProps) {
  const { cases: words } = useVideoText().text;
  const [time, setTime] = useState(() => timeInField(new Date().toISOString()));
  const [note, setNote] = useState('');
  const at = parseBroadcastTime(time);
  const earliest = of.untrueFoundAt ?? of.receivedAt;
  // the second that the field shows may be the one in which the step before ended
  const isInOrder = at !== null && at >= earliest;
  const advance = async () => {
    const body = { status: step, at: at ?? '', ...(note.trim() !== '' && { note }) };
    await advanceCase(of, body);
    announcements.tell(words.advanced(of.reference, words.statuses[step]));
    await onDone();
  };
  return (
    <ConfirmDialog
      heading={words.stepOf(words.steps[step], of.reference)}
      action={words.steps[step]}
      tone="main"
      state={isInOrder ? 'ready' : 'incomplete'}
      onConfirm={advance}
      onClose={onClose}
    >
      <p>{words.stepHints[step]}</p>
      <TimeField
        label={words.at}
        value={time}
        onInput={setTime}
        problem={at !== null && !isInOrder ? words.beforeStep : null}
      />
      <label class="field">
        <span>{words.note}</span>
        <textarea
          rows={3}
          maxLength={500}
          value={note}
          onInput={(event) => {
            setNote(event.currentTarget.value);
          }}
        />
        <span class="secondary">{words.noNames}</span>
      </label>
    </ConfirmDialog>
  );
}
