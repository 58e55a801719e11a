import type { VideoDocument } from './types';

/** SQL of who decided on the verdict of a row of `videos`, a `VerdictBy`; the release before wrote none. */
export const verdictBy = `CASE WHEN verdict IS NOT NULL THEN coalesce(verdict_by, 'rules') END`;

/** The keys of a {@link VideoDocument}'s JSON in the order of `videoSchema`, from a row of `videos`. */
const fields = `
  videos.id,
  title,
  reading,
  file_name AS "fileName",
  status,
  verdict,
  ${verdictBy} AS "verdictBy",
  CASE WHEN sequencer IS NOT NULL THEN (SELECT row_to_json(object) FROM (SELECT
    bucket, object_key AS key, version_id AS "versionId", sequencer) AS object)
  END AS object,
  size_bytes AS "sizeBytes",
  sha256,
  metadata,
  rejection,
  programme,
  CASE WHEN status = 'failed' THEN failure END AS failure,
  videos.revision,
  ${instant('created_at')} AS "createdAt",
  ${instant('updated_at')} AS "updatedAt",
  ${instant('processed_at')} AS "processedAt"`;

/**
 * SQL for the columns of a {@link VideoDocument} of every row of `videos`: `SELECT ${documentColumns}
 * FROM videos ${withDocument}`. The JSON is made where the row is: measured faster than handing out a
 * stored `jsonb`, and nothing is kept twice.
 */
export const documentColumns =
  'document.id, document.revision, row_to_json(document)::text AS json';
/** Of a {@link ListedVideo}. */
export const listedColumns = `${documentColumns}, videos.waiting_proposal AS proposal`;
export const withDocument = `CROSS JOIN LATERAL (SELECT ${fields}) AS document`;

/** The same where nothing can be joined, after RETURNING, which is slower. */
export const returnedDocument = `videos.id, videos.revision,
  row_to_json((SELECT document FROM (SELECT ${fields}) AS document))::text AS json`;

/** What pg makes of {@link documentColumns}. */
export type DocumentRow = VideoDocument;

/** SQL for a time as it goes on the wire: ISO 8601, UTC. */
export function instant(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
