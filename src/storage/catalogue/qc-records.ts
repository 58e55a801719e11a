import type { Actor } from '../../domain/actor';
import { LeaseLostError, VideoNotFoundError, VideoStateError } from '../../domain/errors';
import { builtInProfile } from '../../domain/qc-profiles';
import { brokenRulesOf, type Qc, type QcStill, type ReportRole } from '../../domain/qc';
import {
  type Decision,
  type Judgement,
  type Standing,
  standingOf,
} from '../../domain/quality/decisions';
import { isOfDelivery, type Delivery } from '../../domain/quality/delivery-measures';
import { judge } from '../../domain/quality/judge';
import type { QualityMeasurements } from '../../domain/quality/measurements';
import type { Profile } from '../../domain/quality/profile';
import { judgedLoudness } from '../../domain/quality/sound-programmes';
import type { QualityReport } from '../../domain/quality/report';
import type { VideoStatus } from '../../domain/status';
import type { TechnicalMetadata } from '../../domain/technical-metadata';
import type { Database, Session } from './database';
import { instant } from './document';
import { findProfile } from './qc-profiles';
import { audited } from './statement';
import type { Lease } from './types';

/**
 * QC reports, and which of them is effective. Each change locks the video's row first, so that
 * reports and the verdict that the video shows never tell different stories.
 */
export class QcRecords {
  constructor(private readonly db: Database) {}

  /**
   * Stores what QC found of the upload, and its verdict as that of the video.
   *
   * @param reportOn is told what is recorded of the upload, which then does not change before the report is stored
   * @throws LeaseLostError
   */
  storeReport(
    { videoId, fence }: Lease,
    reportOn: (delivery: Delivery) => QualityReport,
    stills: readonly QcStill[],
  ): Promise<void> {
    return this.db.transaction(async (session) => {
      const [held] = await session.prepared<Delivery>(LOCK_HELD, [videoId, fence]);
      if (!held) throw new LeaseLostError(videoId, fence);
      const report = reportOn(held);
      await setEffectiveReport(session, videoId, await store(session, videoId, report, 'worker'));
      await session.prepared(STORE_STILLS, [videoId, JSON.stringify(stills)]);
    });
  }

  /**
   * Judges the newest upload by another profile, from what was measured before. The report is
   * additional, or effective from now on.
   * @throws VideoNotFoundError
   * @throws VideoStateError when nothing was measured, or a worker is at it
   */
  judgeAgain(id: string, profile: Profile, role: ReportRole, actor: Actor): Promise<void> {
    return this.db.transaction(async (session) => {
      const [video] = await session.prepared<LockedVideo>(LOCK, [id]);
      if (!video) throw new VideoNotFoundError(id);
      const [measured] = await session.prepared<Measured>(MEASURED, [id]);
      const { status, metadata, effective, fileName, programme } = video;
      if (status !== 'ready' || !metadata || !measured) {
        throw new VideoStateError(
          `video '${id}' cannot be judged: its status is '${status}'${measured ? '' : ', and it has no measurements'}; POST /v1/videos/${id}/reprocess measures it`,
        );
      }
      const delivery = { fileName, programme };
      const report = judge(measured.measurements, metadata, profile, delivery);
      const stored = await store(session, id, report, actor);
      if (role === 'effective') await session.prepared(ADOPT, [id, profile.id]);
      if (role === 'effective' || stored.reportId === effective)
        await setEffectiveReport(session, id, stored);
    });
  }

  /**
   * A `Qc` (src/domain/qc.ts) as JSON text, with the newest report under that profile, else the effective one.
   * @throws VideoNotFoundError
   */
  async find(id: string, profileId?: string): Promise<string> {
    const [found] = await this.db.prepared<FoundQc>(FIND, [id, profileId ?? null]);
    if (!found) throw new VideoNotFoundError(id);
    const { reports, shown, content, ...qc } = found;
    const records = reports.map(({ decisions, ...report }) => {
      const { verdict, verdictBy } = standingOf(report, decisions);
      return { ...report, verdict, verdictBy };
    });
    const head = JSON.stringify({ ...qc, reports: records });
    if (!shown) return `${head.slice(0, -1)},"report":null}`;
    const record = { ...shown, ...standingOf(shown, shown.decisions) };
    // the measurements of a long film are not parsed for this
    const report = `${JSON.stringify(record).slice(0, -1)},"content":${content ?? 'null'}}`;
    return `${head.slice(0, -1)},"report":${report}}`;
  }

