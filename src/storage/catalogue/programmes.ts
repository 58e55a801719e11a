import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../../domain/actor';
import {
  advanceCase,
  type CaseOpening,
  type CaseStep,
  type CorrectionCase,
  openCase,
} from '../../domain/correction-case';
import {
  CaseNotFoundError,
  ProgrammeNotFoundError,
  VideoNotFoundError,
  VideoStateError,
} from '../../domain/errors';
import type { Programme, ProgrammeRecord } from '../../domain/programme';
import { isShorter, retentionOf, RetentionShortenedError } from '../../domain/retention';
import type { Database, Session } from './database';
import { type DocumentRow, instant, returnedDocument } from './document';
import { judgeRecorded } from './qc-records';
import { audited } from './statement';
import type { ProgrammeChange, VideoDocument } from './types';
import { checkRevision } from './video-edits';
import { VideoReads } from './video-reads';

/**
 * What videos are as broadcasts, and correction cases about them, which decide together until when a
 * video must be kept. Each change locks the video's row first and computes that anew: two at once can't
 * both count without the other.
 */
export class Programmes {
  constructor(private readonly db: Database) {}

  /**
   * Sets what the video is as a broadcast, and with it until when it must be kept.
   * @throws VideoNotFoundError
   * @throws VideoStateError when it is being deleted
   * @throws RevisionConflictError
   * @throws RetentionShortenedError when it could then go earlier, and that was not allowed
   */
  store(
    id: string,
    actor: Actor,
    { programme, mayShorten, ifRevisions }: ProgrammeChange,
  ): Promise<VideoDocument> {
    return this.db.transaction(async (session) => {
      const before = await lock(session, id);
      checkRevision(id, before.revision, ifRevisions);
      const after = recordOf(programme, before.cases);
      if (before.programme && !mayShorten && isShorter(before.programme, after)) {
        throw new RetentionShortenedError(before.programme);
      }
      if (isDeepStrictEqual(after, before.programme)) return documentOf(session, id);
      const [stored] = await session.audited<DocumentRow>(STORE_PROGRAMME, actor, [
        id,
        ...columnsOf(after),
        before.programme && JSON.stringify(before.programme),
      ]);
      if (!stored) throw new VideoNotFoundError(id);
      if (!isSameDelivery(before.programme, after)) {
        await judgeRecorded(session, id, actor);
        return documentOf(session, id);
      }
      return stored;
    });
  }

  /** Oldest first. @throws VideoNotFoundError */
  casesOf(videoId: string): Promise<CorrectionCase[]> {
    return casesOf(this.db, videoId);
  }

  /** @throws VideoNotFoundError, VideoStateError, ProgrammeNotFoundError, CaseRefusedError */
  openCase(
    videoId: string,
    caseId: string,
    opening: CaseOpening,
    actor: Actor,
  ): Promise<CorrectionCase> {
    return this.db.transaction(async (session) => {
      const { programme, cases, now } = await lock(session, videoId);
      if (!programme) throw new ProgrammeNotFoundError(videoId);
      const opened = openCase(opening, { id: caseId, videoId, programme }, now);
      await session.audited(OPEN_CASE, actor, [videoId, ...rowOf(opened)]);
      await updateRetention(session, videoId, programme, [...cases, opened]);
      return opened;
    });
  }

  /** @throws VideoNotFoundError, VideoStateError, CaseNotFoundError, CaseRefusedError */
  advanceCase(
    videoId: string,
    caseId: string,
    step: CaseStep,
    actor: Actor,
  ): Promise<CorrectionCase> {
    return this.db.transaction(async (session) => {
      const { programme, cases, now } = await lock(session, videoId);
      const before = cases.find(({ id }) => id === caseId);
      if (!before || !programme) throw new CaseNotFoundError(caseId);
      const after = advanceCase(before, step, now);
      const values = [videoId, ...rowOf(after), JSON.stringify(before)];
      await session.audited(ADVANCE_CASE, actor, values);
      const others = cases.filter(({ id }) => id !== caseId);
      await updateRetention(session, videoId, programme, [...others, after]);
      return after;
    });
  }

  /** Ids of the cases whose correction is due within so many seconds, or overdue. */
  async correctionsDueWithin(seconds: number): Promise<string[]> {
    return (await this.db.prepared<{ id: string }>(DUE, [seconds])).map(({ id }) => id);
  }
}

