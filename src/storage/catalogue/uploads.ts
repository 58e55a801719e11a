import type { Actor } from '../../domain/audit';
import { VideoNotFoundError, VideoStateError } from '../../domain/errors';
import { videoIdOf } from '../../domain/object-version';
import type { VideoStatus } from '../../domain/status';
import { audited } from './audited';
import type { NewUpload, ReceivedObject, VideoDocument } from './catalogue';
import type { Database, Session } from './database';
import { returnedDocument, type DocumentRow } from './document';
import { find } from './reads';
import { searchColumns } from './facets';
import { mayBecome } from './statuses';

export async function registerUpload(
  db: Session,
  upload: NewUpload,
  actor: Actor,
): Promise<VideoDocument> {
  const id = videoIdOf(upload);
  const search = searchColumns(upload.title, upload.fileName);
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
    ]);
    // none is found when the known row was deleted in between
    const document = made ?? (await find(db, id));
    if (document) return document;
  }
}

export async function findUpload(db: Database, id: string): Promise<NewUpload | null> {
  const [upload] = await db.prepared<NewUpload & { sizeBytes: string }>(FIND_UPLOAD, [id]);
  return upload ? { ...upload, sizeBytes: Number(upload.sizeBytes) } : null;
}

export async function recordUploadCompleted(db: Database, id: string, actor: Actor): Promise<void> {
  await db.audited(COMPLETED, actor, [id]);
}

export async function requeue(db: Database, id: string, actor: Actor): Promise<ReceivedObject> {
  const [row] = await db.audited<ReceivedObject['object'] & { sizeBytes: string }>(REQUEUE, actor, [
    id,
  ]);
  if (row) {
    const { sizeBytes, ...object } = row;
    return { object, sizeBytes: Number(sizeBytes) };
  }
  const [found] = await db.prepared<{ status: VideoStatus }>(STATUS, [id]);
  if (!found) throw new VideoNotFoundError(id);
  throw new VideoStateError(
    `video '${id}' must have been uploaded and be held by no worker, got status '${found.status}'; try again later`,
  );
}

const REGISTER = audited({
  name: 'register-upload',
  action: 'upload.asked',
  change: `
    INSERT INTO videos (
      id, bucket, object_key, title, file_name, search_text, search_grams,
      upload_type, upload_bytes, upload_id, status)
    VALUES ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'awaiting_upload')
    ON CONFLICT (id) DO NOTHING
    RETURNING ${returnedDocument}`,
  after: `json_build_object(
    'title', $5::text, 'fileName', $6::text, 'bucket', $3::text, 'key', $4::text,
    'sizeBytes', $10::bigint)`,
  returns: 'id, revision, json',
});

const FIND_UPLOAD = {
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
  change: 'SELECT id, object_key AS key FROM videos WHERE id = $2',
  after: "json_build_object('key', key)",
});

const REQUEUE = audited({
  name: 'requeue',
  action: 'video.requeued',
  change: `
    UPDATE videos SET
      status = 'received', attempts = 0, lease_expires_at = NULL,
      rejection = NULL, failure = NULL, processed_at = NULL,
      revision = revision + 1, updated_at = now()
    FROM (SELECT id AS known, status AS former FROM videos WHERE id = $2 FOR UPDATE) AS before
    WHERE id = known AND sequencer IS NOT NULL AND ${mayBecome('received')}
      AND (lease_expires_at IS NULL OR lease_expires_at <= now())
    RETURNING id, former, bucket, object_key AS key, version_id AS "versionId", sequencer,
      size_bytes AS "sizeBytes"`,
  before: "json_build_object('status', former)",
  after: "json_build_object('status', 'received')",
  returns: 'bucket, key, "versionId", sequencer, "sizeBytes"',
});

const STATUS = { name: 'status', text: 'SELECT status FROM videos WHERE id = $1' };
