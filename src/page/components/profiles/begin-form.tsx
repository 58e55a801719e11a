import { useState } from 'preact/hooks';
import type { Profile } from '../../client/contract';
import { saveDraft } from '../../client/profiles';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { announcements } from '../../state/announcements';
import { useSending } from '../../state/use-sending';
import { useWriting } from '../../state/writing';
import { Choice } from '../choice';
import { ProblemNote } from '../problem';
import { Fields, TextField } from './fields';

interface BeginFormProps {
  readonly profiles: readonly Profile[];
  readonly onBegun: (id: string) => void;
}

/** Begins a draft as a copy; its values are edited on its own page. */
export function BeginForm({ profiles, onBegun }: BeginFormProps) {
  const { language, text, words } = useProfileText();
  const refused = useWriting() === 'refused';
  const [from, setFrom] = useState(profiles[0]?.id ?? '');
  const [id, setId] = useState('');
  const [ja, setJa] = useState('');
  const [en, setEn] = useState('');
  const [document, setDocument] = useState('');
  const { send, error } = useSending(() => {
    announcements.tell(words.saved);
    onBegun(id);
  });
  return (
    <details class="profile-begin">
      <summary>{words.begin}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const draft = { from: { id: from }, name: { ja, en }, document, rules: [] };
          send(() => saveDraft(id, draft, null));
        }}
      >
        <Fields>
          <Choice
            label={words.beginFrom}
            value={from}
            none={null}
            options={profiles.map(({ id, name }) => ({ value: id, label: name[language] }))}
            onChoose={setFrom}
          />
          <TextField
            label={words.id}
            value={id}
            onInput={setId}
            hint={words.idHint}
            maxLength={64}
            pattern="[a-z0-9]+(-[a-z0-9]+)*"
          />
          <TextField label={words.nameJa} lang="ja" value={ja} onInput={setJa} />
          <TextField label={words.nameEn} lang="en" value={en} onInput={setEn} />
          <TextField
            label={words.document}
            value={document}
            onInput={setDocument}
            hint={words.documentHint}
            maxLength={200}
          />
        </Fields>
        {error !== null && <ProblemNote error={error} />}
        <button
          class="button button-main"
          disabled={refused}
          title={refused ? text.errors.readOnly : undefined}
        >
          {words.begin}
        </button>
      </form>
    </details>
  );
}
