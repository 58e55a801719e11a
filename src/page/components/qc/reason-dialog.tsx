import { useState } from 'preact/hooks';
import { useVideoText } from '../../i18n/video/video-text';
import { ConfirmDialog } from '../confirm-dialog';
import { hasReason, ReasonField } from './reason-field';

interface ReasonDialogProps {
  /** Also the label of the button that confirms. */
  readonly heading: string;
  readonly hint: string;
  /** Of the text. @default Reason */
  readonly label?: string;
  readonly onConfirm: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for what every decision needs: why. */
export function ReasonDialog({ heading, hint, label, onConfirm, onClose }: ReasonDialogProps) {
  const { text } = useVideoText();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      heading={heading}
      action={heading}
      tone="main"
      state={hasReason(reason) ? 'ready' : 'incomplete'}
      onConfirm={() => onConfirm(reason)}
      onClose={onClose}
    >
      <p>{hint}</p>
      <ReasonField label={label ?? text.qc.reason} value={reason} onInput={setReason} />
    </ConfirmDialog>
  );
}
