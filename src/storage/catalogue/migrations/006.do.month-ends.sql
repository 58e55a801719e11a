-- A period of months that follows the last day of a month ends with a month (Civil Code, articles 140 and 143):
-- a broadcast of 2026-02-28 is kept to 05-31, where 05-28 was recorded. Nothing is kept for less time than before.

CREATE OR REPLACE FUNCTION pg_temp.end_of_months(broadcast_at timestamptz, months integer)
RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT ((CASE WHEN extract(day FROM later) = extract(day FROM first) THEN later ELSE later + interval '1 day' END)
    AT TIME ZONE 'Asia/Tokyo') - interval '1 millisecond'
  FROM (
    SELECT first, first + make_interval(months => months) AS later
    FROM (SELECT date_trunc('day', broadcast_at AT TIME ZONE 'Asia/Tokyo') + interval '1 day' AS first) AS period
  ) AS period
$$;

UPDATE videos SET
  retain_until = kept.until,
  programme = regexp_replace(programme::text, '"retainUntil":"[^"]*"', format('"retainUntil":"%s"',
    to_char(kept.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::json,
  revision = revision + 1, updated_at = now()
FROM (
  SELECT id AS known, pg_temp.end_of_months((programme ->> 'broadcastAt')::timestamptz, 3) AS until
  FROM videos WHERE retain_until IS NOT NULL
) AS kept
WHERE id = known AND retain_until < kept.until;

UPDATE videos SET
  held_until = held.until,
  programme = regexp_replace(programme::text, '"heldUntil":"[^"]*"', format('"heldUntil":"%s"',
    to_char(held.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))::json,
  revision = revision + 1, updated_at = now()
FROM (
  SELECT id AS known, pg_temp.end_of_months((programme ->> 'broadcastAt')::timestamptz, 6) AS until
  FROM videos WHERE held_until IS NOT NULL
) AS held
WHERE id = known AND held_until < held.until;
