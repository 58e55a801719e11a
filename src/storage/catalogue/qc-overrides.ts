import type { Actor } from '../../domain/audit';
import { SecondPersonNeededError, VideoNotFoundError, VideoStateError } from '../../domain/errors';
import type { QcOverride, QcProposal } from '../../domain/qc';
import type { Database, Session } from './database';
import { instant } from './document';
import { setEffectiveReport } from './qc-records';
import { audited, LOCK_VIDEO } from './statement';
import type { WantedOverride } from './types';

/**
 * Verdicts by people instead of rules: one client proposes, another approves. What was approved before
 * stays in force until then.
 */
export class QcOverrides {
  constructor(private readonly db: Database) {}

  /** Proposes another verdict for the effective report. @throws VideoNotFoundError, VideoStateError */
  propose(id: string, { verdict, reason }: WantedOverride, actor: Actor): Promise<void> {
    return this.db.transaction(async (session) => {
      const { reportId, now } = await lock(session, id);
      const proposal: QcProposal = { verdict, reason, proposedBy: actor, proposedAt: now };
      await session.audited(PROPOSE, actor, [reportId, JSON.stringify(proposal)]);
    });
  }

  /**
   * Makes the proposal of that time the verdict.
   * @throws VideoNotFoundError
   * @throws VideoStateError when that is not the proposal that waits
   * @throws SecondPersonNeededError when the same client proposed it
   */
  approve(id: string, proposedAt: string, actor: Actor): Promise<void> {
    return this.db.transaction(async (session) => {
      const { reportId, proposal, now } = await lock(session, id);
      if (proposal?.proposedAt !== proposedAt) {
        throw new VideoStateError(
          `'proposedAt' must be that of the proposal that waits (${proposal?.proposedAt ?? 'none'}), got '${proposedAt}'; read it again`,
        );
      }
      if (proposal.proposedBy === actor) throw new SecondPersonNeededError(actor);
      const override: QcOverride = { ...proposal, approvedBy: actor, approvedAt: now };
      await session.audited(APPROVE, actor, [reportId, JSON.stringify(override)]);
      await setEffectiveReport(session, id, reportId);
    });
  }
}

interface EffectiveReport {
  readonly reportId: string;
  readonly proposal: QcProposal | null;
  readonly now: string;
}

async function lock(session: Session, id: string): Promise<EffectiveReport> {
  const locked = await session.prepared(LOCK_VIDEO, [id]);
  if (locked.length === 0) throw new VideoNotFoundError(id);
  const [report] = await session.prepared<EffectiveReport>(EFFECTIVE_REPORT, [id]);
  if (report) return report;
  throw new VideoStateError(`video '${id}' has no QC report to override`);
}

const EFFECTIVE_REPORT = {
  name: 'effective-report',
  text: `
    SELECT qc_report AS "reportId", proposal, ${instant('now()')} AS now
    FROM videos JOIN qc_reports ON qc_reports.id = qc_report WHERE videos.id = $1`,
};

const PROPOSE = audited({
  name: 'propose-override',
  action: 'qc.override.proposed',
  change: `
    UPDATE qc_reports SET proposal = $3 WHERE id = $2
    RETURNING video_id AS id, override`,
  before: 'override',
  after: '$3::json',
});

const APPROVE = audited({
  name: 'approve-override',
  action: 'qc.override.approved',
  change: `
    UPDATE qc_reports SET proposal = NULL, override = $3 WHERE id = $2
    RETURNING video_id AS id, judged`,
  before: `json_build_object('verdict', judged)`,
  after: '$3::json',
});
