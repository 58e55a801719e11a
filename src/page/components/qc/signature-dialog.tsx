import { useState } from 'preact/hooks';
import { reportWords } from '../../../report/words';
import type { SignatureRole } from '../../client/contract';
import { useVideoText } from '../../i18n/video/video-text';
import { optionsOf } from '../../location/option';
import { useOwnName } from '../../state/writing';
import { Choice } from '../choice';
import { ConfirmDialog } from '../confirm-dialog';
import type { Decide } from './decide-on';

interface SignatureDialogProps {
  readonly onDecide: Decide;
  readonly onClose: () => void;
}

/** Who inspected, confirmed or approved the version. */
export function SignatureDialog({ onDecide, onClose }: SignatureDialogProps) {
  const { language, text } = useVideoText();
  const [role, setRole] = useState<SignatureRole>('inspected');
  // a person signs in no other name
  const own = useOwnName();
  const [typed, setName] = useState('');
  const name = own ?? typed;
  return (
    <ConfirmDialog
      heading={text.qc.sign}
      action={text.qc.sign}
      tone="main"
      state={name.trim() === '' ? 'incomplete' : 'ready'}
      onConfirm={() => onDecide('signatures', { role, name }, text.qc.signed)}
      onClose={onClose}
    >
      <p>{text.qc.signHint}</p>
      <Choice
        label={text.qc.role}
        value={role}
        none={null}
        options={optionsOf<SignatureRole>(reportWords[language].signatureRoles)}
        onChoose={(value) => {
          setRole(value as SignatureRole);
        }}
      />
      <label class="field">
        <span>{text.qc.name}</span>
        <input
          maxLength={100}
          readOnly={own !== undefined}
          value={name}
          onInput={(event) => {
            setName(event.currentTarget.value);
          }}
        />
      </label>
    </ConfirmDialog>
  );
}
