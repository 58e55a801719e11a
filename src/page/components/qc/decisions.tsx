import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { isSameActor } from '../../../domain/actor';
import { decisionReason, decisionText, shownActor } from '../../../report/decision-text';
import { loudnessText } from '../../../report/format';
import { reportWords } from '../../../report/words';
import type { Qc, Verdict, Video } from '../../client/contract';
import { exactTime } from '../../format/time';
import { useVideoText } from '../../i18n/video/video-text';
import { useLocks, useMay, useMe, whyNot } from '../../state/writing';
import { DataTable } from '../data-table';
import { FactTable } from '../fact-table';
import { Icon, type IconName } from '../icon';
import { CertificateDialog } from './certificate-dialog';
import { Certificates } from './certificates';
import { FindingForm } from './finding-form';
import { LoudnessDialog } from './loudness-dialog';
import { OverrideDialog } from './override-dialog';
import { ReasonDialog } from './reason-dialog';
import { SignatureDialog } from './signature-dialog';
import { type Decide, decideOn, type OnChanged } from './decide-on';

type Proposal = NonNullable<NonNullable<Qc['report']>['proposal']>;

interface DecisionsProps {
  readonly video: Video;
  readonly report: NonNullable<Qc['report']>;
  readonly onChanged: OnChanged;
}

type Form =
  'override' | 'approve' | 'refuse' | 'hold' | 'lift' | 'find' | 'sign' | 'declare' | 'certify';

/** What is decided on is what was shown when the form was opened. */
interface Asked {
  readonly form: Form;
  readonly decide: Decide;
  readonly proposal: Proposal | null;
}

/** What people decided about the version, and what they may decide next. */
export function Decisions({ video, report, onChanged }: DecisionsProps) {
  const { language, text } = useVideoText();
  const locks = useLocks();
  const me = useMe();
  const mayApprove = useMay('approve');
  const [asked, setAsked] = useState<Asked | null>(null);
  const { proposal, refusal, override, hold, judged, brokenRules, decisions } = report;
  const { qc } = text;
  const words = reportWords[language];
  const time = (at: string) => exactTime(at, language);
  const isOwn = proposal !== null && isSameActor(proposal.proposedBy, me?.actor ?? '');
  const ofAnother = { disabled: true, title: text.errors.secondPerson };
  const close = () => {
    setAsked(null);
  };
  const button = (
    form: Form,
    label: string,
    icon?: IconName,
    scope: 'write' | 'approve' = 'write',
  ) => (
    <button
      type="button"
      class="button"
      {...(isOwn && scope === 'approve' ? ofAnother : locks(scope))}
      onClick={() => {
        setAsked({ form, decide: decideOn(video, onChanged), proposal });
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
          <p class="secondary">{qc.heldBy(shownActor(hold.by), time(hold.at))}</p>
        </Note>
      )}
      {override && (
        <Note icon="edit">
          <p>{words.rulesSay(words.outcomes[judged], brokenRules.length)}</p>
          <p>{override.reason}</p>
          <p class="secondary">
            {qc.proposedBy(shownActor(override.proposedBy), time(override.proposedAt))}
          </p>
          {override.note !== null && <p>{override.note}</p>}
          <p class="secondary">
            {qc.approvedBy(shownActor(override.approvedBy), time(override.approvedAt))}
          </p>
        </Note>
      )}
      {proposal && (
        <Note
          icon="awaiting"
          action={[
            button('approve', qc.approve, undefined, 'approve'),
            button('refuse', qc.refuse, undefined, 'approve'),
          ]}
        >
          <p>{qc.waiting(text.verdict[proposal.verdict])}</p>
          <p>{proposal.reason}</p>
          {!mayApprove && <p class="secondary">{whyNot('approve', text)}</p>}
          {mayApprove && isOwn && <p class="secondary">{text.errors.secondPerson}</p>}
          <p class="secondary">
            {qc.proposedBy(shownActor(proposal.proposedBy), time(proposal.proposedAt))}
          </p>
        </Note>
      )}
      {refusal && (
        <Note icon="cross">
          <p>{qc.refusedProposal(text.verdict[refusal.verdict])}</p>
          <p>{refusal.refusal}</p>
          <p class="secondary">
            {qc.refusedBy(shownActor(refusal.refusedBy), time(refusal.refusedAt))}
          </p>
        </Note>
      )}
      <div class="qc-actions">
        {button('override', qc.override, 'edit')}
        {!hold && button('hold', qc.hold, 'pause')}
        {button('find', qc.find, 'search')}
        {button('sign', qc.sign, 'check')}
        {button('declare', qc.declare)}
        {button('certify', qc.certify)}
      </div>
      {asked?.form === 'find' && (
        <FindingForm
          video={video}
          lastSeconds={report.content.measurements.decode.decodedSeconds}
          onDecide={asked.decide}
          onClose={close}
        />
      )}
      {report.signatures.length > 0 && (
        <FactTable
          caption={words.signatures}
          facts={report.signatures.map(({ role, name, at, decidedSince }) => ({
            label: words.signatureRoles[role],
            value: [name, decidedSince ? words.decidedSince(time(at)) : time(at)].join(
              words.separator,
            ),
          }))}
        />
      )}
      {report.declared && (
        <p>{words.labelled(words.facts.declared, loudnessText(report.declared.lufs))}</p>
      )}
      <Certificates video={video} report={report} onChanged={onChanged} />
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
              { label: words.columns.by, cell: ({ by }) => shownActor(by) },
            ]}
            rows={decisions}
          />
        </details>
      )}
      {asked && <DecisionDialog {...asked} videoId={video.id} judged={judged} onClose={close} />}
    </>
  );
}

interface DecisionDialogProps extends Asked {
  readonly videoId: string;
  readonly judged: Verdict;
  readonly onClose: () => void;
}

function DecisionDialog({ form, decide, proposal, videoId, judged, onClose }: DecisionDialogProps) {
  const { qc } = useVideoText().text;
  const proposedAt = proposal?.proposedAt;
  switch (form) {
    case 'find':
      return null; // no dialog, and stands elsewhere
    case 'declare':
      return <LoudnessDialog onDecide={decide} onClose={onClose} />;
    case 'certify':
      return <CertificateDialog videoId={videoId} onDecide={decide} onClose={onClose} />;
    case 'sign':
      return <SignatureDialog onDecide={decide} onClose={onClose} />;
    case 'override':
      return <OverrideDialog judged={judged} onDecide={decide} onClose={onClose} />;
    case 'approve':
      return (
        <ReasonDialog
          heading={qc.approve}
          hint={qc.approveHint}
          label={qc.note}
          onConfirm={(note) => decide('override/approval', { proposedAt, note }, qc.approved)}
          onClose={onClose}
        />
      );
    case 'refuse':
      return (
        <ReasonDialog
          heading={qc.refuse}
          hint={qc.refuseHint}
          onConfirm={(reason) => decide('override/refusal', { proposedAt, reason }, qc.refused)}
          onClose={onClose}
        />
      );
    case 'hold':
      return (
        <ReasonDialog
          heading={qc.hold}
          hint={qc.holdHint}
          onConfirm={(reason) => decide('hold', { reason }, qc.held)}
          onClose={onClose}
        />
      );
    case 'lift':
      return (
        <ReasonDialog
          heading={qc.lift}
          hint={qc.liftHint}
          onConfirm={(reason) => decide('hold/lift', { reason }, qc.lifted)}
          onClose={onClose}
        />
      );
  }
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
