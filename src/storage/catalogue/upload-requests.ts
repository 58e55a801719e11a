import { type Actor, identityOf } from '../../domain/actor';
import { IdempotencyKeyReusedError, UploadEndedError } from '../../domain/errors';
import { videoIdOf } from '../../domain/object-version';
import type { Database, Session } from './database';
import { documentColumns, type DocumentRow, returnedDocument, withDocument } from './document';
import { searchColumns } from './search-columns';
import { audited, LOCK_VIDEO } from './statement';
import type { NewUpload, RepeatableRequest, VideoDocument } from './types';
import { VideoReads } from './video-reads';

/**
 * Uploads that were asked for and whose bytes are still to come. An idempotency key and its video are
 * registered in one transaction: no key is ever there without its video, and of two requests at once
 * the later waits at the key's row for the end of the earlier.
 */
export class UploadRequests {
  constructor(private readonly db: Database) {}

  /** Registers a video whose bytes are still to come; a known id keeps its row. */
  register(upload: NewUpload, actor: Actor): Promise<VideoDocument> {
    return register(this.db, upload, actor);
  }

  /**
   * The same, unless something was asked for under the key of `request` by the same actor within a day:
   * then null, and nothing is registered.
   */
  registerRequested(
    upload: NewUpload,
    actor: Actor,
    { key, sha256 }: RepeatableRequest,
  ): Promise<VideoDocument | null> {
    return this.db.transaction(async (session) => {
      const taken = await session.prepared(TAKE_KEY, [
        identityOf(actor),
        key,
        sha256,
        videoIdOf(upload),
      ]);
      return taken.length > 0 ? register(session, upload, actor) : null;
    });
  }

  /**
   * The video that was registered so within a day; null = none was.
   * @throws IdempotencyKeyReusedError when something else was asked for under this key
   * @throws UploadEndedError when the video was deleted, or is being deleted
   */
  async findRequested(request: RepeatableRequest, actor: Actor): Promise<VideoDocument | null> {
    const [known] = await this.db.prepared<Known>(FIND_REQUESTED, [identityOf(actor), request.key]);
    if (!known) return null;
    if (known.requestSha256 !== request.sha256) throw new IdempotencyKeyReusedError();
    const { videoId: id, revision, json } = known;
    if (revision === null || json === null) throw new UploadEndedError(id);
    return { id, revision, json };
  }

  /** Removes the keys that are older than a day, but for those that a request takes again just now. */
  async forgetRequests(): Promise<void> {
    await this.db.prepared(FORGET_KEYS);
  }

  /** What was registered, while the bytes are still to come; null otherwise. */
  async find(id: string): Promise<NewUpload | null> {
    const [upload] = await this.db.prepared<NewUpload & { sizeBytes: string }>(FIND, [id]);
    return upload ? { ...upload, sizeBytes: Number(upload.sizeBytes) } : null;
  }

  /**
   * Records that the parts of an upload were joined, which happens in the bucket. May be repeated, which
   * records nothing more of the same actor.
   */
  recordCompleted(id: string, actor: Actor): Promise<void> {
    return this.db.transaction(async (session) => {
      await session.prepared(LOCK_VIDEO, [id]);
      await session.audited(COMPLETED, actor, [id]);
    });
  }
}

async function register(db: Session, upload: NewUpload, actor: Actor): Promise<VideoDocument> {
  const id = videoIdOf(upload);
  const search = searchColumns({ ...upload, reading: upload.reading ?? null });
  for (;;) {
    const [made] = await db.audited<DocumentRow>(REGISTER, actor, [
      id,
      upload.bucket,
      upload.key,
      upload.title,
      upload.fileName,
      search.text,
      search.grams,
      upload.contentType,
      upload.sizeBytes,
      upload.uploadId,
      upload.profileId ?? null,
      upload.reading ?? null,
    ]);
    // none is found when the known row was deleted in between
    const document = made ?? (await new VideoReads(db).find(id));
    if (document) return document;
  }
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

const REGISTER = audited({
  name: 'register-upload',
  action: 'upload.asked',
  change: `
    INSERT INTO videos (
      id, bucket, object_key, title, file_name, search_text, search_grams,
      upload_type, upload_bytes, upload_id, qc_profile, reading, status)
    VALUES ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'awaiting_upload')
    ON CONFLICT (id) DO NOTHING
    RETURNING ${returnedDocument}`,
  after: `json_build_object(
    'title', $5::text, 'reading', $13::text, 'fileName', $6::text, 'bucket', $3::text, 'key', $4::text,
    'sizeBytes', $10::bigint, 'profile', $12::text)`,
  returns: 'id, revision, json',
});

const FIND = {
  name: 'find-upload',
  text: `
    SELECT bucket, object_key AS key, file_name AS "fileName", title, upload_type AS "contentType",
      upload_bytes AS "sizeBytes", upload_id AS "uploadId"
    FROM videos WHERE id = $1 AND status = 'awaiting_upload'`,
};

/** Nothing of the row changes: what is recorded happened in the bucket. */
const COMPLETED = audited({
  name: 'record-upload-completed',
  action: 'upload.completed',
  change: `
    SELECT id, object_key AS key FROM videos
    WHERE id = $2 AND NOT EXISTS (
      SELECT FROM audit_log WHERE video_id = $2 AND action = 'upload.completed' AND actor = $1)`,
  after: "json_build_object('key', key)",
});

const FIND_REQUESTED = {
  name: 'find-requested',
  text: `
    SELECT request_sha256 AS "requestSha256", video_id AS "videoId", revision, json
    FROM idempotency_keys LEFT JOIN (
      SELECT ${documentColumns} FROM videos ${withDocument} WHERE deletion IS NULL
    ) AS video ON video.id = video_id
    WHERE actor = $1 AND key = $2 AND NOT ${isOld}`,
};

/** Returns a row when the key was free. */
const TAKE_KEY = {
  name: 'take-idempotency-key',
  text: `
    INSERT INTO idempotency_keys (actor, key, request_sha256, video_id) VALUES ($1, $2, $3, $4)
    ON CONFLICT (actor, key) DO UPDATE SET
      request_sha256 = excluded.request_sha256, video_id = excluded.video_id, created_at = now()
    WHERE ${isOld}
    RETURNING key`,
};

/** Locks many rows, and waits for none: whoever waits for one of these is never waited for. */
const FORGET_KEYS = {
  name: 'forget-requests',
  text: `
    DELETE FROM idempotency_keys WHERE (actor, key) IN (
      SELECT actor, key FROM idempotency_keys WHERE ${isOld} FOR UPDATE SKIP LOCKED)`,
};
