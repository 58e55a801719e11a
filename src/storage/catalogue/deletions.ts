import type { Actor } from '../../domain/audit';
import { LeaseLostError, VideoNotFoundError } from '../../domain/errors';
import { type Retention, VideoRetainedError } from '../../domain/retention';
import { audited } from './audited';
import type { Lease } from './catalogue';
import type { Database } from './database';
import { instant } from './document';

/** Where the bytes of a video are that is being deleted. */
export interface Condemned {
  readonly key: string;
  /** Of an upload in parts that may still be under way. */
  readonly uploadId: string | null;
}

/** Marks the video, unless it must be kept; a mark that is there stays as it is. */
export async function beginDeletion(
  db: Database,
  id: string,
  actor: Actor,
  reason: string,
): Promise<Condemned> {
  for (;;) {
    const [begun] = await db.audited<Condemned>(BEGIN, actor, [id, reason]);
    if (begun) return begun;
    const [found] = await db.prepared<Refusal>(EXPLAIN, [id]);
    if (!found) throw new VideoNotFoundError(id);
    if (found.deleting) return { key: found.key, uploadId: found.uploadId };
    if (found.kept) throw new VideoRetainedError(id, found);
    // it could be deleted a moment ago: look again
  }
}

/** Removes the row of a video whose bytes are gone; false when somebody else did. */
export async function endDeletion(db: Database, id: string, actor: Actor): Promise<boolean> {
  return (await db.audited(END, actor, [id])).length > 0;
}

/** A video whose bytes nobody has any more goes in one step, and only by whoever holds it. */
export async function forget(
  db: Database,
  { videoId, fence }: Lease,
  reason: string,
): Promise<void> {
  if ((await db.audited(FORGET, 'worker', [videoId, reason, fence])).length > 0) return;
  const [found] = await db.prepared<Refusal>(EXPLAIN, [videoId]);
  if (found?.kept) throw new VideoRetainedError(videoId, found);
  throw new LeaseLostError(videoId, fence);
}

/** Whether somebody deleted the video, so that it takes no upload any more. */
export async function wasDeleted(db: Database, id: string): Promise<boolean> {
  const [found] = await db.prepared<{ deleted: boolean }>(WAS_DELETED, [id]);
  return found?.deleted ?? false;
}

/** Ids of videos that are to go by their record, and of those whose deletion was broken off. */
export async function dueForDeletion(db: Database, limit: number): Promise<string[]> {
  return (await db.prepared<{ id: string }>(DUE, [limit])).map(({ id }) => id);
}

interface Refusal extends Condemned, Retention {
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
    RETURNING id, object_key AS key, upload_id AS "uploadId", deletion`,
  after: 'deletion',
  returns: 'key, "uploadId"',
});

const EXPLAIN = {
  name: 'deletion-refusal',
  text: `
    SELECT object_key AS key, upload_id AS "uploadId",
      deletion IS NOT NULL AS deleting, NOT ${isFree} AS kept,
      CASE WHEN retain_until >= now() THEN ${instant('retain_until')} END AS "retainUntil",
      CASE WHEN held_until >= now() THEN ${instant('held_until')} END AS "heldUntil"
    FROM videos WHERE id = $1`,
};

/** What the record shows. */
const tombstone = (deletion: string) => `json_build_object(
  'title', title, 'fileName', file_name, 'bucket', bucket, 'key', object_key,
  'sha256', sha256, 'sizeBytes', size_bytes, 'programme', programme,
  'deletion', ${deletion}) AS tombstone`;

const END = audited({
  name: 'end-deletion',
  action: 'deletion.done',
  change: `
    DELETE FROM videos WHERE id = $2 AND deletion IS NOT NULL
    RETURNING id, ${tombstone('deletion')}`,
  before: 'tombstone',
});

const FORGET = audited({
  name: 'forget',
  action: 'deletion.done',
  change: `
    DELETE FROM videos
    WHERE id = $2 AND fence = $4 AND lease_expires_at IS NOT NULL AND deletion IS NULL AND ${isFree}
    RETURNING id, ${tombstone(DELETION)}`,
  before: 'tombstone',
});

const WAS_DELETED = { name: 'was-deleted', text: 'SELECT was_deleted($1) AS deleted' };

const DUE = {
  name: 'due-for-deletion',
  text: `
    (SELECT id FROM videos WHERE deletion IS NOT NULL LIMIT $1)
    UNION ALL
    (SELECT id FROM videos
      WHERE delete_when_due AND deletion IS NULL AND retain_until < now() AND ${isFree}
      ORDER BY retain_until LIMIT $1)
    LIMIT $1`,
};
