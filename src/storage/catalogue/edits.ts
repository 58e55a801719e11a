import { RevisionConflictError, VideoNotFoundError } from '../../domain/errors';
import type { ObjectVersion } from '../../domain/object-version';
import type { VideoDocument } from './catalogue';
import type { Database } from './database';
import { documentColumns, type DocumentRow } from './document';
import { searchColumns } from './search';

export async function rename(
  db: Database,
  id: string,
  title: string,
  ifRevision?: number,
): Promise<VideoDocument> {
  for (;;) {
    const [known] = await db.prepared<{ fileName: string; revision: number }>(FILE_NAME, [id]);
    if (!known) throw new VideoNotFoundError(id);
    if (ifRevision !== undefined && ifRevision !== known.revision) {
      throw new RevisionConflictError(id, ifRevision);
    }
    const search = searchColumns(title, known.fileName);
    const [renamed] = await db.prepared<DocumentRow>(RENAME, [
      id,
      title,
      search.text,
      search.grams,
      known.fileName,
      ifRevision ?? null,
    ]);
    if (renamed) return renamed;
    // changed or deleted since it was read: look again
  }
}

export async function remove(db: Database, id: string): Promise<{ object: ObjectVersion | null }> {
  const [removed] = await db.prepared<{ object: ObjectVersion | null }>(DELETE, [id]);
  if (!removed) throw new VideoNotFoundError(id);
  return removed;
}

const FILE_NAME = {
  name: 'file-name',
  text: 'SELECT file_name AS "fileName", revision FROM videos WHERE id = $1',
};

/** The file name is compared because the search columns were made of it. */
const RENAME = {
  name: 'rename',
  text: `
    UPDATE videos SET
      title = $2, search_text = $3, search_grams = $4,
      revision = revision + 1, updated_at = now()
    WHERE id = $1 AND file_name = $5 AND ($6::integer IS NULL OR revision = $6)
    RETURNING ${documentColumns}`,
};

const DELETE = {
  name: 'delete',
  text: `
    DELETE FROM videos WHERE id = $1
    RETURNING CASE WHEN sequencer IS NOT NULL THEN json_build_object(
      'bucket', bucket, 'key', object_key, 'versionId', version_id, 'sequencer', sequencer)
    END AS object`,
};
