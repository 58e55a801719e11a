-- What QC found, under which profile, and who overrode it.

ALTER TABLE videos
  DROP CONSTRAINT videos_verdict_check,
  ADD CONSTRAINT videos_verdict_check CHECK (verdict IN ('pass', 'warn', 'review', 'fail')),
  -- that decides on the video; null = the default of the platform, whichever it is at the time
  ADD COLUMN qc_profile   text,
  -- of qc_reports, the one whose verdict is the video's; no reference, which would go in a circle
  ADD COLUMN qc_report    bigint,
  -- taken from that report, for the filter
  ADD COLUMN broken_rules text[];

CREATE INDEX videos_broken_rules ON videos USING gin (broken_rules) WHERE broken_rules IS NOT NULL;

-- One for each upload and version of a profile; measured or judged again, it is replaced.
CREATE TABLE qc_reports (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  video_id        uuid NOT NULL REFERENCES videos ON DELETE CASCADE,
  sequencer       text NOT NULL, -- of the upload
  version_id      text,
  profile_id      text NOT NULL,
  profile_version integer NOT NULL,
  judged          text NOT NULL, -- the verdict of the rules
  broken_rules    text[] NOT NULL,
  report          json NOT NULL, -- a QualityReport (src/domain/quality/report.ts)
  -- by people: QcProposal and QcOverride (src/domain/qc.ts)
  proposal        json,
  override        json,
  created_at      timestamptz(3) NOT NULL DEFAULT now(),
  UNIQUE (video_id, sequencer, profile_id, profile_version),
  CHECK (judged IN ('pass', 'warn', 'review', 'fail'))
);

-- How far the newest measuring of a video is. Beside the video, as it changes every other second and the
-- indexes of the video have no part in it. Of no meaning once its fence is not that of the video.
CREATE TABLE qc_runs (
  video_id        uuid PRIMARY KEY REFERENCES videos ON DELETE CASCADE,
  fence           bigint NOT NULL,
  decoded_seconds double precision NOT NULL,
  total_seconds   double precision, -- null = unknown
  cancelled_by    text
)
WITH (fillfactor = 50);

-- Stills of what was found, newest upload only: the report of any profile may show them.
CREATE TABLE qc_stills (
  video_id  uuid PRIMARY KEY REFERENCES videos ON DELETE CASCADE,
  sequencer text NOT NULL,
  stills    json NOT NULL -- a list of QcStill (src/domain/qc.ts)
);
