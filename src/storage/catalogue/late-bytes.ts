import type { Actor } from '../../domain/audit';
import { videoIdOf } from '../../domain/object-version';
import { audited } from './audited';
import type { ReceivedObject } from './catalogue';
import type { Database } from './database';

/*
 * Bytes that arrived for a deleted video. Who finds them may not delete (docs/threat-model.md): the
 * refusal is written down, and whoever may delete asks for the refusals that nobody has acted on.
 */

export interface LateBytes {
  readonly videoId: string;
  readonly key: string;
  /** Id of the newest refusal in the audit log; what came later is not meant. */
  readonly entry: number;
}

export async function recordRefusal(db: Database, upload: ReceivedObject): Promise<void> {
  const { object, sizeBytes } = upload;
  await db.audited(REFUSED, 'worker', [
    videoIdOf(object),
    object.key,
    object.versionId,
    object.sequencer,
    sizeBytes,
  ]);
}

export async function lateBytes(db: Database, limit: number): Promise<LateBytes[]> {
  const rows = await db.prepared<Omit<LateBytes, 'entry'> & { entry: string }>(LATE, [limit]);
  return rows.map(({ entry, ...of }) => ({ ...of, entry: Number(entry) }));
}

export async function recordRemoval(
  db: Database,
  { videoId, key, entry }: LateBytes,
  actor: Actor,
): Promise<void> {
  await db.audited(REMOVED, actor, [videoId, key, entry]);
}

/** Of a video that has no row (any more). */
const REFUSED = audited({
  name: 'record-refusal',
  action: 'upload.refused',
  change: 'SELECT $2::uuid AS id',
  after: `json_build_object('key', $3::text, 'versionId', $4::text, 'sequencer', $5::text,
    'sizeBytes', $6::bigint)`,
});

const LATE = {
  name: 'late-bytes',
  text: `
    SELECT video_id AS "videoId", after ->> 'key' AS key, max(id) AS entry
    FROM audit_log AS refused
    WHERE action = 'upload.refused' AND NOT EXISTS (
      SELECT FROM audit_log AS removed
      WHERE removed.action = 'upload.removed' AND removed.video_id = refused.video_id
        AND (removed.before ->> 'refusal')::bigint >= refused.id)
    GROUP BY video_id, after ->> 'key' LIMIT $1`,
};

const REMOVED = audited({
  name: 'record-removal',
  action: 'upload.removed',
  change: 'SELECT $2::uuid AS id',
  before: "json_build_object('key', $3::text, 'refusal', $4::bigint)",
});
