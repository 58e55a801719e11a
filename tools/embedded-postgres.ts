import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { freePort } from './free-port';
import { openClient } from './postgres-client';
import { EmbeddedPostgresError, PostgresBinaries, REMEDY } from './postgres-binaries';
import { ensureCluster, type PostgresCluster } from './postgres-cluster';
import { findPostmaster } from './postmaster';

export interface EmbeddedPostgresOptions {
  /** Where the data is kept; made when missing. */
  readonly directory: string;
  /** The superuser that a new one is made with. @default 'streamtech' */
  readonly user?: string;
  /** TCP port on 127.0.0.1. @default a free one */
  readonly port?: number;
  /** Server settings, such as `{ fsync: 'off' }`, for whoever starts it. @default the server's own */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Connection string, password included. */
  readonly url: string;
  /** Returns when the server is down, or at once while another process still uses it. */
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL 17 from npm, for machines that have none. Processes that name the same directory
 * share one server: the first starts it, the last one stops it, and one that outlived a killed
 * process is joined. It listens on 127.0.0.1 only; the password is in a file that only its owner reads.
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const binaries = await PostgresBinaries.find();
  const cluster = await ensureCluster(path.resolve(options.directory), binaries, options.user);
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const port = await findPostmaster(cluster.data);
    if (port === undefined) {
      await start(cluster, binaries, options, deadline);
    } else {
      const server = await join(cluster, binaries, checked(port, options));
      if (server) return server;
    }
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        `the server in '${cluster.data}' did not answer within ${START_TIMEOUT_MS} ms; end it, then try again`,
      );
    }
    await sleep(POLL_MS);
  }
}

/** Recovery after a crash replays some 100 MB of log at most: seconds, with a wide margin. */
const START_TIMEOUT_MS = 60_000;
/** A killed server's children live on for a moment, in which no new one may start. */
const RETRY_START_MS = 5_000;
const POLL_MS = 100;
/** Held, shared, by every process that uses the server, so that the last one knows that it is. */
const IN_USE_LOCK = 0x5354_0001;
/** `stop` in one process and a start in another may meet: the server shuts down or starts up. */
const PASSING = /ECONNREFUSED|ECONNRESET|Connection terminated|^57P0/;

/** Starts the server, to be joined next; whether it or another process did does not matter. */
async function start(
  cluster: PostgresCluster,
  binaries: PostgresBinaries,
  options: EmbeddedPostgresOptions,
  deadline: number,
): Promise<void> {
  const settings = { port: options.port ?? (await freePort()), ...options.settings };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  const args = [`--pgdata=${cluster.data}`, `--log=${cluster.log}`, `--options=${flags.join(' ')}`];
  try {
    await binaries.run('pg_ctl', ['start', '--wait', ...args]);
  } catch (error) {
    const patient = Date.now() < deadline - START_TIMEOUT_MS + RETRY_START_MS;
    if (patient || (await findPostmaster(cluster.data)) !== undefined) return;
    throw new EmbeddedPostgresError(
      `the server did not start: ${await complaints(cluster, error as Error)}; ${REMEDY}`,
      { cause: error },
    );
  }
}

/** What the server itself said of it; pg_ctl only says to look there. */
async function complaints({ log }: PostgresCluster, { message }: Error): Promise<string> {
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n');
  const reasons = lines.map((line) => /(?:FATAL|PANIC): +(.*)|LOG: +(could not .*)/.exec(line));
  const recent = reasons.flatMap((reason) => reason?.[1] ?? reason?.[2] ?? []).slice(-2);
  return recent.join(', ') || message;
}

/** Undefined while the server is starting up or shutting down. */
async function join(
  cluster: PostgresCluster,
  binaries: PostgresBinaries,
  port: number,
): Promise<EmbeddedPostgres | undefined> {
  const { user, password } = cluster;
  const url = `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`;
  const session = openClient(url);
  session.on('error', () => undefined); // the server is going down, which is what stop() is for
  try {
    await session.connect();
    await session.query('SELECT pg_advisory_lock_shared($1)', [IN_USE_LOCK]);
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string };
    if (PASSING.test(code) || PASSING.test(message)) return undefined;
    throw new EmbeddedPostgresError(`the server refused the connection: ${message}`, {
      cause: error,
    });
  }
  return { url, stop: () => leave(session, cluster, binaries) };
}

async function leave(
  session: pg.Client,
  cluster: PostgresCluster,
  binaries: PostgresBinaries,
): Promise<void> {
  const last = await isLast(session);
  // with the session still open: whoever joins meanwhile waits for the lock, then starts it anew
  if (last) {
    await binaries.run('pg_ctl', ['stop', '--wait', '--mode=fast', `--pgdata=${cluster.data}`]);
  }
  await session.end();
}

async function isLast(session: pg.Client): Promise<boolean> {
  try {
    await session.query('SELECT pg_advisory_unlock_shared($1)', [IN_USE_LOCK]);
    const { rows } = await session.query<{ last: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS last',
      [IN_USE_LOCK],
    );
    return rows[0]?.last === true;
  } catch {
    return false; // it is down already
  }
}

function checked(port: number, options: EmbeddedPostgresOptions): number {
  if (options.port === undefined || options.port === port) return port;
  throw new EmbeddedPostgresError(
    `'port' must be ${port}, where the server of '${options.directory}' runs already, got ${options.port}`,
  );
}
