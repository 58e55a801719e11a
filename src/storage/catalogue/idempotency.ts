import type { Actor } from '../../domain/audit';
import { IdempotencyKeyReusedError, UploadEndedError } from '../../domain/errors';
import { videoIdOf } from '../../domain/object-version';
import type { NewUpload, VideoDocument } from './catalogue';
import type { Database } from './database';
import { documentColumns, withDocument } from './document';
import { registerUpload } from './uploads';

/*
 * Key and video are registered in one transaction: no key is ever there without its video, and of two
 * requests at once the later waits at the key's row for the end of the earlier.
 */

/** A request that its client may send again, as when the answer was lost. */
export interface RepeatableRequest {
  /** Chosen by the client, among whose keys alone it counts. */
  readonly key: string;
  /** Of all that is asked for; hexadecimal. */
  readonly sha256: string;
}

export async function findRequested(
  db: Database,
  request: RepeatableRequest,
  actor: Actor,
): Promise<VideoDocument | null> {
  const [known] = await db.prepared<Known>(FIND, [actor, request.key]);
  if (!known) return null;
  if (known.requestSha256 !== request.sha256) throw new IdempotencyKeyReusedError();
  const { videoId: id, revision, json } = known;
  if (revision === null || json === null) throw new UploadEndedError(id);
  return { id, revision, json };
}

export function registerRequested(
  db: Database,
  upload: NewUpload,
  actor: Actor,
  { key, sha256 }: RepeatableRequest,
): Promise<VideoDocument | null> {
  return db.transaction(async (session) => {
    const taken = await session.prepared(TAKE, [actor, key, sha256, videoIdOf(upload)]);
    return taken.length > 0 ? registerUpload(session, upload, actor) : null;
  });
}

export async function forgetRequests(db: Database): Promise<void> {
  await db.prepared(FORGET);
}

interface Known {
  readonly requestSha256: string;
  readonly videoId: string;
  /** null, like the next = the video was deleted, or is being deleted */
  readonly revision: number | null;
  readonly json: string | null;
}

/** SQL that holds where a key is too old to count. */
const isOld = "idempotency_keys.created_at <= now() - interval '1 day'";

const FIND = {
  name: 'find-requested',
  text: `
    SELECT request_sha256 AS "requestSha256", video_id AS "videoId", revision, json
    FROM idempotency_keys LEFT JOIN (
      SELECT ${documentColumns} FROM videos ${withDocument} WHERE deletion IS NULL
    ) AS video ON video.id = video_id
    WHERE actor = $1 AND key = $2 AND NOT ${isOld}`,
};

/** Returns a row when the key was free. */
const TAKE = {
  name: 'take-idempotency-key',
  text: `
    INSERT INTO idempotency_keys (actor, key, request_sha256, video_id) VALUES ($1, $2, $3, $4)
    ON CONFLICT (actor, key) DO UPDATE SET
      request_sha256 = excluded.request_sha256, video_id = excluded.video_id, created_at = now()
    WHERE ${isOld}
    RETURNING key`,
};

const FORGET = { name: 'forget-requests', text: `DELETE FROM idempotency_keys WHERE ${isOld}` };
