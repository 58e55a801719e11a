import type { VideoDocument } from './catalogue';

/**
 * SQL for the columns of a {@link VideoDocument}, from a row of `videos`. The JSON is made where the
 * row is: measured faster than handing out a stored `jsonb`, and nothing is kept twice. The order of
 * keys is that of `videoSchema`.
 */
export const documentColumns = `
  videos.id, videos.revision,
  row_to_json((SELECT document FROM (SELECT
    videos.id,
    title,
    file_name AS "fileName",
    status,
    verdict,
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
    ${instant('processed_at')} AS "processedAt"
  ) AS document))::text AS json`;

/** What pg makes of {@link documentColumns}. */
export type DocumentRow = VideoDocument;

/** SQL for a time as it goes on the wire: ISO 8601, UTC. */
export function instant(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
