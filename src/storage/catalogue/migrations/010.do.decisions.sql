-- What people decide about a version, as a list that only grows (src/domain/quality/decisions.ts). It takes the
-- place of `proposal` and `override` of qc_reports, which the release before reads; a later migration drops them.

ALTER TABLE videos
  DROP CONSTRAINT videos_verdict_check,
  -- every row keeps it: there is one value more
  ADD CONSTRAINT videos_verdict_check
    CHECK (verdict IN ('pass', 'warn', 'review', 'fail', 'hold')) NOT VALID,
  -- null = the release before wrote the verdict
  ADD COLUMN verdict_by text;

-- grows when the file is measured again and another report comes of it
ALTER TABLE qc_reports ADD COLUMN result integer NOT NULL DEFAULT 1;

CREATE TABLE qc_decisions (
  id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  video_id  uuid NOT NULL REFERENCES videos ON DELETE CASCADE,
  sequencer text NOT NULL, -- of the upload
  -- the result that it is about; null = the upload, whatever judges it
  report_id bigint REFERENCES qc_reports ON DELETE CASCADE,
  result    integer,
  decision  json NOT NULL,
  CHECK ((report_id IS NULL) = (result IS NULL))
);
CREATE INDEX qc_decisions_of_upload ON qc_decisions (video_id, sequencer);
CREATE INDEX qc_decisions_of_report ON qc_decisions (report_id);

INSERT INTO qc_decisions (video_id, sequencer, report_id, result, decision)
SELECT video_id, sequencer, reports.id, 1, decision
FROM qc_reports AS reports CROSS JOIN LATERAL (
  SELECT 1 AS step, override AS of, json_build_object('kind', 'proposed', 'verdict', override ->> 'verdict',
    'reason', override ->> 'reason', 'by', override ->> 'proposedBy', 'at', override ->> 'proposedAt') AS decision
  UNION ALL
  SELECT 2, override, json_build_object('kind', 'approved', 'proposedAt', override ->> 'proposedAt',
    'note', NULL, 'by', override ->> 'approvedBy', 'at', override ->> 'approvedAt')
  UNION ALL
  SELECT 3, proposal, json_build_object('kind', 'proposed', 'verdict', proposal ->> 'verdict',
    'reason', proposal ->> 'reason', 'by', proposal ->> 'proposedBy', 'at', proposal ->> 'proposedAt')
) AS steps
WHERE of IS NOT NULL
ORDER BY reports.id, step;

UPDATE videos SET verdict_by = 'override'
FROM qc_reports WHERE qc_reports.id = qc_report AND override IS NOT NULL;
