import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { openClient, type CatalogueConnection } from './connection';

/** The database user of worker and API. Migrations run as the owner of the database. */
export interface DatabaseUser {
  readonly name: string;
  /** ASCII, as secrets are: SASLprep is not done. */
  readonly password: string;
}

/**
 * Creates the user if it is missing, sets its password, and grants it to read and write the rows of the
 * catalogue: no schema, no roles, no record of migrations. To be repeated after every migration; the grants
 * name the tables, so a new table needs its grant here.
 */
export async function provisionUser(
  connection: CatalogueConnection,
  { name, password }: DatabaseUser,
): Promise<void> {
  const role = pg.escapeIdentifier(name);
  const client = openClient(connection);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${role}`);
    await client.query(`ALTER ROLE ${role} LOGIN PASSWORD '${verifierOf(password)}'`);
    // once it was the whole table, with the time of an entry
    await client.query(`REVOKE INSERT ON audit_log FROM ${role}`);
    for (const grant of GRANTS) await client.query(`GRANT ${grant} TO ${role}`);
  } finally {
    await client.end();
  }
}

/** Nobody changes what the audit log says, or what was decided; keys go when they are old, the rest with its video. */
const GRANTS = [
  'SELECT, INSERT, UPDATE, DELETE ON videos',
  'SELECT, INSERT, UPDATE ON correction_cases',
  'SELECT, INSERT, UPDATE ON qc_reports',
  // of the upload that they are about alone, which the same bytes may bring anew
  'SELECT, INSERT, UPDATE (sequencer) ON qc_decisions',
  // published versions stay as they are, by a trigger
  'SELECT, INSERT, UPDATE, DELETE ON qc_profiles',
  'SELECT, INSERT, UPDATE ON qc_runs',
  'SELECT, INSERT, UPDATE ON qc_stills',
  'SELECT, INSERT, UPDATE, DELETE ON idempotency_keys',
  // not its number and its time, which are the database's to give
  'SELECT, INSERT (actor, action, video_id, before, after) ON audit_log',
  'SELECT ON tombstones',
  'USAGE ON SEQUENCE video_fences',
];

/** The SCRAM verifier of a password (RFC 5802), computed here so that the password is in no log of the server. */
function verifierOf(password: string): string {
  const iterations = 4096; // the default of PostgreSQL, which the server's own verifiers have too
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  const server = keyed('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`;
}
