import { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { text } from 'node:stream/consumers';
import { awsClient, type CallLimits } from '../../src/runtime/aws-client';
import { RedisConnection } from '../../src/storage/cache/redis-connection';
import { Database } from '../../src/storage/catalogue/database';
import { migrate } from '../../src/storage/catalogue/migrate';
import { EventBridgePublisher } from '../../src/storage/events/event-bridge-publisher';
import { createS3Client, S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import { SqsMessageQueue } from '../../src/storage/queue/sqs-message-queue';
import { withHeartbeat } from '../../src/worker/heartbeat';
import { TaskProtection } from '../../src/worker/task-protection';
import { recordingLogger } from '../support/log-lines';
import { HALF_AN_ANSWER, POSTGRES_LETS_IN, SilentServer } from '../support/servers/silent-server';
import { until } from '../support/until';

/*
 * A server that accepts and never answers, and one that stops in the middle of its answer: no call may wait for
 * either longer than its limit says, or a worker stands still and its heart with it. The limits are seconds, so
 * the calls of a group are made at once, and each test waits for its own.
 */

const ANSWER_MS = 300;
/** Two attempts of up to 2 s with a pause between them, on a busy machine. */
const ENDS_WITHIN_MS = 12_000;

const message = { id: '1', body: '{}', receiptHandle: 'receipt', group: null, receiveCount: 1 };
const object = { key: 'incoming/clip.mp4', versionId: null };

/** A test for each call: it ends with an error that speaks of time. */
function eachEnds(calls: Readonly<Record<string, () => Promise<unknown>>>, withinMs: number): void {
  const outcomes = new Map<string, Promise<{ error: string; ms: number }>>();
  beforeAll(() => {
    for (const [name, call] of Object.entries(calls)) {
      const startedAt = performance.now();
      const outcome = call().then(() => 'no error', String);
      const timed = outcome.then((error) => ({ error, ms: performance.now() - startedAt }));
      outcomes.set(name, timed);
    }
  });
  it.each(Object.keys(calls))(
    '%s: the call ends with an error',
    async (name) => {
      const outcome = await outcomes.get(name);
      expect(outcome?.error).toMatch(/time|aborted|inactivity|not? answer/i);
      expect(outcome?.ms).toBeLessThan(withinMs);
    },
    withinMs + 5_000,
  );
}

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
  eachEnds(
    {
      'S3: a whole object': async () => text(await store().read(object)),
      'S3: a range': async () => text((await store().readRange(object, { start: 0 })).body),
      'S3: a listing': () => store().delete(object.key),
      'SQS: a long poll': () => queue.receive({ max: 1, waitSeconds: 1 }),
      'SQS: a heartbeat': () => queue.setVisibility(message, 60),
      'SQS: a message': () => queue.send('{}'),
      EventBridge: () =>
        new EventBridgePublisher({ eventBusName: 'bus', limits }).publish('VideoProcessed', {
          videoId: '1',
          status: 'ready',
          verdict: null,
          verdictBy: null,
          bucket: 'bucket',
          key: object.key,
          versionId: null,
        }),
      'Secrets Manager': () =>
        awsClient(SecretsManagerClient, limits).send(new GetSecretValueCommand({ SecretId: 'x' })),
    },
    ENDS_WITHIN_MS,
  );

  it('the calls have reached it', async () => {
    await until(() => server.accepted >= 8);
    expect(server.accepted).toBeGreaterThanOrEqual(8);
  });

  it('ECS’s agent: the protection is given up, with a warning', async () => {
    const { logger, lines } = recordingLogger();
    const protection = new TaskProtection(server.url, logger, { timeoutMs: ANSWER_MS });
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
  let silent: SilentServer;
  let lettingIn: SilentServer;
  beforeAll(async () => {
    silent = await SilentServer.start();
    lettingIn = await SilentServer.start(POSTGRES_LETS_IN);
  });
  afterAll(() => Promise.all([silent.stop(), lettingIn.stop()]));

  const connectionTo = ({ port }: SilentServer) => ({
    connectionString: `postgresql://anybody@127.0.0.1:${port}/x`,
  });
  /** The pool closes, too. */
  const statementOf = async (server: SilentServer) => {
    const db = new Database(connectionTo(server));
    await db.prepared({ name: 'any', text: 'SELECT' }).finally(() => db.close());
  };

  const secretOf = (
    limits: CallLimits,
    credentials: () => Promise<{ accessKeyId: string; secretAccessKey: string }>,
  ) =>
    awsClient(SecretsManagerClient, limits, {
      region: 'ap-northeast-1',
      endpoint: silent.url,
      credentials,
    }).send(new GetSecretValueCommand({ SecretId: 'x' }));

  eachEnds(
    {
      'the head of an answer, on a connection that may be silent for longer': () =>
        secretOf({ answerMs: ANSWER_MS, silenceMs: 60_000, attempts: 2 }, () =>
          Promise.resolve({ accessKeyId: 'anybody', secretAccessKey: 'secret' }),
        ),
    },
    ENDS_WITHIN_MS,
  );

  eachEnds(
    {
      // as the SDK asks ECS for them: without a limit
      credentials: () =>
        secretOf({ answerMs: 10, attempts: 1 }, () => new Promise<never>(() => undefined)),
      'a statement, of PostgreSQL that never answers': () => statementOf(silent),
      'a statement, of PostgreSQL that lets in and never answers': () => statementOf(lettingIn),
      'a migration': () => migrate(connectionTo(silent)),
      'a command of Redis': async () => {
        const url = `redis://127.0.0.1:${silent.port}`;
        const cache = new RedisConnection({ url, logger: recordingLogger().logger });
        await cache.run((redis) => redis.get('x')).finally(() => cache.close());
      },
    },
    14_000 + ENDS_WITHIN_MS,
  );
});
