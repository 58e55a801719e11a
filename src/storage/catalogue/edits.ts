import type { Actor } from '../../domain/audit';
import { RevisionConflictError, VideoNotFoundError } from '../../domain/errors';
import { audited } from './audited';
import type { VideoDocument } from './catalogue';
import type { Database } from './database';
import { documentColumns, type DocumentRow, returnedDocument, withDocument } from './document';
import { searchColumns } from './facets';

export async function rename(
  db: Database,
  id: string,
  title: string,
  actor: Actor,
  ifRevisions?: readonly number[],
): Promise<VideoDocument> {
  for (;;) {
    const [known] = await db.prepared<Named>(NAMES, [id]);
    if (!known) throw new VideoNotFoundError(id);
    checkRevision(id, known.revision, ifRevisions);
    if (title === known.title) return { id, revision: known.revision, json: known.json };
    const search = searchColumns(title, known.fileName);
    const [renamed] = await db.audited<DocumentRow>(RENAME, actor, [
      id,
      title,
      search.text,
      search.grams,
      known.fileName,
      ifRevisions ? known.revision : null,
    ]);
    if (renamed) return renamed;
    // changed or deleted since it was read: look again
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

interface Named extends DocumentRow {
  readonly title: string;
  readonly fileName: string;
}

const NAMES = {
  name: 'names',
  text: `
    SELECT document.title, document."fileName", ${documentColumns}
    FROM videos ${withDocument} WHERE videos.id = $1`,
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
