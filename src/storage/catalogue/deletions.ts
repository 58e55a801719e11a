import type { Actor } from '../../domain/actor';
import { LeaseLostError, VideoNotFoundError } from '../../domain/errors';
import { type Retention, VideoRetainedError } from '../../domain/retention';
import { ensureOwnKey } from '../errors';
import type { Database } from './database';
import { instant } from './document';
import { audited } from './statement';
import type { Lease, PendingDeletion } from './types';

/** A video goes in two steps: its row says that it goes, and once its bytes are gone the row goes too. */
export class Deletions {
  constructor(private readonly db: Database) {}

  /**
   * The first step: from now on the video goes, whoever ends it; returns where its bytes are. May be
   * repeated, which changes nothing.
   * @throws VideoNotFoundError
   * @throws VideoRetainedError when it must be kept
   * @throws ForeignKeyError when its row names the key of another
   */
  async begin(id: string, actor: Actor, reason: string): Promise<PendingDeletion> {
    for (;;) {
      const [begun] = await this.db.audited<Begun>(BEGIN, actor, [id, reason]);
      if (begun) return ownKeyOf(id, begun);
      const [found] = await this.db.prepared<Refusal>(EXPLAIN, [id]);
      if (!found) throw new VideoNotFoundError(id);
      if (found.deleting) return ownKeyOf(id, found);
      if (found.kept) throw new VideoRetainedError(id, found);
      // it could be deleted a moment ago: look again
    }
  }

  /** The second step, once the bytes are gone: removes the row; false when somebody else did. */
  async end(id: string, actor: Actor): Promise<boolean> {
    return (await this.db.audited(END, actor, [id])).length > 0;
  }

  /**
   * Removes a video whose bytes went before they could be read, in one step. Nobody asked for that: what
   * arrives for it later makes it anew.
   * @throws LeaseLostError also when it is being deleted
   * @throws VideoRetainedError when it must be kept
   */
  async forget({ videoId, fence }: Lease, reason: string): Promise<void> {
    const [answer] = await this.db.prepared<{ gone: boolean }>(FORGET, [videoId, fence, reason]);
    if (answer?.gone) return;
    const [found] = await this.db.prepared<Refusal>(EXPLAIN, [videoId]);
    if (found?.kept) throw new VideoRetainedError(videoId, found);
    throw new LeaseLostError(videoId, fence);
  }

  /** Whether somebody deleted the video: then it takes no upload any more. */
  async wasDeleted(id: string): Promise<boolean> {
    const [found] = await this.db.prepared<{ deleted: boolean }>(WAS_DELETED, [id]);
    return found?.deleted ?? false;
  }

  /**
   * Ids of the videos that are to go by their record once they need not be kept, and of those whose
   * deletion was begun and not ended. Each kind is in the order of time, and those that were begun are half
   * of the limit at most: deletions that never end must not keep the others from theirs.
   */
  async due(limit: number): Promise<string[]> {
    return (await this.db.prepared<{ id: string }>(DUE, [limit])).map(({ id }) => id);
  }

  /** Ids of the videos whose deletion was begun more than so many seconds ago and not ended. */
  async overdue(seconds: number): Promise<string[]> {
    return (await this.db.prepared<{ id: string }>(OVERDUE, [seconds])).map(({ id }) => id);
  }
}

interface Begun extends PendingDeletion {
  readonly bucket: string;
}

/** Whoever may write rows must not have the bytes of another video deleted. */
function ownKeyOf(id: string, { bucket, key, uploadId }: Begun): PendingDeletion {
  ensureOwnKey(id, { bucket, key });
  return { key, uploadId };
}

interface Refusal extends Begun, Retention {
  readonly deleting: boolean;
  readonly kept: boolean;
}

/**
 * SQL that holds where no broadcast and no case keeps the video now; both times are those of
 * `retentionOf` (src/domain/retention.ts).
 */
export const isFree = `((videos.retain_until IS NULL OR videos.retain_until < now())
  AND (videos.held_until IS NULL OR videos.held_until < now()))`;

/** SQL of who deletes a video, $1, and why, $3. */
const DELETION = `json_build_object('by', $1::text, 'reason', $3::text, 'at', ${instant('now()')})`;

const BEGIN = audited({
  name: 'begin-deletion',
  action: 'deletion.begun',
  change: `
    UPDATE videos SET deletion = ${DELETION}
    WHERE id = $2 AND deletion IS NULL AND ${isFree}
    RETURNING id, bucket, object_key AS key, upload_id AS "uploadId", deletion`,
  after: 'deletion',
  returns: 'bucket, key, "uploadId"',
});

const EXPLAIN = {
  name: 'deletion-refusal',
  text: `
    SELECT bucket, object_key AS key, upload_id AS "uploadId",
      deletion IS NOT NULL AS deleting, NOT ${isFree} AS kept,
      CASE WHEN retain_until >= now() THEN ${instant('retain_until')} END AS "retainUntil",
      CASE WHEN held_until >= now() THEN ${instant('held_until')} END AS "heldUntil"
    FROM videos WHERE id = $1`,
};

const END = audited({
  name: 'end-deletion',
  action: 'deletion.done',
  change: `
    DELETE FROM videos WHERE id = $2 AND deletion IS NOT NULL
    RETURNING id, json_build_object(
      'title', title, 'fileName', file_name, 'bucket', bucket, 'key', object_key,
      'sha256', sha256, 'sizeBytes', size_bytes, 'programme', programme,
      'deletion', deletion) AS tombstone`,
  before: 'tombstone',
});

/** Of the database, so that the worker needs no right to delete (migration 016). */
const FORGET = { name: 'forget', text: 'SELECT forget_video($1, $2, $3) AS gone' };

const WAS_DELETED = { name: 'was-deleted', text: 'SELECT was_deleted($1) AS deleted' };

/** SQL of when a deletion was begun; ISO 8601 in UTC, which sorts as time does. */
const begunAt = "deletion ->> 'at'";

const DUE = {
  name: 'due-for-deletion',
  text: `
    (SELECT id FROM videos WHERE deletion IS NOT NULL ORDER BY ${begunAt}, id LIMIT ($1 + 1) / 2)
    UNION ALL
    (SELECT id FROM videos
      WHERE delete_when_due AND deletion IS NULL AND retain_until < now() AND ${isFree}
      ORDER BY retain_until LIMIT $1)
    LIMIT $1`,
};

const OVERDUE = {
  name: 'overdue-deletions',
  text: `
    SELECT id FROM videos
    WHERE deletion IS NOT NULL
      AND ${begunAt} < ${instant('(now() - make_interval(secs => $1))')}`,
};
