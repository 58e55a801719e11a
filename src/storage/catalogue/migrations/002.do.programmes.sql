-- What a video is as a broadcast, why it must be kept, and who changed what.

ALTER TABLE videos
  -- a ProgrammeRecord (src/domain/programme.ts); json and not jsonb: handed out as it came in
  ADD COLUMN programme       json,
  -- two of its fields, for what asks of them here
  ADD COLUMN retain_until    timestamptz(3),
  ADD COLUMN held_until      timestamptz(3),
  ADD COLUMN delete_when_due boolean NOT NULL DEFAULT false,
  -- { by, reason, at }; set before the first byte goes, so that whoever finds it can end the work
  ADD COLUMN deletion        json,
  ADD CHECK (programme IS NOT NULL OR
    (retain_until IS NULL AND held_until IS NULL AND NOT delete_when_due));

CREATE INDEX videos_due ON videos (retain_until) WHERE delete_when_due;
CREATE INDEX videos_deleting ON videos (id) WHERE deletion IS NOT NULL;

-- Cases under article 9 of the Broadcasting Act; `record` is a CorrectionCase (src/domain/correction-case.ts).
CREATE TABLE correction_cases (
  id                uuid PRIMARY KEY,
  video_id          uuid NOT NULL REFERENCES videos ON DELETE CASCADE,
  received_at       timestamptz(3) NOT NULL,
  correction_due_at timestamptz(3), -- null = nothing is to be corrected, or it was
  record            json NOT NULL
);
CREATE INDEX correction_cases_of_video ON correction_cases (video_id);
CREATE INDEX correction_cases_due ON correction_cases (correction_due_at)
  WHERE correction_due_at IS NOT NULL;

-- Every change, by whom. No reference to videos: it outlives them.
CREATE TABLE audit_log (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at       timestamptz(3) NOT NULL DEFAULT now(),
  actor    text NOT NULL,
  action   text NOT NULL,
  video_id uuid NOT NULL,
  before   json,
  after    json
);
CREATE INDEX audit_log_of_video ON audit_log (video_id, id);
-- entries come in the order of time, of which this index takes next to no room
CREATE INDEX audit_log_by_time ON audit_log USING brin (at);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'insufficient_privilege';
END $$;

-- for the owner too; worker and API have no such right to begin with (database-user.ts)
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What is left of a deleted video: which it was, and who deleted it, when and why.
CREATE VIEW tombstones AS
  SELECT video_id, at AS deleted_at, before ->> 'sha256' AS sha256,
    before -> 'deletion' ->> 'by' AS deleted_by,
    before -> 'deletion' ->> 'reason' AS reason,
    before
  FROM audit_log WHERE action = 'deletion.done';
