import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import type pg from 'pg';
import type { QueueDepth } from '../../src/storage/queue/message-queue';
import { SqsMessageQueue } from '../../src/storage/queue/sqs-message-queue';
import { LEASE_SECONDS } from '../../src/worker/message-context';
import type { AwsResources } from '../../tools/platform/aws-resources';
import { withClient } from '../../tools/postgres-client';
import { SmallDisk } from '../../tools/rehearse/small-disk';
import { mediaTool } from '../support/media';
import { redisUrl } from '../support/servers/redis-process';
import { addWriter, AUDIT } from './audit';
import { FaultyWorker } from './faulty-worker';
import { credentials, startServers } from './servers';
import { Undo } from './undo';

/** Uploads that a worker processes at a time. */
const CONCURRENCY = '3';

export interface WorldOptions {
  readonly workers: number;
  /** How long the queue hides what a worker received. @default as long as a lease */
  readonly visibilitySeconds?: number;
  /** Workers collect garbage all the time, so that their memory is what they keep. @default false */
  readonly collecting?: boolean;
}

export type World = Awaited<ReturnType<typeof built>>;

/** Real stores, emulated AWS, and workers as the containers run them. What fails to start leaves nothing. */
export async function aWorld(options: WorldOptions): Promise<World> {
  const undo = new Undo();
  try {
    return await built(options, undo);
  } catch (error) {
    await undo.run();
    throw error;
  }
}

async function built(
  { workers: count, visibilitySeconds = LEASE_SECONDS, collecting = false }: WorldOptions,
  undo: Undo,
) {
  const directory = await mkdtemp(path.join(tmpdir(), 'streamtech-faults-'));
  undo.later(() => rm(directory, { recursive: true, force: true }));
  const servers = await startServers(directory, visibilitySeconds, undo);
  const { databaseUrl, resources } = servers;
  const query = <T>(ask: (client: pg.Client) => Promise<T>) => withClient(databaseUrl, ask);
  await query((client) => client.query(AUDIT));
  const scratchDirectory = path.join(directory, 'scratch');
  const disk = await SmallDisk.mount(scratchDirectory);
  if (disk) undo.later(() => disk.unmount());
  const environment = {
    ...credentials,
    ENVIRONMENT_SUFFIX: 'faults',
    LOG_LEVEL: 'info',
    NODE_OPTIONS: ['jumping-clock.js', ...(collecting ? ['collecting.js'] : [])]
      .map((file) => `--require=${path.join(__dirname, file)}`)
      .join(' '),
    AWS_ENDPOINT_URL: servers.proxyUrl,
    REDIS_URL: redisUrl(servers.redis),
    BUCKET_NAME: resources.bucketName,
    // the client goes where this says, whatever the endpoint is
    QUEUE_URL: through(servers.proxyUrl, resources.queueUrl),
    DEAD_LETTER_QUEUE_URL: through(servers.proxyUrl, resources.deadLetterQueueUrl),
    MEASURING_QUEUE_URL: through(servers.proxyUrl, resources.measuring.queueUrl),
    MEASURING_DEAD_LETTER_QUEUE_URL: through(
      servers.proxyUrl,
      resources.measuring.deadLetterQueueUrl,
    ),
    EVENT_BUS_NAME: resources.eventBusName,
    WORKER_CONCURRENCY: CONCURRENCY,
    FFPROBE_PATH: await mediaTool('ffprobe'),
    FFMPEG_PATH: await mediaTool('ffmpeg'),
    SCRATCH_DIRECTORY: scratchDirectory,
    QC_PROFILE: 'streaming',
  };
  const entry = await bundled('src/entries/worker.task.ts', directory);
  const workers: FaultyWorker[] = [];
  for (let index = 0; index < count; index += 1) {
    const user = `worker_${index}`;
    const url = new URL(databaseUrl);
    url.username = user;
    url.password = await query((client) => addWriter(client, user));
    const worker = new FaultyWorker(user, entry, {
      ...environment,
      AWS_ACCESS_KEY_ID: user,
      DATABASE_URL: url.href,
    });
    undo.later(() => worker.close());
    workers.push(worker);
  }
  return {
    ...servers,
    workers,
    query,
    directory,
    disk,
    scratchDirectory,
    visibilitySeconds,
    queue: new BothQueues(resources),
    close: () => undo.run(),
  };
}

/** Uploads, and those whose headers are read, as an operator sees them: past the proxy. */
class BothQueues {
  private readonly uploads: SqsMessageQueue;
  private readonly measuring: SqsMessageQueue;

  constructor(resources: AwsResources) {
    this.uploads = new SqsMessageQueue(resources);
    this.measuring = new SqsMessageQueue(resources.measuring);
  }

  /** Tells of an upload. */
  send(...message: Parameters<SqsMessageQueue['send']>): Promise<void> {
    return this.uploads.send(...message);
  }

  async depth(): Promise<QueueDepth> {
    const [one, other] = await Promise.all([this.uploads.depth(), this.measuring.depth()]);
    return {
      waiting: one.waiting + other.waiting,
      inFlight: one.inFlight + other.inFlight,
      deadLetters: one.deadLetters + other.deadLetters,
    };
  }

  async replayDeadLetters(): Promise<number> {
    return (await this.uploads.replayDeadLetters()) + (await this.measuring.replayDeadLetters());
  }
}

function through(proxyUrl: string, url: string): string {
  return new URL(new URL(url).pathname, proxyUrl).href;
}

/** As the image has it: a worker that is started again is there in half a second. */
async function bundled(entry: string, directory: string): Promise<string> {
  const outfile = path.join(directory, 'worker.task.js');
  await build({
    ...{ entryPoints: [path.resolve(__dirname, '../..', entry)], outfile },
    ...{ bundle: true, platform: 'node', target: 'node20', external: ['pg-native'] },
  });
  return outfile;
}
