import { useState } from 'preact/hooks';
import type { Profile } from '../../client/contract';
import { saveDraft } from '../../client/profiles';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { announcements } from '../../state/announcements';
import { useSending } from '../../state/use-sending';
import { useLocks } from '../../state/writing';
import { Choice } from '../choice';
import { ProblemNote } from '../problem';
import { Fields, TextField } from '../fields';
import { IdentityFields } from './identity-fields';

interface BeginFormProps {
  readonly profiles: readonly Profile[];
  readonly onBegun: (id: string) => void;
}

/** Begins a draft as a copy; its values are edited on its own page. */
export function BeginForm({ profiles, onBegun }: BeginFormProps) {
  const { language, words } = useProfileText();
  const locks = useLocks();
  const [from, setFrom] = useState(profiles[0]?.id ?? '');
  const [id, setId] = useState('');
  const [name, setName] = useState({ ja: '', en: '' });
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
          const draft = { from: { id: from }, name, document, rules: [] };
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
          <IdentityFields
            name={name}
            document={document}
            onName={setName}
            onDocument={setDocument}
          />
        </Fields>
        {error !== null && <ProblemNote error={error} />}
        <button class="button button-main" {...locks('write')}>
          {words.begin}
        </button>
      </form>
    </details>
  );
}
