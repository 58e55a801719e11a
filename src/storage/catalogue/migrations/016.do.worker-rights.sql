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

-- Somebody who can make tables of his own, if temporary ones, must not be asked instead of these.
ALTER FUNCTION refuse_change() SET search_path = public, pg_temp;
ALTER FUNCTION was_deleted(uuid) SET search_path = public, pg_temp;
ALTER FUNCTION refuse_revival() SET search_path = public, pg_temp;
ALTER FUNCTION refuse_deletion() SET search_path = public, pg_temp;
ALTER FUNCTION require_tombstone() SET search_path = public, pg_temp;
ALTER FUNCTION keep_published_profile() SET search_path = public, pg_temp;

-- A worker must be able to write these columns, but not so: a row is of one key for good, its revision counts,
-- leases end, and the bytes of a video that must be kept stay what they are once they are known.
CREATE FUNCTION refuse_update() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.bucket <> OLD.bucket OR NEW.object_key <> OLD.object_key
    OR NEW.revision > OLD.revision + 1 OR NEW.lease_expires_at > now() + interval '1 day'
  THEN
    RAISE EXCEPTION 'video % cannot be changed so: its id, key, revision or lease', OLD.id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (OLD.retain_until >= now() OR OLD.held_until >= now()) AND OLD.sha256 IS NOT NULL
    AND (NEW.sha256 IS DISTINCT FROM OLD.sha256 OR NEW.size_bytes IS DISTINCT FROM OLD.size_bytes
      OR NEW.sequencer IS NULL)
  THEN
    RAISE EXCEPTION 'video % must be kept: it takes no other bytes', OLD.id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER as_it_is BEFORE UPDATE ON videos FOR EACH ROW EXECUTE FUNCTION refuse_update();

-- Entries are of now, within the two minutes that a reader by time allows for (audit-log.ts). Who may not change
-- what keeps a video is a worker, and speaks for itself of what it does.
CREATE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF pg_has_role((SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
    RETURN NEW;
  END IF;
  IF clock_timestamp() - NEW.at > interval '2 minutes' THEN
    RAISE EXCEPTION 'an entry of the audit log must be of now, got %', NEW.at
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT has_column_privilege('videos', 'retain_until', 'UPDATE') AND (NEW.actor <> 'worker'
    OR NEW.action NOT IN ('upload.replaced', 'upload.repeated', 'upload.set_aside', 'upload.refused',
      'video.ready', 'video.rejected', 'video.failed', 'qc.judged'))
  THEN
    RAISE EXCEPTION 'a worker must not record that % did %', NEW.actor, NEW.action
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER vetted BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_entry();
