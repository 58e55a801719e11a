import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { provisionUser } from '../../../src/storage/catalogue/database-user';
import { withClient } from '../../../tools/postgres-client';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';

describe.each(databaseServers())('the user of worker and API on $name', (server) => {
  let database: TestDatabase;
  // roles belong to the server, not to one database
  const name = `app-"${randomBytes(4).toString('hex')}"`;

  beforeEach(async () => {
    database = await createDatabase(server);
    await provisionUser({ connectionString: database.url }, { name, password: 'first' });
  });
  afterEach(async () => {
    const role = pg.escapeIdentifier(name);
    await database.client.query(`DROP OWNED BY ${role}`);
    await database.client.query(`DROP ROLE ${role}`);
    await database.drop();
  });

  function as<T>(password: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const url = new URL(database.url);
    url.username = encodeURIComponent(name);
    url.password = password;
    return withClient(url.href, work);
  }

  it.each([
    'SELECT * FROM videos',
    "UPDATE videos SET title = ''",
    'DELETE FROM videos',
    "SELECT nextval('video_fences')",
    'SELECT * FROM tombstones',
    "INSERT INTO audit_log (actor, action, video_id) VALUES ('a', 'b', gen_random_uuid())",
    'UPDATE correction_cases SET record = record',
    'UPDATE idempotency_keys SET created_at = now()',
    'DELETE FROM idempotency_keys',
  ])('may %s', async (statement) => {
    await expect(as('first', (client) => client.query(statement))).resolves.toBeDefined();
  });

  it.each([
    'CREATE TABLE mine ()',
    'ALTER TABLE videos ADD mine integer',
    'TRUNCATE videos',
    'SELECT * FROM schema_migrations',
    "UPDATE audit_log SET actor = ''",
    'DELETE FROM audit_log',
    'TRUNCATE audit_log',
    'DROP TRIGGER append_only ON audit_log',
    'DELETE FROM correction_cases',
    'CREATE ROLE other',
    'CREATE DATABASE other',
  ])('may not %s', async (statement) => {
    await expect(as('first', (client) => client.query(statement))).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });

  it('deletes a video with its cases, which he may not delete by themselves', async () => {
    const id = randomUUID();
    await database.client.query(
      `INSERT INTO videos (id, title, file_name, status, bucket, object_key, search_text, search_grams)
       VALUES ($1, '', '', 'awaiting_upload', '', '', '', '{}')`,
      [id],
    );
    await database.client.query(
      "INSERT INTO correction_cases (id, video_id, received_at, record) VALUES ($1, $1, now(), '{}')",
      [id],
    );
    await as('first', (client) => client.query('DELETE FROM videos'));
    const { rowCount } = await database.client.query('SELECT FROM correction_cases');
    expect(rowCount).toBe(0);
  });

  it.each(["UPDATE audit_log SET actor = ''", 'DELETE FROM audit_log', 'TRUNCATE audit_log'])(
    'is not alone: %s is refused to the owner too',
    async (statement) => {
      await expect(database.client.query(statement)).rejects.toThrow('audit_log is append-only');
    },
  );

  it('has, from the next time on, the password that its secret holds then', async () => {
    await provisionUser({ connectionString: database.url }, { name, password: 'second' });
    await as('second', (client) => client.query('SELECT FROM videos'));
    await expect(as('first', (client) => client.query('SELECT'))).rejects.toThrow(
      'password authentication failed',
    );
  });
});
