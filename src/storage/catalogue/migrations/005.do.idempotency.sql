-- What clients asked for under an Idempotency-Key, of which a day counts. No reference to videos: a key
-- outlives its video, so that no repeat makes a second one.
CREATE TABLE idempotency_keys (
  actor          text NOT NULL,
  key            text NOT NULL,
  request_sha256 text NOT NULL, -- hexadecimal; of all that was asked for
  video_id       uuid NOT NULL,
  created_at     timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (actor, key)
);
-- for the retention job, which removes the old ones
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
