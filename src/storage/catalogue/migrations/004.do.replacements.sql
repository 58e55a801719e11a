-- What became of bytes that came where there had been some: replaced, set aside, or refused.

ALTER TABLE videos
  -- { versionId, sequencer, sizeBytes, sha256 } of the upload before, until the audit log tells of both
  ADD COLUMN replaces json;

-- deleted videos, by id: every new video asks whether it was one
CREATE INDEX audit_log_tombstones ON audit_log (video_id) WHERE action = 'deletion.done';
-- what arrived for them, and whether it was removed
CREATE INDEX audit_log_late_bytes ON audit_log (action, video_id, id)
  WHERE action IN ('upload.refused', 'upload.removed');

-- The worker forgets videos whose bytes somebody took out of the bucket before they were read: those nobody
-- deleted, and they may come again.
CREATE FUNCTION was_deleted(id uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM tombstones WHERE video_id = id AND deleted_by <> 'worker')
$$;

-- After the row and not before: an insert that waited for the end of a deletion sees the tombstone then,
-- which no condition of its own statement does.
CREATE FUNCTION refuse_revival() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF was_deleted(NEW.id) THEN
    RAISE EXCEPTION 'video % was deleted and takes no upload', NEW.id USING ERRCODE = 'ST410';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER no_revival AFTER INSERT ON videos
  FOR EACH ROW EXECUTE FUNCTION refuse_revival();
