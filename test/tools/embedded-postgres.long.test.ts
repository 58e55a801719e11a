import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type pg from 'pg';
import { startEmbeddedPostgres } from '../../tools/embedded-postgres';
import { freePort } from '../../tools/free-port';
import {
  EmbeddedPostgresError,
  packageRoot,
  PostgresBinaries,
} from '../../tools/postgres-binaries';
import { withClient } from '../../tools/postgres-client';
import { ensureCluster } from '../../tools/postgres-cluster';

// making a cluster takes a second, so all tests but one take the same
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'embedded postgres-'));
});
afterAll(() => rm(directory, { recursive: true }));

const start = () => startEmbeddedPostgres({ directory, settings: { fsync: 'off' } });
const pidFile = () => path.join(directory, 'postgres-17', 'data', 'postmaster.pid');

function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  return withClient(url, async (client) => (await client.query<Row>(text)).rows);
}

it('keeps its data from one start to the next', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  await first.stop();
  const second = await start();
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
  await second.stop();
});

it('is PostgreSQL 17 in UTF-8 with Japanese collation, on the loopback interface only', async () => {
  const server = await start();
  const [row] = await query<Record<string, string>>(
    server.url,
    `SELECT current_setting('server_version_num')::int / 10000 AS major,
       current_setting('server_encoding') AS encoding,
       current_setting('listen_addresses') AS addresses,
       current_setting('unix_socket_directories') AS sockets,
       'イ' < 'う' COLLATE "ja-x-icu" AS japanese`,
  );
  await server.stop();
  expect(row).toEqual({
    major: 17,
    encoding: 'UTF8',
    addresses: '127.0.0.1',
    sockets: '',
    japanese: true,
  });
});

it('lets nobody in without the password, which only the owner can read', async () => {
  const server = await start();
  const guess = new URL(server.url);
  guess.password = 'guess';
  await expect(query(guess.href, 'SELECT')).rejects.toThrow(/password authentication failed/);
  await server.stop();
  const { mode } = await stat(path.join(directory, 'postgres-17', 'password'));
  expect(mode & 0o777).toBe(0o600);
});

it('is made once and shared by all that start it at once, and stopped by the last of them', async () => {
  const fresh = path.join(directory, 'fresh');
  const [first, second] = await Promise.all([
    startEmbeddedPostgres({ directory: fresh }),
    startEmbeddedPostgres({ directory: fresh }),
  ]);
  expect(first.url).toBe(second.url);
  await first.stop();
  expect(await query(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  await second.stop();
  await expect(query(second.url, 'SELECT')).rejects.toThrow(/ECONNREFUSED/);
  expect(await readdir(fresh)).toEqual(['postgres-17']);
});

it('is joined when it outlived its killed parent', async () => {
  const script = `
    const { startEmbeddedPostgres } = require(${JSON.stringify(path.resolve('tools/embedded-postgres.ts'))});
    startEmbeddedPostgres({ directory: ${JSON.stringify(directory)} })
      .then(() => process.kill(process.pid, 'SIGKILL'));`;
  await expect(
    promisify(execFile)(process.execPath, ['--require', 'tsx/cjs', '--eval', script]),
  ).rejects.toMatchObject({ signal: 'SIGKILL' });
  const before = await readFile(pidFile(), 'utf8');
  const server = await start();
  expect(await readFile(pidFile(), 'utf8')).toBe(before);
  await server.stop();
});

it('starts after the server was killed, and its number given to another process', async () => {
  await start();
  const [postmaster, ...rest] = (await readFile(pidFile(), 'utf8')).split('\n');
  process.kill(Number(postmaster), 'SIGKILL');
  await writeFile(pidFile(), [process.ppid, ...rest].join('\n'));
  const second = await start();
  expect(await query(second.url, 'SELECT 1 AS n')).toEqual([{ n: 1 }]);
  await second.stop();
});

it('says why it cannot start', async () => {
  const server = await start();
  const port = Number(new URL(server.url).port);
  const other = startEmbeddedPostgres({ directory: path.join(directory, 'other'), port });
  await expect(other).rejects.toThrow(EmbeddedPostgresError);
  await expect(other).rejects.toThrow(/Address already in use.*DATABASE_URL/s);
  await server.stop();
});

it('uses the port that was asked for, or says that another is in use', async () => {
  const server = await start();
  const port = Number(new URL(server.url).port);
  await expect(startEmbeddedPostgres({ directory, port: port + 1 })).rejects.toThrow(
    new RegExp(`'port' must be ${port}`),
  );
  await server.stop();
});

it('runs from a folder that only its owner enters, root included', async () => {
  const home = await mkdtemp(path.join(directory, 'of its owner-'));
  expect((await stat(home)).mode & 0o777).toBe(0o700);
  const programs = path.join(home, 'programs');
  await cp(packageRoot(), programs, { recursive: true, verbatimSymlinks: true });
  const binaries = await PostgresBinaries.find(programs);
  const { data, log, user, password } = await ensureCluster(path.join(home, 'kept'), binaries);
  const port = await freePort();
  const files = [`--pgdata=${data}`, `--log=${log}`];
  await binaries.run('pg_ctl', ['start', '--wait', ...files, `--options=-c port=${port}`]);
  const url = `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`;
  try {
    // PL/pgSQL is a library that the session's own process loads
    await query(url, "DO 'BEGIN END'");
  } finally {
    await binaries.run('pg_ctl', ['stop', ...files]);
  }
});
