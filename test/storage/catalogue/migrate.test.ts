import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate, type MigrationProgress } from '../../../src/storage/catalogue/migrate';
import { MigrationError } from '../../../src/storage/errors';
import { until } from '../../support/until';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';

const OWN_MIGRATIONS = path.join(__dirname, '../../../src/storage/catalogue/migrations');

describe.each(databaseServers())('migrations on $name', (server) => {
  let database: TestDatabase;
  let directory: string;
  beforeEach(async () => {
    database = await createDatabase(server, 'empty');
    directory = await mkdtemp(path.join(tmpdir(), 'migrations-'));
    await addMigration('001.do.first.sql', 'CREATE TABLE first (n integer)');
  });
  afterEach(async () => {
    await database.drop();
    await rm(directory, { recursive: true });
  });

  const connection = () => ({ connectionString: database.url });
  const run = () => migrate(connection(), { directory });
  const addMigration = (name: string, sql: string) => writeFile(path.join(directory, name), sql);
  async function exists(table: string): Promise<boolean> {
    const { rows } = await database.client.query<{ found: boolean }>(
      'SELECT to_regclass($1) IS NOT NULL AS found',
      [table],
    );
    return rows[0]?.found === true;
  }

  it('makes the schema of the catalogue, and tells of each step', async () => {
    const steps: MigrationProgress[] = [];
    const names = await migrate(connection(), { onProgress: (step) => steps.push(step) });
    expect(steps.map(({ name }) => name)).toEqual(names);
    expect(steps.at(-1)).toMatchObject({ position: names.length, total: names.length });
    expect(await exists('videos')).toBe(true);
  });

  it('does nothing the second time', async () => {
    expect(await run()).toEqual(['001.do.first']);
    expect(await run()).toEqual([]);
  });

  it('applies what was added since, in order of number', async () => {
    await run();
    await addMigration('010.do.third.sql', 'ALTER TABLE second ADD m integer');
    await addMigration('002.do.second.sql', 'CREATE TABLE second (n integer)');
    expect(await run()).toEqual(['002.do.second', '010.do.third']);
  });

  it('lets one of two wait for the other, and both succeed', async () => {
    await addMigration('002.do.slow.sql', 'SELECT pg_sleep(0.2)');
    const applied = await Promise.all([run(), run(), run()]);
    expect(applied.flat()).toEqual(['001.do.first', '002.do.slow']);
  });

  it('does not wait for ever', async () => {
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    await addMigration('001.do.first.sql', 'SELECT pg_sleep(2)');
    const first = run();
    // until the other one has the lock
    while (await lockIsFree(other)) await new Promise(setImmediate);
    await expect(migrate(connection(), { directory, waitMs: 20 })).rejects.toThrow(
      /another migration did not end within 20 ms/,
    );
    await first;
    await other.end();
  });

  it('leaves no lock when its process is stopped in the middle of a statement', async () => {
    await addMigration('001.do.first.sql', 'SELECT pg_sleep(60)');
    const way = await aWayTo(database.url);
    const stopped = migrate({ connectionString: way.url }, { directory }).catch(
      (error: unknown) => error,
    );
    const sleeping = `SELECT FROM pg_stat_activity WHERE datname = current_database()
      AND state = 'active' AND wait_event = 'PgSleep'`;
    await until(async () => (await database.client.query(sleeping)).rowCount === 1);
    expect(await lockIsFree(database.client)).toBe(false);
    way.cut();
    expect(await stopped).toBeInstanceOf(MigrationError);
    await until(() => lockIsFree(database.client));
  }, 30_000);

  it('refuses an edited migration', async () => {
    await run();
    await appendFile(path.join(directory, '001.do.first.sql'), ' -- harmless');
    await expect(run()).rejects.toThrow(/an applied migration was changed/);
  });

  it('takes other line ends for no edit', async () => {
    await addMigration('001.do.first.sql', 'CREATE TABLE first\n(n integer)');
    await run();
    await addMigration('001.do.first.sql', 'CREATE TABLE first\r\n(n integer)');
    expect(await run()).toEqual([]);
  });

  it('undoes all of a migration that fails, and goes on from there when it is fixed', async () => {
    await addMigration('002.do.half.sql', 'CREATE TABLE half (n integer); SELECT 1 / 0');
    const failure = run();
    await expect(failure).rejects.toThrow(MigrationError);
    await expect(failure).rejects.toThrow(/migration '002.do.half'.*division by zero/);
    expect(await exists('first')).toBe(true);
    expect(await exists('half')).toBe(false);
    await addMigration('002.do.half.sql', 'CREATE TABLE half (n integer)');
    expect(await run()).toEqual(['002.do.half']);
  });

  it('lets readers pass while a transaction that does nothing holds a table', async () => {
    await run();
    const idle = new pg.Client({ connectionString: database.url });
    await idle.connect();
    await idle.query('BEGIN');
    await idle.query('SELECT FROM first');
    await addMigration('002.do.wider.sql', 'ALTER TABLE first ADD m integer');
    const migrated = run();
    const waits: number[] = [];
    const end = Date.now() + 5_000;
    while (Date.now() < end) {
      const startedAt = Date.now();
      await database.client.query('SELECT FROM first');
      waits.push(Date.now() - startedAt);
    }
    expect(Math.max(...waits)).toBeLessThan(3_000);
    await idle.query('COMMIT');
    expect(await migrated).toEqual(['002.do.wider']);
    await idle.end();
  });

  it('gives up on a table that is never free, and leaves nothing of what was begun', async () => {
    await run();
    const other = new pg.Client({ connectionString: database.url });
    await other.connect();
    await other.query('BEGIN');
    await other.query('SELECT FROM first');
    const sql = 'CREATE TABLE second (n integer); ALTER TABLE first ADD m integer';
    await addMigration('002.do.wider.sql', sql);
    const failure = migrate(connection(), { directory, waitMs: 1 });
    await expect(failure).rejects.toThrow(/002.do.wider.*lock timeout/);
    expect(await exists('second')).toBe(false);
    await other.end();
  });

  it('builds an index beside those who write, where a migration says so', async () => {
    await run();
    const sql = 'CREATE INDEX CONCURRENTLY first_n ON first (n)';
    await addMigration('002.do.index.sql', sql);
    await expect(run()).rejects.toThrow(/cannot run inside a transaction block/);
    await addMigration('002.do.index.sql', `-- in no transaction\n${sql}`);
    expect(await run()).toEqual(['002.do.index']);
    expect(await exists('first_n')).toBe(true);
  });

  it('builds indexes anew that a long transaction broke off', async () => {
    await run();
    const reader = new pg.Client({ connectionString: database.url });
    await reader.connect();
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM first');
    const index = (name: string) =>
      `DROP INDEX CONCURRENTLY IF EXISTS ${name};\nCREATE INDEX CONCURRENTLY ${name} ON first (n);\n`;
    const sql = `-- in no transaction\n-- why\n${index('first_n')}${index('second_n')}`;
    await addMigration('002.do.indexes.sql', sql);
    const migrated = run();
    const found = async (query: string) => ((await database.client.query(query)).rowCount ?? 0) > 0;
    // what it waited for did not come
    const brokenOff = `SELECT FROM pg_stat_activity WHERE datname = current_database()
      AND state = 'idle' AND query LIKE 'CREATE INDEX CONCURRENTLY%'`;
    await until(() => found(brokenOff));
    const invalid = 'SELECT FROM pg_index WHERE NOT indisvalid';
    expect(await found(invalid)).toBe(true);
    await reader.query('COMMIT');
    expect(await migrated).toEqual(['002.do.indexes']);
    expect(await found(invalid)).toBe(false);
    expect(await exists('second_n')).toBe(true);
    await reader.end();
  });

  it('leaves a schema alone that is newer than the software', async () => {
    await addMigration('002.do.second.sql', 'CREATE TABLE second (n integer)');
    await run();
    await rm(path.join(directory, '002.do.second.sql'));
    expect(await run()).toEqual([]);
    expect(await exists('second')).toBe(true);
  });
});

it('says when there is no database', async () => {
  const failure = migrate({ connectionString: 'postgresql://nobody@127.0.0.1:1/none' });
  await expect(failure).rejects.toThrow(MigrationError);
});

it('numbers its files from 1 without a gap', async () => {
  // one that is numbered below an applied one would never run
  const files = (await readdir(OWN_MIGRATIONS)).sort();
  const numbers = files.map((name) => Number(/^(\d{3})\.do\./.exec(name)?.[1]));
  expect(numbers).toEqual(files.map((_, i) => i + 1));
});

/** A way to a server that can be cut, as a process that is killed does with its connections. */
async function aWayTo(url: string) {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    sockets.push(client, upstream);
    client.pipe(upstream).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const here = new URL(url);
  here.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: here.href,
    cut() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

async function lockIsFree(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    "SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
  );
  return rowCount === 0;
}
