import { useState } from 'preact/hooks';
import type { Draft, MappedProgramme, Profile, ProfileRecord } from '../../client/contract';
import { saveDraft } from '../../client/profiles';
import { changedText, draftOf } from '../../profiles/draft-values';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { announcements } from '../../state/announcements';
import { useSending } from '../../state/use-sending';
import { Choice } from '../choice';
import { Icon } from '../icon';
import { ProblemNote } from '../problem';
import { optionsOf } from '../../location/option';
import { Fields, TextField } from '../fields';
import { IdentityFields } from './identity-fields';
import { LimitFields } from './limit-fields';

type Rule = Profile['rules'][number];

interface DraftFormProps {
  /** The draft, or the version that the next one begins as a copy of. */
  readonly record: ProfileRecord;
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

/** Other values of the rules that there are: limits, severities, texts, names, track map. */
export function DraftForm({ record, onSaved, onClose }: DraftFormProps) {
  const { text, words } = useProfileText();
  const { profile, state } = record;
  const isDraft = state === 'draft' || state === 'proposed';
  const base = (isDraft ? record.base : null) ?? profile;
  const [name, setName] = useState(profile.name);
  const [document, setDocument] = useState(record.document ?? '');
  const [programmes, setProgrammes] = useState<readonly MappedProgramme[]>(
    profile.programmes ?? [],
  );
  const [rules, setRules] = useState<readonly Rule[]>(profile.rules);
  const { send, error } = useSending(() => {
    announcements.tell(words.saved);
    onSaved();
  });
  const setRule = (changed: Rule) => {
    setRules(rules.map((rule) => (rule.id === changed.id ? changed : rule)));
  };
  const save = async () => {
    const draft: Draft = draftOf(base, { name, document, programmes, rules });
    await saveDraft(
      profile.id,
      isDraft ? draft : { ...draft, from: { id: profile.id, version: profile.version } },
      record,
    );
  };
  return (
    <form
      class="profile-draft"
      onSubmit={(event) => {
        event.preventDefault();
        send(save);
      }}
    >
      <section class="card section profile-section">
        <Fields>
          <IdentityFields
            name={name}
            document={document}
            onName={setName}
            onDocument={setDocument}
          />
        </Fields>
      </section>
      <TrackMapFields programmes={programmes} onChange={setProgrammes} />
      <section class="card section profile-section">
        <h2>{words.rules}</h2>
        {rules.map((rule) => (
          <RuleFields
            key={rule.id}
            rule={rule}
            base={base.rules.find(({ id }) => id === rule.id) ?? rule}
            onChange={setRule}
          />
        ))}
      </section>
      {error !== null && <ProblemNote error={error} />}
      <div class="actions profile-save">
        <button type="button" class="button" onClick={onClose}>
          {text.cancel}
        </button>
        <button class="button button-main">{words.save}</button>
      </div>
    </form>
  );
}

interface RuleFieldsProps {
  readonly rule: Rule;
  readonly base: Rule;
  readonly onChange: (rule: Rule) => void;
}

function RuleFields({ rule, base, onChange }: RuleFieldsProps) {
  const { language, words } = useProfileText();
  const isOther = JSON.stringify(rule.must) !== JSON.stringify(base.must);
  return (
    <fieldset class="profile-rule" data-changed={isOther || rule.severity !== base.severity}>
      <legend>{rule.text[language]}</legend>
      <Fields>
        <LimitFields
          must={rule.must}
          onChange={(must) => {
            onChange({ ...rule, must, text: changedText(base, must) });
          }}
        />
        <Choice
          label={words.severity}
          value={rule.severity}
          none={null}
          options={optionsOf(words.severities)}
          onChoose={(severity) => {
            onChange({ ...rule, severity: severity as Rule['severity'] });
          }}
        />
      </Fields>
      {isOther && (
        <>
          <Fields>
            <TextField
              label={words.textJa}
              lang="ja"
              value={rule.text.ja}
              onInput={(ja) => {
                onChange({ ...rule, text: { ...rule.text, ja } });
              }}
            />
            <TextField
              label={words.textEn}
              lang="en"
              value={rule.text.en}
              onInput={(en) => {
                onChange({ ...rule, text: { ...rule.text, en } });
              }}
            />
          </Fields>
          <p class="secondary">{words.textHint}</p>
        </>
      )}
    </fieldset>
  );
}

interface TrackMapFieldsProps {
  readonly programmes: readonly MappedProgramme[];
  readonly onChange: (programmes: readonly MappedProgramme[]) => void;
}

const newProgramme: MappedProgramme = {
  name: { ja: '', en: '' },
  layout: 'stereo',
  channels: [],
  whenAbsent: 'FAIL',
};

function TrackMapFields({ programmes, onChange }: TrackMapFieldsProps) {
  const { language, words } = useProfileText();
  const set = (index: number, changes: Partial<MappedProgramme>) => {
    onChange(programmes.map((each, i) => (i === index ? { ...each, ...changes } : each)));
  };
  return (
    <section class="card section profile-section">
      <h2>{words.trackMap}</h2>
      {programmes.length === 0 && <p class="secondary">{words.noMap}</p>}
      {programmes.map((programme, index) => (
        <fieldset key={index} class="profile-rule">
          <legend>{`${words.programme} ${index + 1}`}</legend>
          <Fields>
            <TextField
              label={words.nameJa}
              lang="ja"
              value={programme.name.ja}
              onInput={(ja) => {
                set(index, { name: { ...programme.name, ja } });
              }}
            />
            <TextField
              label={words.nameEn}
              lang="en"
              value={programme.name.en}
              onInput={(en) => {
                set(index, { name: { ...programme.name, en } });
              }}
            />
            <Choice
              label={words.layout}
              value={programme.layout}
              none={null}
              options={optionsOf(words.layouts)}
              onChoose={(layout) => {
                set(index, { layout: layout as MappedProgramme['layout'] });
              }}
            />
            <ChannelsField
              channels={programme.channels}
              onChange={(channels) => {
                set(index, { channels });
              }}
            />
            <Choice
              label={words.whenAbsent}
              value={programme.whenAbsent}
              none={null}
              options={optionsOf(words.severities)}
              onChoose={(whenAbsent) => {
                set(index, { whenAbsent: whenAbsent as Rule['severity'] });
              }}
            />
          </Fields>
          <button
            type="button"
            class="button"
            onClick={() => {
              onChange(programmes.filter((_, i) => i !== index));
            }}
          >
            <Icon name="trash" />
            {words.removeProgramme(programme.name[language] || `${words.programme} ${index + 1}`)}
          </button>
        </fieldset>
      ))}
      <button
        type="button"
        class="button"
        onClick={() => {
          onChange([...programmes, newProgramme]);
        }}
      >
        {words.addProgramme}
      </button>
    </section>
  );
}

interface ChannelsFieldProps {
  readonly channels: readonly number[];
  readonly onChange: (channels: number[]) => void;
}

function ChannelsField({ channels, onChange }: ChannelsFieldProps) {
  const { words } = useProfileText();
  // as it is typed: a space at its end is on the way to the next number
  const [typed, setTyped] = useState(channels.join(' '));
  return (
    <TextField
      label={words.channels}
      hint={words.channelsHint}
      pattern="\s*\d+([\s,\/]+\d+)*\s*"
      value={typed}
      onInput={(value) => {
        setTyped(value);
        onChange((value.match(/\d+/g) ?? []).map(Number));
      }}
    />
  );
}
