import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { decisionReason, decisionText } from '../../../report/decision-text';
import { loudnessText } from '../../../report/format';
import { reportWords } from '../../../report/words';
import type { Qc, Video } from '../../client/contract';
import { exactTime } from '../../format/time';
import { useText } from '../../i18n/language';
import { useWriting } from '../../state/writing';
import { DataTable } from '../data-table';
import { FactTable } from '../fact-table';
import { Icon, type IconName } from '../icon';
import { ProblemNote } from '../problem';
import { FindingForm } from './finding-form';
import { LoudnessDialog } from './loudness-dialog';
import { OverrideDialog } from './override-dialog';
import { ReasonDialog } from './reason-dialog';
import { SignatureDialog } from './signature-dialog';
import { useDecide } from './use-decide';

interface DecisionsProps {
  readonly video: Video;
  readonly report: NonNullable<Qc['report']>;
  readonly onChanged: () => void;
}

type Asked =
  'nothing' | 'override' | 'approve' | 'refuse' | 'hold' | 'lift' | 'find' | 'sign' | 'declare';

/** What people decided about the version, and what they may decide next. */
export function Decisions({ video, report, onChanged }: DecisionsProps) {
  const { language, text } = useText();
  const refused = useWriting() === 'refused';
  const [asked, setAsked] = useState<Asked>('nothing');
  const { decide, error } = useDecide(video, onChanged);
  const { proposal, refusal, override, hold, judged, brokenRules, decisions } = report;
  const { qc } = text;
  const words = reportWords[language];
  const time = (at: string) => exactTime(at, language);
  const close = () => {
    setAsked('nothing');
  };
  const button = (what: Asked, label: string, icon?: IconName) => (
    <button
      type="button"
      class="button"
      disabled={refused}
      title={refused ? text.errors.readOnly : undefined}
      onClick={() => {
        setAsked(what);
      }}
    >
      {icon && <Icon name={icon} />}
      {label}
    </button>
  );
  return (
    <>
      {hold && (
        <Note icon="pause" action={button('lift', qc.lift)}>
          <p>{words.meaning.hold}</p>
          <p>{hold.reason}</p>
          <p class="secondary">{qc.heldBy(hold.by, time(hold.at))}</p>
        </Note>
      )}
      {override && (
        <Note icon="edit">
          <p>{words.rulesSay(words.outcomes[judged], brokenRules.length)}</p>
          <p>{override.reason}</p>
          <p class="secondary">{qc.proposedBy(override.proposedBy, time(override.proposedAt))}</p>
          {override.note !== null && <p>{override.note}</p>}
          <p class="secondary">{qc.approvedBy(override.approvedBy, time(override.approvedAt))}</p>
        </Note>
      )}
      {proposal && (
        <Note icon="awaiting" action={[button('approve', qc.approve), button('refuse', qc.refuse)]}>
          <p>{qc.waiting(text.verdict[proposal.verdict])}</p>
          <p>{proposal.reason}</p>
          <p class="secondary">{qc.proposedBy(proposal.proposedBy, time(proposal.proposedAt))}</p>
        </Note>
      )}
      {refusal && (
        <Note icon="cross">
          <p>{qc.refusedProposal(text.verdict[refusal.verdict])}</p>
          <p>{refusal.refusal}</p>
          <p class="secondary">{qc.refusedBy(refusal.refusedBy, time(refusal.refusedAt))}</p>
        </Note>
      )}
      <div class="qc-actions">
        {button('override', qc.override, 'edit')}
        {!hold && button('hold', qc.hold, 'pause')}
        {button('find', qc.find, 'search')}
        {button('sign', qc.sign, 'check')}
        {button('declare', qc.declare)}
      </div>
      {asked === 'find' && <FindingForm video={video} onDecide={decide} onClose={close} />}
      {error !== null && <ProblemNote error={error} />}
      {report.signatures.length > 0 && (
        <FactTable
          caption={words.signatures}
          facts={report.signatures.map(({ role, name, at }) => ({
            label: words.signatureRoles[role],
            value: [name, time(at)].join(words.separator),
          }))}
        />
      )}
      {report.declared && (
        <p>{words.labelled(words.facts.declared, loudnessText(report.declared.lufs))}</p>
      )}
      {decisions.length > 0 && (
        <details class="qc-decisions">
          <summary>{words.decisions}</summary>
          <DataTable
            caption={words.decisions}
            columns={[
              { label: words.columns.time, cell: ({ at }) => time(at) },
              { label: words.columns.decision, cell: (each) => decisionText(each, words) },
              {
                label: words.columns.detail,
                cell: (each) => decisionReason(each, decisions, words) ?? text.none,
              },
              { label: words.columns.by, cell: ({ by }) => by },
            ]}
            rows={decisions}
          />
        </details>
      )}
      {asked === 'declare' && <LoudnessDialog onDecide={decide} onClose={close} />}
      {asked === 'sign' && <SignatureDialog onDecide={decide} onClose={close} />}
      {asked === 'override' && <OverrideDialog judged={judged} onDecide={decide} onClose={close} />}
      {asked === 'approve' && proposal && (
        <ReasonDialog
          heading={qc.approve}
          hint={qc.approveHint}
          label={qc.note}
          onConfirm={(note) => {
            decide('override/approval', { proposedAt: proposal.proposedAt, note }, qc.approved);
          }}
          onClose={close}
        />
      )}
      {asked === 'refuse' && proposal && (
        <ReasonDialog
          heading={qc.refuse}
          hint={qc.refuseHint}
          onConfirm={(reason) => {
            decide('override/refusal', { proposedAt: proposal.proposedAt, reason }, qc.refused);
          }}
          onClose={close}
        />
      )}
      {asked === 'hold' && (
        <ReasonDialog
          heading={qc.hold}
          hint={qc.holdHint}
          onConfirm={(reason) => {
            decide('hold', { reason }, qc.held);
          }}
          onClose={close}
        />
      )}
      {asked === 'lift' && (
        <ReasonDialog
          heading={qc.lift}
          hint={qc.liftHint}
          onConfirm={(reason) => {
            decide('hold/lift', { reason }, qc.lifted);
          }}
          onClose={close}
        />
      )}
    </>
  );
}

interface NoteProps {
  readonly icon: IconName;
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}

function Note({ icon, action, children }: NoteProps) {
  return (
    <div class="note note-warn">
      <Icon name={icon} />
      <div>{children}</div>
      {action && <div class="actions">{action}</div>}
    </div>
  );
}
