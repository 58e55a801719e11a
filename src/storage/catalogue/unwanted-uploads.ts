import type { Actor } from '../../domain/actor';
import { videoIdOf } from '../../domain/object-version';
import type { Database } from './database';
import { audited, LOCK_VIDEO } from './statement';
import type { LateBytes, ReceivedObject } from './types';

/**
 * Bytes that become no video: they arrived where other bytes must be kept, or for a deleted video. Who
 * finds late bytes may not delete (docs/threat-model.md): the refusal is recorded, and whoever may delete
 * asks for the refusals that nobody has acted on.
 */
export class UnwantedUploads {
  constructor(private readonly db: Database) {}

  /**
   * Records that bytes arrived for a video that must be kept, with both checksums; `sha256` is null when
   * they were gone before they could be read. May be repeated, which records nothing more.
   */
  recordSetAside({ object, sizeBytes }: ReceivedObject, sha256: string | null): Promise<void> {
    const id = videoIdOf(object);
    const { versionId, sequencer } = object;
    return this.db.transaction(async (session) => {
      await session.prepared(LOCK_VIDEO, [id]);
      await session.audited(SET_ASIDE, 'worker', [id, versionId, sequencer, sizeBytes, sha256]);
    });
  }

  /**
   * Records that bytes arrived for a deleted video: from now on they are {@link lateBytes}. May be repeated,
   * as at every start on a folder, which records nothing more until they were removed.
   */
  recordRefusal({ object, sizeBytes }: ReceivedObject): Promise<void> {
    const id = videoIdOf(object);
    const { key, versionId, sequencer } = object;
    return this.db.transaction(async (session) => {
      await session.prepared(LOCK_DELETED, [id]);
      await session.audited(REFUSED, 'worker', [id, key, versionId, sequencer, sizeBytes]);
    });
  }

  /** What arrived for deleted videos and was not removed yet; oldest first. */
  async lateBytes(limit: number): Promise<LateBytes[]> {
    const rows = await this.db.prepared<Omit<LateBytes, 'entry'> & { entry: string }>(LATE, [
      limit,
    ]);
    return rows.map(({ entry, ...of }) => ({ ...of, entry: Number(entry) }));
  }

  /**
   * Records that it was, by whoever removed every version of the key. Runs that cross each other remove the
   * same bytes, and record it once.
   */
  recordRemoval({ videoId, key, entry }: LateBytes, actor: Actor): Promise<void> {
    return this.db.transaction(async (session) => {
      await session.prepared(LOCK_DELETED, [videoId]);
      await session.audited(REMOVED, actor, [videoId, key, entry]);
    });
  }
}

/** SQL of the upload that a row of `videos` has: which bytes these are. */
export const bytesOfRow = `json_build_object('versionId', videos.version_id,
  'sequencer', videos.sequencer, 'sizeBytes', videos.size_bytes, 'sha256', videos.sha256)`;

/**
 * Nothing of the row changes: that is the point of it. Bytes of the same version that are others, as where
 * a store keeps no versions, are told of again; that they are gone by now tells nothing of them.
 */
const SET_ASIDE = audited({
  name: 'record-set-aside',
  action: 'upload.set_aside',
  change: `
    SELECT id, ${bytesOfRow} AS kept FROM videos
    WHERE id = $2 AND NOT EXISTS (
      SELECT FROM audit_log
      WHERE video_id = $2 AND action = 'upload.set_aside'
        AND after ->> 'versionId' IS NOT DISTINCT FROM $3::text AND after ->> 'sequencer' = $4::text
        AND ($6::text IS NULL OR after ->> 'sha256' = $6::text))`,
  before: 'kept',
  after: `json_build_object('versionId', $3::text, 'sequencer', $4::text, 'sizeBytes', $5::bigint,
    'sha256', $6::text)`,
});

/** Until the transaction ends; there is no row (any more) that could be locked. */
const LOCK_DELETED = {
  name: 'lock-deleted',
  text: 'SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))',
};

/** SQL that holds where nobody has acted on an entry of the audit log. */
const isUnanswered = (videoId: string, entry: string) => `NOT EXISTS (
  SELECT FROM audit_log AS removed
  WHERE removed.action = 'upload.removed' AND removed.video_id = ${videoId}
    AND (removed.before ->> 'refusal')::bigint >= ${entry})`;

/** The same of an entry `refused`. */
const isOpen = isUnanswered('refused.video_id', 'refused.id');

/** Of a video that has no row (any more). */
const REFUSED = audited({
  name: 'record-refusal',
  action: 'upload.refused',
  change: `
    SELECT $2::uuid AS id WHERE NOT EXISTS (
      SELECT FROM audit_log AS refused
      WHERE action = 'upload.refused' AND video_id = $2 AND ${isOpen}
        AND after ->> 'versionId' IS NOT DISTINCT FROM $4::text AND after ->> 'sequencer' = $5::text)`,
  after: `json_build_object('key', $3::text, 'versionId', $4::text, 'sequencer', $5::text,
    'sizeBytes', $6::bigint)`,
});

const LATE = {
  name: 'late-bytes',
  text: `
    SELECT video_id AS "videoId", after ->> 'key' AS key, max(id) AS entry
    FROM audit_log AS refused
    WHERE action = 'upload.refused' AND ${isOpen}
      AND was_deleted(video_id) AND NOT EXISTS (SELECT FROM videos WHERE id = video_id)
    GROUP BY video_id, after ->> 'key' ORDER BY entry LIMIT $1`,
};

const REMOVED = audited({
  name: 'record-removal',
  action: 'upload.removed',
  change: `SELECT $2::uuid AS id WHERE ${isUnanswered('$2', '$4')}`,
  before: "json_build_object('key', $3::text, 'refusal', $4::bigint)",
});
