import type pg from 'pg';

/*
 * Every change of every video, as the database saw it, with the user who made it. Each worker has a user
 * of its own, so that a write by somebody who no longer held the video can be told.
 */
export const AUDIT = `
  CREATE TABLE seen (
    n bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    id uuid, fence bigint, status text, before text, writer text);
  CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      INSERT INTO seen (id, fence, status, before, writer)
      VALUES (NEW.id, NEW.fence, NEW.status, CASE TG_OP WHEN 'UPDATE' THEN OLD.status END, session_user);
      RETURN NULL;
    END $$;
  CREATE TRIGGER note AFTER INSERT OR UPDATE ON videos FOR EACH ROW EXECUTE FUNCTION note()`;

export interface Findings {
  readonly ready: number;
  readonly rejected: number;
  /** Neither, though everything had its time. */
  readonly unfinished: number;
  /** Videos that ended more than once. */
  readonly endedTwice: number;
  /** Changes by a worker other than the one that holds the fence; saying `failed` of the dead is for all. */
  readonly staleWrites: number;
  readonly heldLeases: number;
}

export async function findingsOf(client: pg.Client): Promise<Findings> {
  const { rows } = await client.query<Record<keyof Findings, string>>(`
    WITH claims AS (
      SELECT DISTINCT ON (id, fence) id, fence, writer FROM seen ORDER BY id, fence, n),
    ends AS (
      SELECT id FROM seen
      WHERE status IN ('ready', 'rejected') AND before IS DISTINCT FROM status
      GROUP BY id HAVING count(*) > 1)
    SELECT
      count(*) FILTER (WHERE status = 'ready') AS ready,
      count(*) FILTER (WHERE status = 'rejected') AS rejected,
      count(*) FILTER (WHERE status NOT IN ('ready', 'rejected')) AS unfinished,
      count(*) FILTER (WHERE lease_expires_at IS NOT NULL) AS "heldLeases",
      (SELECT count(*) FROM ends) AS "endedTwice",
      (SELECT count(*) FROM seen JOIN claims USING (id, fence)
       WHERE seen.writer <> claims.writer AND seen.status <> 'failed') AS "staleWrites"
    FROM videos`);
  const [row] = rows;
  if (!row) throw new Error('a count must have a row');
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, Number(value)]),
  ) as unknown as Findings;
}

/** Milliseconds from a death to the next claim of each video that the dead worker held then. */
export async function recoveriesMs(client: pg.Client, writer: string, at: Date): Promise<number[]> {
  const { rows } = await client.query<{ ms: string }>(
    `WITH held AS (
       SELECT DISTINCT ON (id) id, fence, status, writer FROM seen WHERE at <= $2 ORDER BY id, n DESC)
     SELECT extract(epoch FROM min(seen.at) - $2) * 1000 AS ms
     FROM held JOIN seen USING (id)
     WHERE held.status = 'processing' AND held.writer = $1 AND seen.fence > held.fence
     GROUP BY id`,
    [writer, at],
  );
  return rows.map(({ ms }) => Number(ms));
}
