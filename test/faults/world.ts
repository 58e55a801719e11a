import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../../src/storage/catalogue/migrate';
import { startEmbeddedPostgres } from '../../tools/embedded-postgres';
import { ensureAwsResources } from '../../tools/platform/aws-resources';
import { PostgresBinaries } from '../../tools/postgres-binaries';
import { EntryProcess } from '../support/entry-process';
import { mediaTool } from '../support/media';
import { redisUrl, startRedis } from '../support/redis-process';
import { freePort, ServerProcess } from '../support/server-process';
import { AUDIT } from './audit';
import { FaultyProxy } from './faulty-proxy';

/** Uploads that a worker has in hand at a time. */
const CONCURRENCY = '3';

export type World = Awaited<ReturnType<typeof aWorld>>;

/** Real PostgreSQL and Redis, emulated AWS behind a proxy, and workers as the containers run them. */
export async function aWorld(workerCount: number) {
  const directory = await mkdtemp(path.join(tmpdir(), 'streamtech-faults-'));
  const scratchDirectory = path.join(directory, 'scratch');
  const restarted: { stop(): Promise<void> }[] = [];
  const database = await startEmbeddedPostgres({ directory });
  const redis = await startRedis();
  const awsPort = await freePort();
  const aws = new ServerProcess(awsPort, 'moto_server', [
    ...['-H', '127.0.0.1', '-p', String(awsPort)],
  ]);
  await aws.start();
  const credentials = {
    AWS_REGION: 'ap-northeast-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  // where this process puts uploads: no fault of its own is wanted
  const awsUrl = `http://127.0.0.1:${awsPort}`;
  Object.assign(process.env, credentials, { AWS_ENDPOINT_URL: awsUrl });
  const resources = await ensureAwsResources();
  const proxy = new FaultyProxy(new URL(awsUrl));
  const proxyUrl = await proxy.start();
  await migrate({ connectionString: database.url });
  await run(database.url, AUDIT);

  const environment = {
    ...credentials,
    ENVIRONMENT_SUFFIX: 'faults',
    LOG_LEVEL: 'info',
    NODE_OPTIONS: `--require=${path.join(__dirname, 'jumping-clock.js')}`,
    AWS_ENDPOINT_URL: proxyUrl,
    REDIS_URL: redisUrl(redis),
    BUCKET_NAME: resources.bucketName,
    QUEUE_URL: resources.queueUrl,
    DEAD_LETTER_QUEUE_URL: resources.deadLetterQueueUrl,
    EVENT_BUS_NAME: resources.eventBusName,
    WORKER_CONCURRENCY: CONCURRENCY,
    FFPROBE_PATH: await mediaTool('ffprobe'),
    FFMPEG_PATH: await mediaTool('ffmpeg'),
    SCRATCH_DIRECTORY: scratchDirectory,
    QC_PROFILE: 'streaming',
  };
  const workers: FaultyWorker[] = [];
  for (let index = 0; index < workerCount; index += 1) {
    const user = `worker_${index}`;
    const url = new URL(database.url);
    url.username = user;
    url.password = randomBytes(12).toString('hex');
    await run(
      database.url,
      `CREATE ROLE ${user} LOGIN PASSWORD '${url.password}';
       GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${user};
       GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${user}`,
    );
    workers.push(new FaultyWorker(user, { ...environment, DATABASE_URL: url.href }));
  }

  return {
    workers,
    proxy,
    redis,
    resources,
    scratchDirectory,

    query: <T>(ask: (client: pg.Client) => Promise<T>) => withClient(database.url, ask),

    /** As when the power fails, and comes back. */
    async restartPostgres(): Promise<void> {
      const binaries = await PostgresBinaries.find();
      const data = path.join(directory, 'postgres-17', 'data');
      await binaries.run('pg_ctl', ['stop', '--wait', '--mode=immediate', `--pgdata=${data}`]);
      const port = Number(new URL(database.url).port);
      restarted.push(await startEmbeddedPostgres({ directory, port }));
    },

    async close(): Promise<void> {
      for (const { process: worker } of workers) {
        worker.signal('SIGCONT');
        worker.signal('SIGKILL');
        await worker.ended();
      }
      await proxy.stop();
      await aws.kill();
      await redis.kill();
      for (const server of [database, ...restarted]) await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A worker that is started again whenever it ends, with the user of its own. */
export class FaultyWorker {
  process: EntryProcess;
  /** One that stands still cannot end when it is asked to. */
  frozen = false;
  /** Of all its lives. */
  #earlier = '';

  constructor(
    readonly user: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    this.process = this.#start();
  }

  get output(): string {
    return this.#earlier + this.process.output;
  }

  /** Ends it so, waits, and starts it again. Resolves to how long it took to end. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number> {
    await this.up();
    const startedAt = performance.now();
    this.process.signal(signal);
    this.#earlier += await this.process.ended();
    const ms = performance.now() - startedAt;
    this.process = this.#start();
    return ms;
  }

  /** Of one that is still starting nothing would be learnt. */
  up(): Promise<void> {
    return this.process.says('worker started');
  }

  #start(): EntryProcess {
    return new EntryProcess('src/worker/worker.task.ts', this.environment);
  }
}

/** Parsers and meters whose worker is gone. */
export async function orphans(): Promise<number> {
  let count = 0;
  for (const id of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [line, stat] = await Promise.all(
      ['cmdline', 'stat'].map((file) => readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '')),
    );
    const parent = /\) \S (\d+)/.exec(stat ?? '')?.[1];
    if (/ff(probe|mpeg).*(127\.0\.0\.1|streamtech-faults-)/.test(line ?? '') && parent === '1')
      count += 1;
  }
  return count;
}

async function run(url: string, statements: string): Promise<void> {
  await withClient(url, (client) => client.query(statements));
}

async function withClient<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
