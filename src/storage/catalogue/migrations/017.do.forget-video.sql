-- The worker, which parses strangers' files, may delete no row (database-user.ts), but for one whose bytes went
-- before they could be read, while it holds the lease. Runs as the owner; the triggers hold here, too.
CREATE FUNCTION forget_video(wanted uuid, held_fence bigint, reason text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (
    DELETE FROM videos
    WHERE id = wanted AND fence = held_fence AND lease_expires_at IS NOT NULL AND deletion IS NULL
      AND (retain_until IS NULL OR retain_until < now())
      AND (held_until IS NULL OR held_until < now())
    RETURNING id, json_build_object(
      'title', title, 'fileName', file_name, 'bucket', bucket, 'key', object_key,
      'sha256', sha256, 'sizeBytes', size_bytes, 'programme', programme,
      'deletion', json_build_object('by', 'worker', 'reason', reason, 'at',
        to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) AS tombstone),
  recorded AS (
    INSERT INTO audit_log (actor, action, video_id, before)
    SELECT 'worker', 'deletion.done', id, tombstone FROM gone)
  SELECT EXISTS (SELECT FROM gone)
$$;

REVOKE ALL ON FUNCTION forget_video FROM PUBLIC;
