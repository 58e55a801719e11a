import { useState } from 'preact/hooks';
import { reportWords } from '../../../report/words';
import type { Qc, Verdict, Video } from '../../client/contract';
import { approveOverride, proposeOverride } from '../../client/quality';
import { exactTime } from '../../format/time';
import { useText } from '../../i18n/language';
import { announcements } from '../../state/announcements';
import { useWriting } from '../../state/writing';
import { Choice } from '../choice';
import { ConfirmDialog } from '../confirm-dialog';
import { Icon } from '../icon';
import { ProblemNote } from '../problem';

/** What the API takes. */
const SHORTEST_REASON = 10;

interface OverrideProps {
  readonly video: Video;
  readonly report: NonNullable<Qc['report']>;
  readonly onChanged: () => void;
}

/** One person proposes another verdict, a second one approves it. */
export function Override({ video, report, onChanged }: OverrideProps) {
  const { language, text } = useText();
  const refused = useWriting() === 'refused';
  const [dialog, setDialog] = useState<'open' | 'closed'>('closed');
  const [error, setError] = useState<unknown>(null);
  const { proposal, override, judged, brokenRules } = report;
  const words = reportWords[language];

  const attempt = (action: () => Promise<unknown>, said: string) => {
    setError(null);
    action().then(() => {
      announcements.tell(said);
      onChanged();
    }, setError);
  };
  const { proposedBy, approvedBy } = text.qc;
  const time = (at: string) => exactTime(at, language);
  return (
    <>
      {override && (
        <div class="note note-warn">
          <Icon name="edit" />
          <div>
            <p>{words.rulesSay(words.outcomes[judged], brokenRules.length)}</p>
            <p>{override.reason}</p>
            <p class="secondary">{proposedBy(override.proposedBy, time(override.proposedAt))}</p>
            <p class="secondary">{approvedBy(override.approvedBy, time(override.approvedAt))}</p>
          </div>
        </div>
      )}
      {proposal && (
        <div class="note note-warn">
          <Icon name="awaiting" />
          <div>
            <p>{text.qc.waiting(text.verdict[proposal.verdict])}</p>
            <p>{proposal.reason}</p>
            <p class="secondary">{proposedBy(proposal.proposedBy, time(proposal.proposedAt))}</p>
          </div>
          <button
            type="button"
            class="button"
            onClick={() => {
              attempt(() => approveOverride(video.id, proposal.proposedAt), text.qc.approved);
            }}
          >
            {text.qc.approve}
          </button>
        </div>
      )}
      <div class="qc-actions">
        <button
          type="button"
          class="button"
          disabled={refused}
          title={refused ? text.errors.readOnly : undefined}
          onClick={() => {
            setDialog('open');
          }}
        >
          <Icon name="edit" />
          {text.qc.override}
        </button>
      </div>
      {error !== null && <ProblemNote error={error} />}
      {dialog === 'open' && (
        <OverrideDialog
          judged={judged}
          onPropose={(verdict, reason) => {
            attempt(() => proposeOverride(video.id, verdict, reason), text.qc.proposed);
          }}
          onClose={() => {
            setDialog('closed');
          }}
        />
      )}
    </>
  );
}

interface OverrideDialogProps {
  readonly judged: Verdict;
  readonly onPropose: (verdict: Verdict, reason: string) => void;
  readonly onClose: () => void;
}

function OverrideDialog({ judged, onPropose, onClose }: OverrideDialogProps) {
  const { text } = useText();
  const others = (Object.keys(text.verdict) as Verdict[]).filter((verdict) => verdict !== judged);
  const [verdict, setVerdict] = useState<Verdict>(others[0] ?? 'pass');
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog
      heading={text.qc.override}
      action={text.qc.propose}
      tone="main"
      state={reason.trim().length >= SHORTEST_REASON ? 'ready' : 'incomplete'}
      onConfirm={() => {
        onPropose(verdict, reason);
      }}
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
      <label class="field">
        <span>{text.qc.reason}</span>
        <textarea
          rows={3}
          maxLength={1000}
          value={reason}
          onInput={(event) => {
            setReason(event.currentTarget.value);
          }}
        />
        <span class="secondary">{text.qc.reasonHint}</span>
      </label>
    </ConfirmDialog>
  );
}
