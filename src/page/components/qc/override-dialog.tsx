import { useState } from 'preact/hooks';
import type { Verdict } from '../../client/contract';
import { useVideoText } from '../../i18n/video/video-text';
import { Choice } from '../choice';
import { ConfirmDialog } from '../confirm-dialog';
import { hasReason, ReasonField } from './reason-field';
import type { Decide } from './decide-on';

const verdicts = ['pass', 'warn', 'review', 'fail'] as const satisfies readonly Verdict[];

interface OverrideDialogProps {
  readonly judged: Verdict;
  readonly onDecide: Decide;
  readonly onClose: () => void;
}

/** One person proposes another verdict; a second one approves it. */
export function OverrideDialog({ judged, onDecide, onClose }: OverrideDialogProps) {
  const { text } = useVideoText();
  const others = verdicts.filter((verdict) => verdict !== judged);
  const [verdict, setVerdict] = useState<Verdict>(others[0] ?? 'pass');
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      heading={text.qc.override}
      action={text.qc.propose}
      tone="main"
      state={hasReason(reason) ? 'ready' : 'incomplete'}
      onConfirm={() => onDecide('override', { verdict, reason }, text.qc.proposed)}
      onClose={onClose}
    >
      <p>{text.qc.overrideHint}</p>
      <Choice
        label={text.qc.verdict}
        value={verdict}
        none={null}
        options={others.map((value) => ({ value, label: text.verdict[value] }))}
        onChoose={(value) => {
          setVerdict(value as Verdict);
        }}
      />
      <ReasonField label={text.qc.reason} value={reason} onInput={setReason} />
    </ConfirmDialog>
  );
}
