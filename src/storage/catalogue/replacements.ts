import { LeaseLostError } from '../../domain/errors';
import { videoIdOf } from '../../domain/object-version';
import { audited } from './audited';
import type { Lease, ReceivedObject } from './catalogue';
import type { Database } from './database';

/** The upload under this lease took the place of another: from now on the audit log tells of both. */
export async function recordReplacement(
  db: Database,
  { videoId, fence }: Lease,
  sha256: string,
): Promise<void> {
  const recorded = await db.audited(REPLACED, 'worker', [videoId, fence, sha256]);
  if (recorded.length === 0) throw new LeaseLostError(videoId, fence);
}

export function recordSetAside(
  db: Database,
  { object, sizeBytes }: ReceivedObject,
  sha256: string | null,
): Promise<void> {
  const id = videoIdOf(object);
  const { versionId, sequencer } = object;
  return db.transaction(async (session) => {
    await session.prepared(LOCK, [id]);
    await session.audited(SET_ASIDE, 'worker', [id, versionId, sequencer, sizeBytes, sha256]);
  });
}

/** SQL of the upload that a row of `videos` has: which bytes these are. */
export const bytesOfRow = `json_build_object('versionId', videos.version_id,
  'sequencer', videos.sequencer, 'sizeBytes', videos.size_bytes, 'sha256', videos.sha256)`;

const REPLACED = audited({
  name: 'record-replacement',
  action: 'upload.replaced',
  change: `
    UPDATE videos SET replaces = NULL
    FROM (SELECT id AS known, replaces AS former FROM videos WHERE id = $2 FOR UPDATE) AS before
    WHERE id = known AND fence = $3 AND lease_expires_at IS NOT NULL
    RETURNING id, former, json_build_object('versionId', version_id, 'sequencer', sequencer,
      'sizeBytes', size_bytes, 'sha256', $4::text) AS latter`,
  before: 'former',
  after: 'latter',
});

/** By a statement of its own, so that of two deliveries the second one sees what the first one wrote. */
const LOCK = { name: 'lock-kept', text: 'SELECT FROM videos WHERE id = $1 FOR UPDATE' };

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
