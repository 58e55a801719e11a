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

export async function recordSetAside(
  db: Database,
  { object, sizeBytes }: ReceivedObject,
  sha256: string | null,
): Promise<void> {
  await db.audited(SET_ASIDE, 'worker', [
    videoIdOf(object),
    object.versionId,
    object.sequencer,
    sizeBytes,
    sha256,
  ]);
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

/** Nothing of the row changes: that is the point of it. */
const SET_ASIDE = audited({
  name: 'record-set-aside',
  action: 'upload.set_aside',
  change: `SELECT id, ${bytesOfRow} AS kept FROM videos WHERE id = $2`,
  before: 'kept',
  after: `json_build_object('versionId', $3::text, 'sequencer', $4::text, 'sizeBytes', $5::bigint,
    'sha256', $6::text)`,
});