  /**
   * What a profile judges of the newest upload, with the title of the video.
   * @throws VideoNotFoundError
   */
  async measured(id: string): Promise<MeasuredVideo> {
    const [video] = await this.db.prepared<TitledVideo>(TITLED, [id]);
    if (!video) throw new VideoNotFoundError(id);
    const { title, metadata, fileName, programme } = video;
    const [measured] = await this.db.prepared<Measured>(MEASURED, [id]);
    const delivery = { fileName, programme };
    return { title, measured: metadata && measured ? { ...measured, metadata, delivery } : null };
  }

  /** Of the newest upload, in order of time; empty when nothing was found. */
  async findStills(id: string): Promise<QcStill[]> {
    const [found] = await this.db.prepared<{ stills: QcStill[] }>(FIND_STILLS, [id]);
    return found?.stills ?? [];
  }
}

/**
 * Judges the newest upload anew by those profiles that ask what is recorded of it; by a version that there is no
 * more the report stays. The row of the video is locked.
 */
export async function judgeRecorded(session: Session, id: string, actor: Actor): Promise<void> {
  const [video] = await session.prepared<LockedVideo>(LOCK, [id]);
  const reports = await session.prepared<RecordedReport>(RECORDED_REPORTS, [id]);
  for (const { reportId, profileId, profileVersion } of reports) {
    const profile = await profileOf(session, profileId, profileVersion);
    if (!profile?.rules.some(({ measure }) => isOfDelivery(measure))) continue;
    const [measured] = await session.prepared<Measured>(MEASURED_FOR, [reportId]);
    if (!video?.metadata || !measured) continue;
    const report = judge(measured.measurements, video.metadata, profile, video);
    const stored = await store(session, id, report, actor);
    if (reportId === video.effective) await setEffectiveReport(session, id, stored);
  }
}

async function profileOf(
  session: Session,
  id: string,
  version: number,
): Promise<Profile | undefined> {
  const known = builtInProfile(id);
  if (known) return known.version === version ? known : undefined;
  return (await findProfile(session, id, version))?.record.profile;
}

/** What people decided of a report and its upload, oldest first. */
export async function decisionsOf(session: Session, reportId: string): Promise<Decision[]> {
  const found = await session.prepared<{ decision: Decision }>(DECISIONS, [reportId]);
  return found.map(({ decision }) => decision);
}

/** The video shows this verdict from now on. */
export async function setStanding(
  session: Session,
  videoId: string,
  { verdict, verdictBy }: Pick<Standing, 'verdict' | 'verdictBy'>,
): Promise<void> {
  await session.prepared(SET_STANDING, [videoId, verdict, verdictBy]);
}

/** The video shows the verdict of this report from now on. */
async function setEffectiveReport(
  session: Session,
  videoId: string,
  { reportId, ...judgement }: StoredReport,
): Promise<void> {
  const standing = standingOf(judgement, await decisionsOf(session, reportId));
  const { verdict, verdictBy, proposal } = standing;
  const waiting = proposal && JSON.stringify(proposal);
  await session.prepared(SET_EFFECTIVE_REPORT, [videoId, reportId, verdict, verdictBy, waiting]);
}

interface MeasuredVideo {
  readonly title: string;
  /** null = it was not measured */
  readonly measured:
    (Measured & { readonly metadata: TechnicalMetadata; readonly delivery: Delivery }) | null;
}

interface TitledVideo extends Delivery {
  readonly title: string;
  readonly metadata: TechnicalMetadata | null;
}

interface StoredReport extends Judgement {
  readonly reportId: string;
}

type FoundRecord = Omit<Qc['reports'][number], 'verdict' | 'verdictBy'> & {
  readonly decisions: readonly Decision[];
};

