import { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { text } from 'node:stream/consumers';
import { awsClient } from '../../src/runtime/aws-client';
import { RedisConnection } from '../../src/storage/cache/redis-connection';
import { Database } from '../../src/storage/catalogue/database';
import { migrate } from '../../src/storage/catalogue/migrate';
import { EventBridgePublisher } from '../../src/storage/events/event-bridge-publisher';
import { createS3Client, S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import { SqsMessageQueue } from '../../src/storage/queue/sqs-message-queue';
import { withHeartbeat } from '../../src/worker/heartbeat';
import { TaskProtection } from '../../src/worker/task-protection';
import { recordingLogger } from '../support/log-lines';
import { HALF_AN_ANSWER, POSTGRES_LETS_IN, SilentServer } from '../support/silent-server';
import { until } from '../support/until';

/*
 * A server that accepts and never answers, and one that stops in the middle of its answer: no call may wait for
 * either longer than its limit says, or a worker stands still and its heart with it.
 */

const ANSWER_MS = 300;
/** Two attempts of up to 2 s with a pause between them, on a busy machine. */
const ENDS_WITHIN_MS = 12_000;

const message = { id: '1', body: '{}', receiptHandle: 'receipt', receiveCount: 1 };
const object = { key: 'incoming/clip.mp4', versionId: null };

describe.each([
  ['that never answers', ''],
  ['that stops in the middle of its answer', HALF_AN_ANSWER],
])('with a server %s', (_, beginning) => {
  const limits = { answerMs: ANSWER_MS, attempts: 2 };
  const before = { ...process.env };
  let server: SilentServer;
  let queue: SqsMessageQueue;

  beforeAll(async () => {
    server = await SilentServer.start(beginning);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: 'ap-northeast-1',
      AWS_ACCESS_KEY_ID: 'anybody',
      AWS_SECRET_ACCESS_KEY: 'secret',
    });
    queue = new SqsMessageQueue({
      queueUrl: `${server.url}/queue`,
      deadLetterQueueUrl: `${server.url}/dead`,
      // of a connection that a poll is held open on, too
      limits: { ...limits, silenceMs: 2_000 },
    });
  });

  afterAll(async () => {
    process.env = before;
    await queue.close();
    await server.stop();
  });

  const store = () =>
    new S3ObjectStore('bucket', createS3Client({ ...limits, silenceMs: ANSWER_MS }));
  const calls: Record<string, () => Promise<unknown>> = {
    'S3: a whole object': async () => text(await store().read(object)),
    'S3: a range': async () => text((await store().readRange(object, { start: 0 })).body),
    'S3: a listing': () => store().delete(object.key),
    'SQS: a long poll': () => queue.receive({ max: 1, waitSeconds: 1 }),
    'SQS: a heartbeat': () => queue.setVisibility(message, 60),
    'SQS: a message': () => queue.send('{}'),
    EventBridge: () =>
      new EventBridgePublisher({ eventBusName: 'bus', limits }).publish({
        videoId: '1',
        status: 'ready',
        verdict: null,
        bucket: 'bucket',
        key: object.key,
        versionId: null,
      }),
    'Secrets Manager': () =>
      awsClient(SecretsManagerClient, limits).send(new GetSecretValueCommand({ SecretId: 'x' })),
  };

  it.each(Object.entries(calls))(
    '%s: the call ends with an error',
    async (_name, call) => {
      const connections = server.accepted;
      const startedAt = performance.now();
      await expect(call()).rejects.toThrow(/time|aborted|inactivity/i);
      expect(performance.now() - startedAt).toBeLessThan(ENDS_WITHIN_MS);
      expect(server.accepted).toBeGreaterThan(connections);
    },
    20_000,
  );

  it('ECS’s agent: the protection is given up, with a warning', async () => {
    const { logger, lines } = recordingLogger();
    const protection = new TaskProtection(server.url, logger, 60_000, ANSWER_MS);
    protection.set(true);
    await until(() => lines.length > 0);
    protection.set(false);
    expect(lines[0]).toMatchObject({ level: 'warn' });
  });

  it('SQS: a heartbeat that is missed neither stops the work nor the next beats', async () => {
    let missed = 0;
    const outcome = await withHeartbeat(
      {
        beat: () => queue.setVisibility(message, 60),
        isFinal: () => false,
        onMissedBeat: () => (missed += 1),
        intervalMs: 10,
        signal: new AbortController().signal,
      },
      () => until(() => missed >= 2).then(() => 'done'),
    );
    expect(outcome).toBe('done');
  }, 20_000);
});

describe('with silent servers of other kinds', () => {
  it('credentials: the call as a whole ends', async () => {
    const server = await SilentServer.start();
    const settings = {
      region: 'ap-northeast-1',
      endpoint: server.url,
      // as the SDK asks ECS for them: without a limit
      credentials: () => new Promise<never>(() => undefined),
    };
    const client = awsClient(SecretsManagerClient, { answerMs: 10, attempts: 1 }, settings);
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'x' }))).rejects.toThrow(
      'no answer within 5020 ms',
    );
    await server.stop();
  }, 20_000);

  it.each([
    ['never answers', '', 6_000],
    ['lets in and never answers', POSTGRES_LETS_IN, 14_000],
  ])(
    'PostgreSQL that %s: the statement ends, and the pool closes',
    async (_, beginning, ms) => {
      const server = await SilentServer.start(beginning);
      const db = new Database({
        connectionString: `postgresql://anybody@127.0.0.1:${server.port}/x`,
      });
      const startedAt = performance.now();
      await expect(db.prepared({ name: 'any', text: 'SELECT' })).rejects.toThrow(/time/);
      await db.close();
      expect(performance.now() - startedAt).toBeLessThan(ms + ENDS_WITHIN_MS);
      await server.stop();
    },
    30_000,
  );

  it('PostgreSQL that never answers a migration ends it', async () => {
    const server = await SilentServer.start();
    const connectionString = `postgresql://anybody@127.0.0.1:${server.port}/x`;
    await expect(migrate({ connectionString })).rejects.toThrow(/time/);
    await server.stop();
  }, 20_000);

  it('Redis that never answers: the command ends, and the connection closes', async () => {
    const server = await SilentServer.start();
    const { logger } = recordingLogger();
    const cache = new RedisConnection({ url: `redis://127.0.0.1:${server.port}`, logger });
    const startedAt = performance.now();
    await expect(cache.run((redis) => redis.get('x'))).rejects.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(ENDS_WITHIN_MS);
    await cache.close();
    await server.stop();
  });
});
