import type { Draft } from '../../client/contract';
import { useProfileText } from '../../i18n/profiles/profile-text';
import { TextField } from '../fields';

interface IdentityFieldsProps {
  readonly name: Draft['name'];
  readonly document: string;
  readonly onName: (name: Draft['name']) => void;
  readonly onDocument: (document: string) => void;
}

/** How a profile is called in both languages, and the specification that it comes from. */
export function IdentityFields({ name, document, onName, onDocument }: IdentityFieldsProps) {
  const { words } = useProfileText();
  return (
    <>
      <TextField
        label={words.nameJa}
        lang="ja"
        value={name.ja}
        onInput={(ja) => {
          onName({ ...name, ja });
        }}
      />
      <TextField
        label={words.nameEn}
        lang="en"
        value={name.en}
        onInput={(en) => {
          onName({ ...name, en });
        }}
      />
      <TextField
        label={words.document}
        value={document}
        onInput={onDocument}
        hint={words.documentHint}
        maxLength={200}
      />
    </>
  );
}
