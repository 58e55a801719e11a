import type { Actor } from '../../domain/actor';
import { RevisionConflictError, VideoNotFoundError, VideoStateError } from '../../domain/errors';
import type { VideoStatus } from '../../domain/status';
import type { Database } from './database';
import { documentColumns, type DocumentRow, returnedDocument, withDocument } from './document';
import { type Named, searchColumns } from './search-columns';
import { audited, STATUS_OF_VIDEO } from './statement';
import { mayBecome } from './statuses';
import type { NameChange, ReceivedObject, VideoDocument } from './types';

/** What clients may change of a video, but for what it is as a broadcast (`Programmes`). */
export class VideoEdits {
  constructor(private readonly db: Database) {}

  /**
   * Leaves a video alone that is called so already.
   * @throws VideoNotFoundError
   * @throws RevisionConflictError when `ifRevisions` are given and the newest is none of them
   */
  async rename(
    id: string,
    change: NameChange,
    actor: Actor,
    ifRevisions?: readonly number[],
  ): Promise<VideoDocument> {
    for (;;) {
      const [known] = await this.db.prepared<Known>(NAMES, [id]);
      if (!known) throw new VideoNotFoundError(id);
      checkRevision(id, known.revision, ifRevisions);
      const { title = known.title, reading = known.reading } = change;
      if (title === known.title && reading === known.reading) {
        return { id, revision: known.revision, json: known.json };
      }
      const search = searchColumns({ title, reading, fileName: known.fileName });
      const [renamed] = await this.db.audited<DocumentRow>(RENAME, actor, [
        id,
        title,
        search.text,
        search.grams,
        reading,
        known.fileName,
        ifRevisions ? known.revision : null,
        change.title !== undefined,
        change.reading !== undefined,
      ]);
      if (renamed) return renamed;
      // changed or deleted since it was read: look again
    }
  }

  /**
   * Readies a video for another run over its newest upload: `received`, attempts at 0.
   * @throws VideoNotFoundError
   * @throws VideoStateError when nothing was uploaded yet, or a worker holds it
   */
  async requeue(id: string, actor: Actor): Promise<ReceivedObject> {
    const [row] = await this.db.audited<ReceivedObject['object'] & { sizeBytes: string }>(
      REQUEUE,
      actor,
      [id],
    );
    if (row) {
      const { sizeBytes, ...object } = row;
      return { object, sizeBytes: Number(sizeBytes) };
    }
    const [found] = await this.db.prepared<{ status: VideoStatus }>(STATUS_OF_VIDEO, [id]);
    if (!found) throw new VideoNotFoundError(id);
    throw new VideoStateError(
      `video '${id}' has not been uploaded yet, or a worker holds it: its status is '${found.status}'; try again later`,
    );
  }
}

/** @throws RevisionConflictError when revisions are given and this is none of them */
export function checkRevision(
  id: string,
  revision: number,
  ifRevisions: readonly number[] | undefined,
): void {
  if (ifRevisions && !ifRevisions.includes(revision)) {
    throw new RevisionConflictError(id, ifRevisions);
  }
}

type Known = DocumentRow & Named;

const NAMES = {
  name: 'names',
  text: `
    SELECT document.title, document.reading, document."fileName", ${documentColumns}
    FROM videos ${withDocument} WHERE videos.id = $1`,
};

/** What stays as it was is compared, because the search columns were made of it. */
const RENAME = audited({
  name: 'rename',
  action: 'video.renamed',
  change: `
    UPDATE videos SET
      title = $3, reading = $6, search_text = $4, search_grams = $5,
      revision = revision + 1, updated_at = now()
    FROM (SELECT id AS known, title AS former, reading AS former_reading FROM videos WHERE id = $2 FOR UPDATE) AS before
    WHERE id = known AND file_name = $7 AND ($8::integer IS NULL OR revision = $8)
      AND ($9 OR title = $3) AND ($10 OR reading IS NOT DISTINCT FROM $6)
    RETURNING ${returnedDocument}, former, former_reading`,
  before: "json_build_object('title', former, 'reading', former_reading)",
  after: "json_build_object('title', $3::text, 'reading', $6::text)",
  returns: 'id, revision, json',
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
