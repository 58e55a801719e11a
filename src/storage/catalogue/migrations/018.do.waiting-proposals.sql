-- in no transaction
-- What waits for approval (a `Proposal`, src/domain/quality/decisions.ts) of the effective report; null = nothing does. Not
-- `proposal`, which the release before reads of qc_reports beside it.
ALTER TABLE videos ADD COLUMN IF NOT EXISTS waiting_proposal json;
-- Decisions are about the effective report. By a trigger, so that the release before keeps it true as well.
-- The empty line is there as statements are told apart by a semicolon with a line after it (migrate.ts).
CREATE OR REPLACE FUNCTION note_proposal() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE videos SET waiting_proposal = CASE NEW.decision ->> 'kind' WHEN 'proposed' THEN json_build_object(
    'verdict', NEW.decision ->> 'verdict', 'reason', NEW.decision ->> 'reason',
    'proposedBy', NEW.decision ->> 'by', 'proposedAt', NEW.decision ->> 'at') END
  WHERE id = NEW.video_id AND qc_report = NEW.report_id; RETURN NULL;

END $$;
CREATE OR REPLACE TRIGGER proposal_noted AFTER INSERT ON qc_decisions FOR EACH ROW
  WHEN (NEW.decision ->> 'kind' IN ('proposed', 'approved', 'refused')) EXECUTE FUNCTION note_proposal();
UPDATE videos SET waiting_proposal = json_build_object(
  'verdict', decision ->> 'verdict', 'reason', decision ->> 'reason',
  'proposedBy', decision ->> 'by', 'proposedAt', decision ->> 'at')
FROM (
  SELECT DISTINCT ON (report_id) report_id, decision
  FROM qc_decisions JOIN qc_reports ON qc_reports.id = report_id AND qc_reports.result = qc_decisions.result
  WHERE decision ->> 'kind' IN ('proposed', 'approved', 'refused')
  ORDER BY report_id, qc_decisions.id DESC
) AS last
WHERE qc_report = report_id AND decision ->> 'kind' = 'proposed';
DROP INDEX CONCURRENTLY IF EXISTS videos_waiting;
CREATE INDEX CONCURRENTLY videos_waiting ON videos (created_at, id) WHERE waiting_proposal IS NOT NULL;
