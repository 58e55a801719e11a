import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port';
import { PostgresBinaries } from './postgres-binaries';
import { findPostmaster } from './postmaster';

export interface EmbeddedPostgresOptions {
  /** Where the data is kept; made when missing. The cluster is a folder in it. */
  readonly directory: string;
  /** TCP port on 127.0.0.1. @default a free one */
  readonly port?: number;
  /** Server settings for this run, such as `{ fsync: 'off' }`. @default the server's own */
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
 * share one server: the first starts it, the last one stops it. One that outlived its killed parent
 * is simply joined. It listens on 127.0.0.1 only; the password is in a file that only the owner reads.
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const binaries = await PostgresBinaries.find();
  const cluster = await ensureCluster(path.resolve(options.directory), binaries);
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const port = await findPostmaster(cluster.data);
    try {
      if (port === undefined) await start(cluster, binaries, options);
      else return await join(cluster, binaries, port);
    } catch (error) {
      // starting up, shutting down, or another process was quicker to start it
      if (Date.now() > deadline) throw error;
      await sleep(POLL_MS);
    }
  }
}

/** Recovery after a crash replays at most some 100 MB of log here: seconds, with a wide margin. */
const START_TIMEOUT_MS = 60_000;
const POLL_MS = 50;
const USER = 'streamtech';
const DATABASE = 'postgres';
/** Held shared by every process that uses the server, so that the last one knows that it is. */
const IN_USE_LOCK = 0x5354_0001;

interface Cluster {
  readonly data: string;
  readonly log: string;
  readonly password: string;
}

async function ensureCluster(directory: string, binaries: PostgresBinaries): Promise<Cluster> {
  await mkdir(directory, { recursive: true });
  // the major version is in the name: a later one cannot read this one's files
  const home = path.join(directory, 'postgres-17');
  const password = (): Promise<string> => readFile(path.join(home, 'password'), 'utf8');
  const found = await password().catch(() => undefined);
  if (found === undefined) await createCluster(home, binaries);
  return {
    data: path.join(home, 'data'),
    log: path.join(home, 'data', 'server.log'),
    password: found ?? (await password()),
  };
}

/** Made beside its place and moved there whole, so that a killed or a doubled start leaves no half. */
async function createCluster(home: string, binaries: PostgresBinaries): Promise<void> {
  const draft = await mkdtemp(`${home}.`);
  try {
    const passwordFile = path.join(draft, 'password');
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    const data = path.join(draft, 'data');
    await mkdir(data, { mode: 0o700 });
    if (binaries.owner) await chown(data, binaries.owner.uid, binaries.owner.gid);
    await binaries.run('initdb', [
      `--pgdata=${data}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // the same order on every machine; titles name their ICU collation themselves
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--set=listen_addresses=127.0.0.1',
      '--set=unix_socket_directories=',
    ]);
    await chmod(draft, 0o755);
    await rename(draft, home);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const another = await readFile(path.join(home, 'password')).catch(() => undefined);
    if (another === undefined) throw error;
  }
}

async function start(
  cluster: Cluster,
  binaries: PostgresBinaries,
  options: EmbeddedPostgresOptions,
): Promise<void> {
  const settings = { port: options.port ?? (await freePort()), ...options.settings };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
  await binaries.run('pg_ctl', [
    'start',
    '--wait',
    `--pgdata=${cluster.data}`,
    `--log=${cluster.log}`,
    `--options=${flags.join(' ')}`,
  ]);
}

async function join(
  cluster: Cluster,
  binaries: PostgresBinaries,
  port: number,
): Promise<EmbeddedPostgres> {
  const url = `postgresql://${USER}:${cluster.password}@127.0.0.1:${port}/${DATABASE}`;
  const session = new pg.Client({ connectionString: url, keepAlive: true });
  session.on('error', () => undefined); // the server is going down: what stop() does too
  await session.connect();
  await session.query('SELECT pg_advisory_lock_shared($1)', [IN_USE_LOCK]);
  const stop = async (): Promise<void> => {
    await session.query('SELECT pg_advisory_unlock_shared($1)', [IN_USE_LOCK]);
    const { rows } = await session.query<{ last: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS last',
      [IN_USE_LOCK],
    );
    // the session stays open until the server is down: whoever joins meanwhile waits, then starts it
    if (rows[0]?.last) {
      await binaries.run('pg_ctl', ['stop', '--wait', '--mode=fast', `--pgdata=${cluster.data}`]);
    }
    await session.end();
  };
  return { url, stop };
}