/** Whether rules on what is recorded of a delivery find the same. */
function isSameDelivery(before: ProgrammeRecord | null, after: ProgrammeRecord): boolean {
  const told = (record: ProgrammeRecord | null) =>
    [record?.cmCode, record?.cmSeconds, record?.credit].map((value) => value ?? null);
  return isDeepStrictEqual(told(before), told(after));
}

async function documentOf(session: Session, id: string): Promise<VideoDocument> {
  const document = await new VideoReads(session).find(id);
  if (!document) throw new VideoNotFoundError(id);
  return document;
}

async function casesOf(db: Session, videoId: string): Promise<CorrectionCase[]> {
  const [found] = await db.prepared<{ cases: CorrectionCase[] }>(CASES, [videoId]);
  if (!found) throw new VideoNotFoundError(videoId);
  return found.cases;
}

interface Locked {
  readonly revision: number;
  readonly programme: ProgrammeRecord | null;
  readonly deleting: boolean;
  /** Of the server's clock; ISO 8601, UTC. */
  readonly now: string;
}

/** The row is locked by a statement of its own, so that the next one sees what others committed. */
async function lock(session: Session, id: string): Promise<Locked & { cases: CorrectionCase[] }> {
  const [row] = await session.prepared<Locked>(LOCK, [id]);
  if (!row) throw new VideoNotFoundError(id);
  if (row.deleting) throw new VideoStateError(`video '${id}' is being deleted`);
  return { ...row, cases: await casesOf(session, id) };
}

async function updateRetention(
  session: Session,
  id: string,
  programme: ProgrammeRecord,
  cases: readonly CorrectionCase[],
): Promise<void> {
  await session.prepared(UPDATE_RETENTION, [id, ...columnsOf(recordOf(programme, cases))]);
}

function recordOf(programme: Programme, cases: readonly CorrectionCase[]): ProgrammeRecord {
  return { ...programme, ...retentionOf(programme, cases) };
}

function columnsOf(record: ProgrammeRecord): unknown[] {
  const { retainUntil, heldUntil, afterRetention } = record;
  return [JSON.stringify(record), retainUntil, heldUntil, afterRetention === 'delete'];
}

function rowOf(each: CorrectionCase): unknown[] {
  const dueAt = each.endedAt === null ? each.correctionDueAt : null;
  return [each.id, each.receivedAt, dueAt, JSON.stringify(each)];
}

const LOCK = {
  name: 'lock-programme',
  text: `
    SELECT revision, programme, deletion IS NOT NULL AS deleting,
      ${instant('now()')} AS now
    FROM videos WHERE id = $1 FOR UPDATE`,
};

const STORE_PROGRAMME = audited({
  name: 'store-programme',
  action: 'programme.set',
  change: `
    UPDATE videos SET
      programme = $3, retain_until = $4, held_until = $5, delete_when_due = $6,
      revision = revision + 1, updated_at = now()
    WHERE id = $2
    RETURNING ${returnedDocument}`,
  before: '$7::json',
  after: '$3::json',
  returns: 'id, revision, json',
});

const OPEN_CASE = audited({
  name: 'open-case',
  action: 'case.opened',
  change: `
    INSERT INTO correction_cases (video_id, id, received_at, correction_due_at, record)
    VALUES ($2, $3, $4, $5, $6)
    RETURNING video_id AS id`,
  after: '$6::json',
});

const ADVANCE_CASE = audited({
  name: 'advance-case',
  action: 'case.advanced',
  change: `
    UPDATE correction_cases SET received_at = $4, correction_due_at = $5, record = $6
    WHERE video_id = $2 AND id = $3
    RETURNING video_id AS id`,
  before: '$7::json',
  after: '$6::json',
});

const UPDATE_RETENTION = {
  name: 'update-retention',
  text: `
    UPDATE videos SET
      programme = $2, retain_until = $3, held_until = $4, delete_when_due = $5,
      revision = revision + 1, updated_at = now()
    WHERE id = $1`,
};

const CASES = {
  name: 'cases',
  text: `
    SELECT coalesce(json_agg(record ORDER BY received_at, correction_cases.id)
      FILTER (WHERE record IS NOT NULL), '[]') AS cases
    FROM videos LEFT JOIN correction_cases ON video_id = videos.id
    WHERE videos.id = $1 GROUP BY videos.id`,
};

const DUE = {
  name: 'corrections-due',
  text: `
    SELECT id FROM correction_cases
    WHERE correction_due_at < now() + make_interval(secs => $1)`,
};
