import type { Actor } from '../../domain/actor';
import { NothingUploadedError, VideoNotFoundError, VideoStateError } from '../../domain/errors';
import {
  checkDecision,
  type Decision,
  type DecisionKind,
  isAboutResult,
  isRepeated,
  type Judgement,
  standingOf,
  type WantedDecision,
} from '../../domain/quality/decisions';
import type { Database } from './database';
import { instant } from './document';
import { decisionsOf, setStanding } from './qc-records';
import { audited, LOCK_VIDEO, STATUS_OF_VIDEO } from './statement';
import { checkRevision } from './video-edits';

/** What people decide about the version that the effective report is of. */
export class QcDecisions {
  constructor(private readonly db: Database) {}

  /**
   * Adds a decision, from which the verdict of the video may change. A repeat of the last one adds nothing.
   * @throws VideoNotFoundError
   * @throws RevisionConflictError when `ifRevisions` are given and the newest is none of them
   * @throws VideoStateError, SecondPersonNeededError, FindingNotFoundError, AuthorNeededError
   */
  decide(
    id: string,
    wanted: WantedDecision,
    actor: Actor,
    ifRevisions?: readonly number[],
  ): Promise<void> {
    return this.db.transaction(async (session) => {
      const [video] = await session.prepared<{ revision: number }>(LOCK_VIDEO, [id]);
      if (!video) throw new VideoNotFoundError(id);
      checkRevision(id, video.revision, ifRevisions);
      const [report] = await session.prepared<EffectiveReport>(EFFECTIVE_REPORT, [id]);
      if (!report) throw new VideoStateError(`video '${id}' has no QC report to decide about`);
      const { reportId, result, durationSeconds, now } = report;
      const before = await decisionsOf(session, reportId);
      if (isRepeated(wanted, actor, before.at(-1))) return;
      const standing = standingOf(report, before);
      checkDecision(wanted, actor, standing, durationSeconds);
      const decision: Decision = { ...wanted, by: actor, at: now };
      const { override, ...after } = standingOf(report, [...before, decision]);
      await session.audited(statements[wanted.kind], actor, [
        reportId,
        ...(isAboutResult(wanted) ? [reportId, result] : [null, null]),
        JSON.stringify(decision),
        JSON.stringify({ verdict: standing.verdict }),
        JSON.stringify({
          ...(wanted.kind === 'approved' ? override : decision),
          ...(after.verdict !== standing.verdict && { verdict: after.verdict }),
        }),
      ]);
      if (after.verdict !== standing.verdict || after.verdictBy !== standing.verdictBy) {
        await setStanding(session, id, after);
      }
    });
  }

  /**
   * Records that somebody was told where to send the bytes of a certificate, which happens in the bucket.
   * @throws VideoNotFoundError, NothingUploadedError
   */
  async recordCertificateAsked(id: string, asked: AskedCertificate, actor: Actor): Promise<void> {
    const recorded = await this.db.audited(CERTIFICATE_ASKED, actor, [id, JSON.stringify(asked)]);
    if (recorded.length > 0) return;
    const [video] = await this.db.prepared(STATUS_OF_VIDEO, [id]);
    if (!video) throw new VideoNotFoundError(id);
    throw new NothingUploadedError(id);
  }
}

interface AskedCertificate {
  readonly certificateId: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

interface EffectiveReport extends Judgement {
  readonly reportId: string;
  readonly result: number;
  readonly durationSeconds: number;
  readonly now: string;
}

const EFFECTIVE_REPORT = {
  name: 'effective-report',
  text: `
    SELECT qc_report AS "reportId", result, judged, loudness, ${instant('now()')} AS now,
      (report #>> '{measurements,decode,decodedSeconds}')::double precision AS "durationSeconds"
    FROM videos JOIN qc_reports ON qc_reports.id = qc_report WHERE videos.id = $1`,
};

/** Nothing of the row changes: what is recorded happens in the bucket. */
const CERTIFICATE_ASKED = audited({
  name: 'record-certificate-asked',
  action: 'qc.certificate.asked',
  change: 'SELECT id FROM videos WHERE id = $2 AND sequencer IS NOT NULL',
  after: '$3::json',
});

const actions = {
  proposed: 'qc.override.proposed',
  approved: 'qc.override.approved',
  refused: 'qc.override.refused',
  held: 'qc.held',
  lifted: 'qc.lifted',
  found: 'qc.finding.entered',
  withdrawn: 'qc.finding.withdrawn',
  declared: 'qc.loudness.declared',
  signed: 'qc.signed',
  certified: 'qc.certificate.attached',
  uncertified: 'qc.certificate.withdrawn',
} as const satisfies Record<DecisionKind, string>;

const statementOf = (kind: DecisionKind) =>
  audited({
    name: `decide-${kind}`,
    action: actions[kind],
    change: `
      INSERT INTO qc_decisions (video_id, sequencer, report_id, result, decision)
      SELECT video_id, sequencer, $3, $4, $5 FROM qc_reports WHERE id = $2
      RETURNING video_id AS id`,
    before: '$6::json',
    after: '$7::json',
  });

const statements = Object.fromEntries(
  (Object.keys(actions) as DecisionKind[]).map((kind) => [kind, statementOf(kind)]),
) as Record<DecisionKind, ReturnType<typeof audited>>;
