import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { provisionUser } from '../../../src/storage/catalogue/database-user';
import { withClient } from '../../../tools/postgres-client';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';

describe.each(databaseServers())('the users of API and worker on $name', (server) => {
  let database: TestDatabase;
  // roles belong to the server, not to one database
  const name = `app-"${randomBytes(4).toString('hex')}"`;
  const worker = `worker-"${randomBytes(4).toString('hex')}"`;

  beforeEach(async () => {
    database = await createDatabase(server);
    const connection = { connectionString: database.url };
    await provisionUser(connection, { name, password: 'first' }, 'api');
    await provisionUser(connection, { name: worker, password: 'first' }, 'worker');
  });
  afterEach(async () => {
    for (const each of [name, worker]) {
      const role = pg.escapeIdentifier(each);
      await database.client.query(`DROP OWNED BY ${role}`);
      await database.client.query(`DROP ROLE ${role}`);
    }
    await database.drop();
  });

  function as<T>(
    password: string,
    work: (client: pg.Client) => Promise<T>,
    user = name,
  ): Promise<T> {
    const url = new URL(database.url);
    url.username = encodeURIComponent(user);
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
    "UPDATE qc_decisions SET sequencer = ''",
  ])('may %s', async (statement) => {
    await expect(as('first', (client) => client.query(statement))).resolves.toBeDefined();
  });

  describe('who has a QC profile of a customer', () => {
    const put = (client: pg.Client, state: string) =>
      client.query(
        `INSERT INTO qc_profiles (id, version, state, revision, profile, base, document, history)
         VALUES ('station-a', 1, $1, 1, '{"rules":[]}', '{}', 'A', '[]')`,
        [state],
      );

    it.each(['draft', 'proposed'])('may change and delete one that is %s', async (state) => {
      await as('first', async (client) => {
        await put(client, state);
        await client.query("UPDATE qc_profiles SET profile = '{}', document = 'B'");
        expect((await client.query('DELETE FROM qc_profiles')).rowCount).toBe(1);
      });
    });

    it.each([
      "UPDATE qc_profiles SET profile = '{}'",
      "UPDATE qc_profiles SET document = 'B'",
      'UPDATE qc_profiles SET version = 2',
      "UPDATE qc_profiles SET state = 'draft'",
      'DELETE FROM qc_profiles',
    ])('may not change what is published, nor may the owner: %s', async (statement) => {
      await as('first', (client) => put(client, 'published'));
      const refusal = /of QC profile station-a is published: it (stays|does not change)/;
      await expect(as('first', (client) => client.query(statement))).rejects.toThrow(refusal);
      await expect(database.client.query(statement)).rejects.toThrow(refusal);
      await as('first', (client) => client.query("UPDATE qc_profiles SET state = 'retired'"));
      await expect(database.client.query(statement)).rejects.toThrow(refusal);
    });
  });

  it.each([
    'CREATE TABLE mine ()',
    'ALTER TABLE videos ADD mine integer',
    'TRUNCATE videos',
    'SELECT * FROM schema_migrations',
    "UPDATE audit_log SET actor = ''",
    'DELETE FROM audit_log',
    'TRUNCATE audit_log',
    "INSERT INTO audit_log (actor, action, video_id, at) VALUES ('a', 'b', gen_random_uuid(), 'yesterday')",
    "INSERT INTO audit_log (id, actor, action, video_id) OVERRIDING SYSTEM VALUE VALUES (1, 'a', 'b', gen_random_uuid())",
    'ALTER TABLE videos DISABLE TRIGGER kept',
    'DROP TRIGGER append_only ON audit_log',
    'DELETE FROM correction_cases',
    "UPDATE qc_decisions SET decision = '{}'",
    'DELETE FROM qc_decisions',
    'CREATE ROLE other',
    'CREATE DATABASE other',
  ])('may not %s', async (statement) => {
    await expect(as('first', (client) => client.query(statement))).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });

  it.each([
    'DELETE FROM videos',
    'UPDATE videos SET retain_until = NULL, held_until = NULL, programme = NULL',
    "UPDATE videos SET deletion = '{}'",
    "UPDATE videos SET title = 'another'",
    "INSERT INTO qc_decisions (video_id, sequencer, report_id, result, decision) VALUES (gen_random_uuid(), '', 1, 1, '{}')",
    'SELECT * FROM correction_cases',
    'SELECT * FROM idempotency_keys',
    'DELETE FROM audit_log',
    'TRUNCATE videos',
    'DROP FUNCTION forget_video',
    'ALTER TABLE videos DISABLE TRIGGER kept',
  ])('the worker may not %s', async (statement) => {
    await expect(as('first', (client) => client.query(statement), worker)).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });

  const COLUMNS = 'id, title, file_name, status, bucket, object_key, search_text, search_grams';
  const A_ROW = "gen_random_uuid(), 'a', 'a', 'awaiting_upload', 'b', 'kept.mp4', '', '{}'";
  const entryOf = (actor: string, action: string) =>
    `INSERT INTO audit_log (actor, action, video_id) VALUES ('${actor}', '${action}', gen_random_uuid())`;

  it.each([
    [`INSERT INTO videos (${COLUMNS}, deletion) VALUES (${A_ROW}, '{}')`, 'permission denied'],
    [
      `INSERT INTO videos (${COLUMNS}, delete_when_due) VALUES (${A_ROW}, true)`,
      'permission denied',
    ],
    ['UPDATE qc_reports SET video_id = gen_random_uuid()', 'permission denied'],
    ["UPDATE qc_reports SET override = '{}'", 'permission denied'],
    ['CREATE TEMPORARY TABLE tombstones ()', 'permission denied to create temporary tables'],
    [entryOf('client:legal', 'video.ready'), 'a worker must not record that client:legal did'],
    [
      entryOf('worker', 'upload.removed'),
      'a worker must not record that worker did upload.removed',
    ],
  ])('the worker may not %s', async (statement, problem) => {
    await expect(as('first', (client) => client.query(statement), worker)).rejects.toThrow(problem);
  });

  it('takes back what a user has set for its later connections', async () => {
    const role = pg.escapeIdentifier(worker);
    await as(
      'first',
      (client) => client.query(`ALTER ROLE ${role} SET default_transaction_read_only = on`),
      worker,
    );
    await provisionUser(
      { connectionString: database.url },
      { name: worker, password: 'first' },
      'worker',
    );
    const { rows } = await as(
      'first',
      (client) => client.query('SHOW default_transaction_read_only'),
      worker,
    );
    expect(rows).toEqual([{ default_transaction_read_only: 'off' }]);
  });

  describe('a row of a video', () => {
    const id = randomUUID();
    beforeEach(async () => {
      await database.client.query(
        `INSERT INTO videos (${COLUMNS}, sequencer, sha256, size_bytes, retain_until, programme)
         VALUES ($1, 'a', 'a', 'ready', 'b', 'k', '', '{}', '0A', 'aa', 1, '2999-01-01', '{}')`,
        [id],
      );
    });

    it.each([
      ['revision = 2147483647', 'cannot be changed so'],
      ["status = 'processing', lease_expires_at = 'infinity'", 'cannot be changed so'],
      ["sha256 = 'bb'", 'takes no other bytes'],
      ['size_bytes = 2', 'takes no other bytes'],
      ["status = 'awaiting_upload', sequencer = NULL", 'takes no other bytes'],
    ])('is not set to %s while it must be kept', async (change, problem) => {
      const update = `UPDATE videos SET ${change}`;
      await expect(as('first', (client) => client.query(update), worker)).rejects.toThrow(problem);
    });

    it('is of one key for good', async () => {
      for (const change of ['id = gen_random_uuid()', "object_key = 'other'", "bucket = 'other'"]) {
        const update = `UPDATE videos SET ${change}`;
        await expect(as('first', (client) => client.query(update))).rejects.toThrow(
          'cannot be changed so',
        );
      }
    });
  });

  it('takes from a user what an earlier release granted him', async () => {
    const role = pg.escapeIdentifier(worker);
    await database.client.query(`GRANT DELETE, UPDATE (retain_until) ON videos TO ${role}`);
    const connection = { connectionString: database.url };
    await provisionUser(connection, { name: worker, password: 'first' }, 'worker');
    for (const statement of ['DELETE FROM videos', 'UPDATE videos SET retain_until = NULL']) {
      await expect(as('first', (client) => client.query(statement), worker)).rejects.toThrow(
        'permission denied',
      );
    }
  });

  it('lets nobody but the worker forget a video', async () => {
    const forget = (client: pg.Client) =>
      client.query("SELECT forget_video(gen_random_uuid(), 1, '')");
    await expect(as('first', forget)).rejects.toThrow('permission denied');
    await expect(as('first', forget, worker)).resolves.toMatchObject({ rowCount: 1 });
  });

  describe('who deletes a video', () => {
    const id = randomUUID();
    const entry = (client: pg.Client) =>
      client.query(
        "INSERT INTO audit_log (actor, action, video_id) VALUES ('a', 'deletion.done', $1)",
        [id],
      );
    const cases = async () =>
      (await database.client.query('SELECT FROM correction_cases')).rowCount;

    async function aVideoWithCase(keptUntil: string | null = null): Promise<void> {
      await database.client.query(
        `INSERT INTO videos (id, title, file_name, status, bucket, object_key, search_text, search_grams, retain_until, programme)
         VALUES ($1, '', '', 'awaiting_upload', '', '', '', '{}', $2, $3)`,
        [id, keptUntil, keptUntil && '{}'],
      );
      await database.client.query(
        "INSERT INTO correction_cases (id, video_id, received_at, record) VALUES ($1, $1, now(), '{}')",
        [id],
      );
    }
    const inTransaction = (client: pg.Client, ...steps: (() => Promise<unknown>)[]) =>
      ['BEGIN', ...steps, 'COMMIT'].reduce<Promise<unknown>>(
        (before, step) =>
          before.then(() => (typeof step === 'string' ? client.query(step) : step())),
        Promise.resolve(),
      );

    it('deletes it with its cases, which he may not delete by themselves, and says so', async () => {
      await aVideoWithCase();
      await as('first', (client) =>
        inTransaction(
          client,
          () => client.query('DELETE FROM videos'),
          () => entry(client),
        ),
      );
      expect(await cases()).toBe(0);
    });

    it('leaves a trace', async () => {
      await aVideoWithCase();
      await as('first', entry); // of another time
      await expect(as('first', (client) => client.query('DELETE FROM videos'))).rejects.toThrow(
        /must be in the audit log, in the same transaction/,
      );
      expect(await cases()).toBe(1);
    });

    it.each(['first', 'of the owner'])('deletes nothing that must be kept: %s', async (who) => {
      await aVideoWithCase('2999-01-01');
      const remove = (client: pg.Client) =>
        inTransaction(
          client,
          () => entry(client),
          () => client.query('DELETE FROM videos'),
        );
      const removed = who === 'first' ? as(who, remove) : remove(database.client);
      await expect(removed).rejects.toThrow(/must be kept: its deletion is refused/);
      if (who !== 'first') await database.client.query('ROLLBACK');
      expect(await cases()).toBe(1);
    });
  });

  it.each(["UPDATE audit_log SET actor = ''", 'DELETE FROM audit_log', 'TRUNCATE audit_log'])(
    'is not alone: %s is refused to the owner too',
    async (statement) => {
      await expect(database.client.query(statement)).rejects.toThrow('audit_log is append-only');
    },
  );

  it('has, from the next time on, the password that its secret holds then', async () => {
    const connection = { connectionString: database.url };
    await provisionUser(connection, { name, password: 'second' }, 'api');
    await as('second', (client) => client.query('SELECT FROM videos'));
    await expect(as('first', (client) => client.query('SELECT'))).rejects.toThrow(
      'password authentication failed',
    );
  });
});