interface FoundQc extends Pick<Qc, 'videoId' | 'profileId' | 'run'> {
  readonly reports: readonly FoundRecord[];
  readonly shown: FoundRecord | null;
  /** Of the shown report, as JSON text. */
  readonly content: string | null;
}

async function store(
  session: Session,
  videoId: string,
  report: QualityReport,
  actor: Actor,
): Promise<StoredReport> {
  const { profile, verdict, results, body, measurements } = report;
  const loudness = measurements.sound && judgedLoudness(measurements.sound, body);
  const [stored] = await session.audited<{ reportId: string }>(STORE, actor, [
    videoId,
    profile.id,
    profile.version,
    verdict,
    brokenRulesOf(results),
    JSON.stringify(report),
    loudness,
  ]);
  if (!stored) throw new VideoNotFoundError(videoId);
  return { reportId: stored.reportId, judged: verdict, loudness };
}

interface RecordedReport {
  readonly reportId: string;
  readonly profileId: string;
  readonly profileVersion: number;
}

interface LockedVideo extends Delivery {
  readonly status: VideoStatus;
  readonly metadata: TechnicalMetadata | null;
  /** Id of the effective report. */
  readonly effective: string | null;
}

interface Measured {
  readonly measurements: QualityMeasurements;
}

const LOCK_HELD = {
  name: 'lock-held',
  text: `
    SELECT file_name AS "fileName", programme
    FROM videos WHERE id = $1 AND fence = $2 AND lease_expires_at IS NOT NULL FOR UPDATE`,
};

const LOCK = {
  name: 'lock-video',
  text: `
    SELECT status, metadata, qc_report AS effective, file_name AS "fileName", programme
    FROM videos WHERE id = $1 FOR UPDATE`,
};

const TITLED = {
  name: 'titled-video',
  text: `SELECT title, metadata, file_name AS "fileName", programme FROM videos WHERE id = $1`,
};

const MEASURED = {
  name: 'measured',
  text: `
    SELECT report -> 'measurements' AS measurements
    FROM qc_reports JOIN videos ON videos.id = video_id AND videos.sequencer = qc_reports.sequencer
    WHERE video_id = $1 ORDER BY qc_reports.created_at DESC, qc_reports.id DESC LIMIT 1`,
};

/** Of the newest upload. */
const RECORDED_REPORTS = {
  name: 'recorded-reports',
  text: `
    SELECT qc_reports.id AS "reportId", profile_id AS "profileId",
      profile_version AS "profileVersion"
    FROM qc_reports JOIN videos ON videos.id = video_id AND videos.sequencer = qc_reports.sequencer
    WHERE video_id = $1 ORDER BY qc_reports.id`,
};

const MEASURED_FOR = {
  name: 'measured-for',
  text: `SELECT report -> 'measurements' AS measurements FROM qc_reports WHERE id = $1`,
};

const STORE = audited({
  name: 'store-qc-report',
  action: 'qc.judged',
  change: `
    INSERT INTO qc_reports (
      video_id, sequencer, version_id, profile_id, profile_version, judged, broken_rules, report,
      loudness)
    SELECT id, sequencer, version_id, $3, $4, $5, $6, $7, $8 FROM videos WHERE id = $2
    ON CONFLICT (video_id, sequencer, profile_id, profile_version) DO UPDATE SET
      judged = EXCLUDED.judged, loudness = EXCLUDED.loudness, broken_rules = EXCLUDED.broken_rules,
      -- what people said of a result holds for the very same one only
      result = qc_reports.result + (qc_reports.report::text <> EXCLUDED.report::text)::integer,
      report = EXCLUDED.report, created_at = now()
    RETURNING video_id AS id, id AS report_id`,
  after: `json_build_object(
    'profile', $3::text, 'version', $4::integer, 'verdict', $5::text, 'brokenRules', $6::text[])`,
  returns: 'report_id AS "reportId"',
});

const ADOPT = { name: 'adopt-profile', text: 'UPDATE videos SET qc_profile = $2 WHERE id = $1' };

