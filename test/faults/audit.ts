import { randomBytes } from 'node:crypto';
import type pg from 'pg';

/*
 * Every change of every video, as the database saw it, with the user who made it. Each worker has a user
 * of its own, so that a write by somebody who no longer held the video can be told.
 */
export const AUDIT = `
  CREATE TABLE seen (
    n bigserial PRIMARY KEY, at timestamptz NOT NULL DEFAULT clock_timestamp(),
    id uuid, sequencer text, fence bigint, status text, ends boolean, writer text);
  CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      INSERT INTO seen (id, sequencer, fence, status, ends, writer)
      VALUES (NEW.id, NEW.sequencer, NEW.fence, NEW.status,
        NEW.status IN ('ready', 'rejected') AND (TG_OP = 'INSERT'
          OR NEW.status <> OLD.status OR NEW.processed_at IS DISTINCT FROM OLD.processed_at),
        session_user);
      RETURN NULL;
    END $$;
  CREATE TRIGGER note AFTER INSERT OR UPDATE ON videos FOR EACH ROW EXECUTE FUNCTION note()`;

/** Makes a user who may do what a worker may. Returns the password. */
export async function addWriter(client: pg.Client, user: string): Promise<string> {
  const password = randomBytes(12).toString('hex');
  await client.query(`
    CREATE ROLE ${user} LOGIN PASSWORD '${password}';
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${user};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${user}`);
  return password;
}

export interface Findings {
  readonly ready: number;
  readonly rejected: number;
  /** Neither, though everything had its time. */
  readonly unfinished: number;
  /** Object versions that ended more than once. */
  readonly endedTwice: number;
  /** Changes by a worker other than the one that holds the fence; saying `failed` of the dead is for all. */
  readonly staleWrites: number;
  readonly heldLeases: number;
}

export async function findingsOf(client: pg.Client): Promise<Findings> {
  const { rows } = await client.query<Record<keyof Findings, string>>(`
    WITH claims AS (
      SELECT DISTINCT ON (id, fence) id, fence, writer FROM seen ORDER BY id, fence, n),
    ends AS (SELECT FROM seen WHERE ends GROUP BY id, sequencer HAVING count(*) > 1)
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

/** How far the videos are; cheap, for who waits. */
export async function progressOf(client: pg.Client): Promise<{ ended: number; held: number }> {
  const { rows } = await client.query<{ ended: string; held: string }>(`
    SELECT count(*) FILTER (WHERE status IN ('ready', 'rejected')) AS ended,
      count(lease_expires_at) AS held
    FROM videos`);
  return { ended: Number(rows[0]?.ended), held: Number(rows[0]?.held) };
}

/** A video that ended otherwise than most that have the same file, known by its length. */
export interface Misjudged {
  readonly key: string;
  readonly judgement: string;
  readonly usual: string;
}

export async function misjudged(client: pg.Client): Promise<Misjudged[]> {
  const { rows } = await client.query<Misjudged>(`
    WITH judged AS (
      SELECT object_key AS key, size_bytes,
        concat_ws(' ', status, rejection ->> 'code', verdict, broken_rules) AS judgement
      FROM videos WHERE status IN ('ready', 'rejected')),
    usual AS (
      SELECT size_bytes, mode() WITHIN GROUP (ORDER BY judgement) AS usual
      FROM judged GROUP BY size_bytes)
    SELECT key, judgement, usual FROM judged JOIN usual USING (size_bytes) WHERE judgement <> usual`);
  return rows;
}

/** Of a worker, from its start to its death. */
export interface Life {
  readonly user: string;
  readonly from: Date;
  readonly to: Date;
}

/** Milliseconds from a death to the next claim of each video that was being processed then. */
export async function recoveriesMs(client: pg.Client, { user, from, to }: Life): Promise<number[]> {
  const { rows } = await client.query<{ ms: string }>(
    `WITH held AS (
       SELECT DISTINCT ON (id) id, fence, status, writer, at FROM seen WHERE at <= $3 ORDER BY id, n DESC)
     SELECT extract(epoch FROM min(seen.at) - $3) * 1000 AS ms
     FROM held JOIN seen USING (id)
     WHERE held.status = 'processing' AND held.writer = $1 AND held.at >= $2
       AND seen.fence > held.fence
     GROUP BY id`,
    [user, from, to],
  );
  return rows.map(({ ms }) => Number(ms));
}

/** As if a minute had passed: leases run out that nobody renews. Not a write that is seen. */
export async function letLeasesRunOut(client: pg.Client): Promise<void> {
  await client.query(`
    SET session_replication_role = replica;
    UPDATE videos SET lease_expires_at = now() WHERE lease_expires_at IS NOT NULL;
    RESET session_replication_role`);
}
