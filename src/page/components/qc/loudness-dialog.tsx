import { useState } from 'preact/hooks';
import { halfWidth } from '../../format/half-width';
import { useVideoText } from '../../i18n/video/video-text';
import { ConfirmDialog } from '../confirm-dialog';
import type { Decide } from './decide-on';

/** What the API takes, LKFS. */
const LOWEST = -70;

interface LoudnessDialogProps {
  readonly onDecide: Decide;
  readonly onClose: () => void;
}

/** The loudness on the sheet that came with the delivery. */
export function LoudnessDialog({ onDecide, onClose }: LoudnessDialogProps) {
  const { text } = useVideoText();
  const [value, setValue] = useState('');
  const lufs = Number(halfWidth(value) || NaN);
  return (
    <ConfirmDialog
      heading={text.qc.declare}
      action={text.save}
      tone="main"
      state={lufs >= LOWEST && lufs <= 0 ? 'ready' : 'incomplete'}
      onConfirm={() => onDecide('declared-loudness', { lufs }, text.qc.declared)}
      onClose={onClose}
    >
      <p>{text.qc.declareHint}</p>
      <label class="field">
        <span>{text.qc.declaredValue}</span>
        <input
          value={value}
          onInput={(event) => {
            setValue(event.currentTarget.value);
          }}
        />
      </label>
    </ConfirmDialog>
  );
}