const SET_EFFECTIVE_REPORT = {
  name: 'set-effective-report',
  text: `
    UPDATE videos SET
      qc_report = qc_reports.id, verdict = $3, verdict_by = $4,
      broken_rules = qc_reports.broken_rules, waiting_proposal = $5,
      revision = revision + 1, updated_at = now()
    FROM qc_reports WHERE videos.id = $1 AND qc_reports.id = $2`,
};

const SET_STANDING = {
  name: 'set-standing',
  text: `
    UPDATE videos SET
      verdict = $2, verdict_by = $3, revision = revision + 1, updated_at = now()
    WHERE id = $1`,
};

/** SQL of the rows of `qc_decisions` that count for a row of `qc_reports`. */
const decisionsOfReport = `
  FROM qc_decisions
  WHERE qc_decisions.video_id = qc_reports.video_id
    AND qc_decisions.sequencer = qc_reports.sequencer
    AND (report_id IS NULL OR (report_id = qc_reports.id
      AND qc_decisions.result = qc_reports.result))`;

const DECISIONS = {
  name: 'decisions',
  text: `
    SELECT decided.decision FROM qc_reports
    CROSS JOIN LATERAL (SELECT qc_decisions.id, decision ${decisionsOfReport}) AS decided
    WHERE qc_reports.id = $1 ORDER BY decided.id`,
};

const STORE_STILLS = {
  name: 'store-stills',
  text: `
    INSERT INTO qc_stills (video_id, sequencer, stills)
    SELECT id, sequencer, $2 FROM videos WHERE id = $1
    ON CONFLICT (video_id) DO UPDATE SET sequencer = EXCLUDED.sequencer, stills = EXCLUDED.stills`,
};

const FIND_STILLS = {
  name: 'find-stills',
  text: `
    SELECT stills FROM qc_stills
    JOIN videos ON videos.id = video_id AND videos.sequencer = qc_stills.sequencer
    WHERE video_id = $1`,
};

/** Of a `FoundRecord`. */
const recordColumns = `
  profile_id AS "profileId", profile_version AS "profileVersion",
  judged, loudness, qc_reports.broken_rules AS "brokenRules",
  qc_reports.id IS NOT DISTINCT FROM videos.qc_report AS effective,
  qc_reports.version_id AS "versionId", qc_reports.sequencer = videos.sequencer AS newest,
  ${instant('qc_reports.created_at')} AS "createdAt",
  coalesce((SELECT json_agg(decision ORDER BY qc_decisions.id) ${decisionsOfReport}), '[]')
    AS decisions`;

/** A run that ended leaves its row; it is told of when it was cancelled, until the next. */
const FIND = {
  name: 'find-qc',
  text: `
    SELECT
      videos.id AS "videoId",
      qc_profile AS "profileId",
      (SELECT row_to_json(run) FROM (SELECT
          CASE WHEN cancelled_by IS NULL THEN 'measuring' ELSE 'cancelled' END AS state,
          decoded_seconds AS "decodedSeconds", total_seconds AS "totalSeconds",
          CASE WHEN total_seconds > 0
            THEN round(least(100, 100 * decoded_seconds / total_seconds)::numeric, 1) END AS percent
        FROM qc_runs
        WHERE video_id = videos.id AND qc_runs.fence = videos.fence
          AND (status = 'processing' OR cancelled_by IS NOT NULL)) AS run) AS run,
      coalesce((SELECT json_agg(record) FROM (SELECT ${recordColumns}
        FROM qc_reports WHERE video_id = videos.id
        ORDER BY qc_reports.created_at DESC, qc_reports.id DESC LIMIT 50) AS record), '[]') AS reports,
      shown.head AS shown,
      shown.content
    FROM videos LEFT JOIN LATERAL (
      SELECT row_to_json((SELECT record FROM (SELECT ${recordColumns}) AS record)) AS head,
        report::text AS content
      FROM qc_reports
      WHERE video_id = videos.id AND CASE WHEN $2::text IS NULL
        THEN qc_reports.id = videos.qc_report ELSE profile_id = $2 END
      ORDER BY qc_reports.created_at DESC, qc_reports.id DESC LIMIT 1
    ) AS shown ON true
    WHERE videos.id = $1`,
};
