-- Programme loudness of what was judged, the body of a delivery or the whole file, LUFS: what a supplier tells
-- is compared with it. null = there is none, or the release before wrote the report.
ALTER TABLE qc_reports ADD COLUMN loudness double precision;

UPDATE qc_reports SET loudness = (
  CASE WHEN report -> 'body' IS NOT NULL
      AND json_typeof(report #> '{measurements,sound,loudness,body}') = 'object'
    THEN report #>> '{measurements,sound,loudness,body,integrated}'
    ELSE report #>> '{measurements,sound,loudness,integrated}'
  END)::double precision;
