import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyResult } from 'aws-lambda';
import type * as ApiLambda from '../../src/entries/api.lambda';
import { ObjectNotFoundError } from '../../src/domain/errors';
import type { Video } from '../../src/domain/video';
import { S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import { SqsMessageQueue } from '../../src/storage/queue/sqs-message-queue';
import { ensureAwsResources } from '../../tools/platform/aws-resources';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import { describeWithAws } from '../support/servers/describe-with-aws';
import { EcsAgent } from '../support/servers/ecs-agent';
import { aGatewayEvent } from '../support/factories/gateway-event';
import { mediaTool, sampleFolder, SAMPLES_TIMEOUT_MS } from '../support/media';
import { redisUrl, startRedis } from '../support/servers/redis-process';
import type { ServerProcess } from '../support/servers/server-process';
import { until } from '../support/until';

/*
 * What is deployed, entry by entry, as ECS and Lambda run it: configured by nothing but environment
 * variables and secrets, against emulated AWS and real stores.
 */

const WITHIN_MS = 60_000;

/** Whom API and retention job come as. */
const user = { username: 'streamtech_app', password: 'rows and nothing else' };
/** Whom the worker comes as. */
const worker = { username: 'streamtech_worker', password: 'what it finds out' };

jest.setTimeout(120_000);

describeWithAws('the deployed entries', () => {
  let database: TestDatabase;
  let redis: ServerProcess;
  let agent: EcsAgent;
  let objects: S3ObjectStore;
  let samples: string;
  let queues: Awaited<ReturnType<typeof ensureAwsResources>>;

  beforeAll(async () => {
    samples = await sampleFolder();
    queues = await ensureAwsResources();
    const { bucketName, queueUrl, deadLetterQueueUrl, measuring, eventBusName } = queues;
    objects = new S3ObjectStore(bucketName);
    redis = await startRedis();
    agent = new EcsAgent();
    await agent.start();
    database = await createDatabase(databaseServers()[0], 'empty');
    const url = new URL(database.url);
    const owner = { username: url.username, password: url.password };
    url.password = '';
    Object.assign(process.env, {
      ENVIRONMENT_SUFFIX: 'test',
      LOG_LEVEL: 'silent',
      DATABASE_URL: url.href,
      DATABASE_SECRET_ARN: await createSecret('database', owner),
      DATABASE_USER_SECRET_ARN: await createSecret('database-user', user),
      DATABASE_WORKER_SECRET_ARN: await createSecret('database-worker', worker),
      REDIS_URL: redisUrl(redis),
      BUCKET_NAME: bucketName,
      QUEUE_URL: queueUrl,
      DEAD_LETTER_QUEUE_URL: deadLetterQueueUrl,
      MEASURING_QUEUE_URL: measuring.queueUrl,
      MEASURING_DEAD_LETTER_QUEUE_URL: measuring.deadLetterQueueUrl,
      EVENT_BUS_NAME: eventBusName,
      WORKER_CONCURRENCY: '2',
      QC_PROFILE: 'streaming',
      SCRATCH_DIRECTORY: path.join(tmpdir(), 'streamtech-scratch'),
      ECS_AGENT_URI: agent.uri,
      FFPROBE_PATH: await mediaTool('ffprobe'),
      FFMPEG_PATH: await mediaTool('ffmpeg'),
    });
  }, SAMPLES_TIMEOUT_MS);

  afterAll(async () => {
    for (const { username } of [user, worker]) {
      await database.client.query(`DROP OWNED BY ${username}`);
      await database.client.query(`DROP ROLE ${username}`);
    }
    await database.drop();
    await redis.kill();
    await agent.stop();
  });

  test('migrate, take an upload from S3 to ready, serve it, and stop at SIGTERM', async () => {
    // an entry is loaded with the environment that is set by now
    jest.requireActual('../../src/entries/migrate.task');
    await until(async () => {
      const { rows } = await database.client.query<{ last: string }>(
        `SELECT relname AS last FROM pg_class WHERE relacl::text LIKE '%${worker.username}=U/%'`,
      );
      return rows[0];
    }, WITHIN_MS);
    const { DATABASE_URL = '', DATABASE_USER_SECRET_ARN, DATABASE_WORKER_SECRET_ARN } = process.env;
    const comeAs = ({ username }: typeof user, secretArn: string | undefined) => {
      const url = new URL(DATABASE_URL);
      url.username = username;
      Object.assign(process.env, { DATABASE_URL: url.href, DATABASE_SECRET_ARN: secretArn });
    };

    comeAs(worker, DATABASE_WORKER_SECRET_ARN);
    const listeners = process.listenerCount('SIGTERM');
    jest.requireActual('../../src/entries/worker.task');
    await until(() => process.listenerCount('SIGTERM') > listeners, WITHIN_MS);
    comeAs(user, DATABASE_USER_SECRET_ARN);
    await objects.put('incoming/夜景.mp4', createReadStream(path.join(samples, 'h264-aac.mp4')));
    const video = await until(async () => {
      const { items } = (await answered({
        queryStringParameters: { status: 'ready' },
        multiValueQueryStringParameters: { status: ['ready'] },
      })) as { items: Video[] };
      return items[0];
    }, WITHIN_MS);
    expect(video).toMatchObject({ title: '夜景', status: 'ready' });
    expect(video.object?.versionId).not.toBeNull();

    const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    await answered({ path: `/v1/videos/${video.id}` });
    const lines = written.mock.calls.map(([line]) => JSON.parse(String(line)) as unknown);
    written.mockRestore();
    expect(lines).toContainEqual(expect.objectContaining({ Environment: 'test', CacheMiss: 1 }));

    await until(() => agent.told.length === 2, WITHIN_MS);
    expect(agent.told.map(({ ProtectionEnabled }) => ProtectionEnabled)).toEqual([true, false]);

    const programme = {
      broadcastAt: '2020-01-01 25:00',
      class: 'general',
      captions: { present: true },
      afterRetention: 'delete',
    };
    await answered({
      httpMethod: 'PUT',
      path: `/v1/videos/${video.id}/programme`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(programme),
    });
    jest.requireActual('../../src/entries/retention.task');
    await until(async () => {
      const { rows } = await database.client.query<object>('SELECT * FROM tombstones');
      return rows[0];
    }, WITHIN_MS);
    await expect(
      objects.head({ key: video.object?.key ?? '', versionId: video.object?.versionId ?? null }),
    ).rejects.toThrow(ObjectNotFoundError);

    const closed = jest.spyOn(SqsMessageQueue.prototype, 'close');
    process.emit('SIGTERM');
    await until(async () => {
      const [call] = closed.mock.results;
      await call?.value;
      return call;
    }, WITHIN_MS);
    await objects.put('incoming/later.mp4', createReadStream(path.join(samples, 'hlg.mp4')));
    const queue = new SqsMessageQueue(queues);
    // a poll that the worker broke off may have hidden it
    await until(async () => {
      const { waiting, inFlight } = await queue.depth();
      return waiting + inFlight === 1;
    }, WITHIN_MS);
    const { rows } = await database.client.query<{ videos: string }>(
      'SELECT count(*) AS videos FROM videos',
    );
    expect(rows).toEqual([{ videos: '0' }]);
  });

  /** What the API function answers, with 200. */
  async function answered(event: Parameters<typeof aGatewayEvent>[0]): Promise<unknown> {
    const { handler } = jest.requireActual<typeof ApiLambda>('../../src/entries/api.lambda');
    const result = await handler(aGatewayEvent(event), {} as never, () => undefined);
    const { statusCode, body } = result as APIGatewayProxyResult;
    expect(statusCode).toBe(200);
    return JSON.parse(body);
  }
});

async function createSecret(name: string, content: object): Promise<string> {
  const client = new SecretsManagerClient({});
  const { ARN: arn = '' } = await client.send(
    new CreateSecretCommand({ Name: name, SecretString: JSON.stringify(content) }),
  );
  return arn;
}
