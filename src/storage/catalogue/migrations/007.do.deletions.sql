-- With the row of a video goes what is known of its broadcast, its cases and its QC. Whoever deletes it, by
-- whatever statement, is held to what the application does: nothing that must be kept, and not without a trace.

CREATE FUNCTION refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.retain_until >= now() OR OLD.held_until >= now() THEN
    RAISE EXCEPTION 'video % must be kept: its deletion is refused', OLD.id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER kept BEFORE DELETE ON videos
  FOR EACH ROW EXECUTE FUNCTION refuse_deletion();

CREATE FUNCTION require_tombstone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM audit_log
    WHERE video_id = OLD.id AND action = 'deletion.done' AND at = now()::timestamptz(3)
  ) THEN
    RAISE EXCEPTION 'the deletion of video % must be in the audit log, in the same transaction', OLD.id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;

-- at the end of the transaction: the entry is written after the row is gone
CREATE CONSTRAINT TRIGGER traced AFTER DELETE ON videos DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION require_tombstone();
