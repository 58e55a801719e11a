import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { openClient, type CatalogueConnection } from './connection';
import { facetColumns } from './facets';

/** Whom code connects as. Migrations run as the owner of the database. */
export interface DatabaseUser {
  readonly name: string;
  /** ASCII, as secrets are: SASLprep is not done. */
  readonly password: string;
}

/** Who it is: the API and the retention job, which people ask; the worker, which reads strangers' files. */
export type DatabaseRole = keyof typeof GRANTS;

/**
 * Creates the user if it is missing, sets its password, and grants it what its role reads and writes of the
 * catalogue's rows, and no more: no schema, no roles, no record of migrations. To be repeated after every
 * migration; the grants name the tables, so a new table needs its grant here.
 */
export async function provisionUser(
  connection: CatalogueConnection,
  { name, password }: DatabaseUser,
  as: DatabaseRole,
): Promise<void> {
  const role = pg.escapeIdentifier(name);
  const client = openClient(connection);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${role}`);
    await client.query(`ALTER ROLE ${role} LOGIN PASSWORD '${verifierOf(password)}'`);
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
    const database = pg.escapeIdentifier(rows[0]?.name ?? '');
    // what it may have set for its later connections
    await client.query(`ALTER ROLE ${role} RESET ALL`);
    await client.query(`ALTER ROLE ${role} IN DATABASE ${database} RESET ALL`);
    await client.query(`REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
    await client.query('BEGIN');
    // what an earlier release granted and this one does not
    await client.query(`REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${role}`);
    await client.query(`REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM ${role}`);
    for (const grant of GRANTS[as]) await client.query(`GRANT ${grant} TO ${role}`);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** Nobody changes an entry, and its number and time are the database's to give. */
const AUDIT_LOG = [
  'SELECT, INSERT (actor, action, video_id, before, after) ON audit_log',
  'SELECT ON tombstones',
];

/** What the worker finds out about an upload; neither what people say of a video nor what keeps it. */
const UPDATED_BY_WORKER = [
  ...['status', 'revision', 'updated_at', 'processed_at', 'attempts', 'failure', 'rejection'],
  ...['fence', 'lease_expires_at'],
  ...['version_id', 'sequencer', 'size_bytes', 'sha256', 'replaces', 'upload_type', 'upload_bytes'],
  ...['metadata', ...facetColumns],
  ...['verdict', 'verdict_by', 'qc_report', 'broken_rules', 'waiting_proposal'],
];

/** What it knows of an upload that nobody asked for. */
const INSERTED_BY_WORKER = [
  ...['id', 'bucket', 'object_key', 'version_id', 'sequencer', 'size_bytes'],
  ...['status', 'fence', 'lease_expires_at', 'attempts'],
  ...['title', 'file_name', 'search_text', 'search_grams'],
];

/** Of a run, which a later one of the same profile replaces; not whose it is. */
const REPORT_COLUMNS = [
  ...['sequencer', 'version_id', 'judged', 'loudness', 'broken_rules', 'report', 'result'],
  'created_at',
];

/**
 * Nobody changes what was decided; keys go when they are old, the rest with its video. Workers of the release
 * before this one connect as the API does: what they alone need can go with the next.
 */
const GRANTS = {
  api: [
    'SELECT, INSERT, UPDATE, DELETE ON videos',
    'SELECT, INSERT, UPDATE ON correction_cases',
    'SELECT, INSERT, UPDATE ON qc_reports',
    'SELECT, INSERT, UPDATE (sequencer) ON qc_decisions',
    // published versions stay as they are, by a trigger
    'SELECT, INSERT, UPDATE, DELETE ON qc_profiles',
    'SELECT, INSERT, UPDATE ON qc_runs',
    'SELECT, INSERT, UPDATE ON qc_stills',
    'USAGE ON SEQUENCE video_fences',
    'SELECT, INSERT, UPDATE, DELETE ON idempotency_keys',
    ...AUDIT_LOG,
  ],
  worker: [
    `SELECT, INSERT (${INSERTED_BY_WORKER.join(', ')}), UPDATE (${UPDATED_BY_WORKER.join(', ')}) ON videos`,
    `SELECT, INSERT, UPDATE (${REPORT_COLUMNS.join(', ')}) ON qc_reports`,
    // of the upload that they are about alone, which the same bytes may bring anew
    'SELECT, UPDATE (sequencer) ON qc_decisions',
    'SELECT ON qc_profiles',
    'SELECT, INSERT, UPDATE (fence, decoded_seconds, total_seconds, cancelled_by) ON qc_runs',
    'SELECT, INSERT, UPDATE (sequencer, stills) ON qc_stills',
    'USAGE ON SEQUENCE video_fences',
    'EXECUTE ON FUNCTION forget_video',
    ...AUDIT_LOG,
  ],
} satisfies Record<string, readonly string[]>;

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
