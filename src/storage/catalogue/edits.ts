import type { Actor } from '../../domain/audit';
import { RevisionConflictError, VideoNotFoundError } from '../../domain/errors';
import { audited } from './audited';
import type { VideoDocument } from './catalogue';
import type { Database } from './database';
import { returnedDocument, type DocumentRow } from './document';
import { searchColumns } from './search';

export async function rename(
  db: Database,
  id: string,
  title: string,
  actor: Actor,
  ifRevision?: number,
): Promise<VideoDocument> {
  for (;;) {
    const [known] = await db.prepared<{ fileName: string; revision: number }>(FILE_NAME, [id]);
    if (!known) throw new VideoNotFoundError(id);
    if (ifRevision !== undefined && ifRevision !== known.revision) {
      throw new RevisionConflictError(id, ifRevision);
    }
    const search = searchColumns(title, known.fileName);
    const [renamed] = await db.audited<DocumentRow>(RENAME, actor, [
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

const FILE_NAME = {
  name: 'file-name',
  text: 'SELECT file_name AS "fileName", revision FROM videos WHERE id = $1',
};

/** The file name is compared because the search columns were made of it. */
const RENAME = audited({
  name: 'rename',
  action: 'video.renamed',
  change: `
    UPDATE videos SET
      title = $3, search_text = $4, search_grams = $5,
      revision = revision + 1, updated_at = now()
    FROM (SELECT id AS known, title AS former FROM videos WHERE id = $2 FOR UPDATE) AS before
    WHERE id = known AND file_name = $6 AND ($7::integer IS NULL OR revision = $7)
    RETURNING ${returnedDocument}, former`,
  before: "json_build_object('title', former)",
  after: "json_build_object('title', $3::text)",
  returns: 'id, revision, json',
});
