import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createApiKey } from '../../src/api/api-keys';
import { S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import { ensureAwsResources } from '../../tools/platform/aws-resources';
import { bundled } from '../support/bundled';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import { describeWithAws } from '../support/servers/describe-with-aws';
import { EntryProcess } from '../support/drivers/entry-process';
import { aGatewayEvent } from '../support/factories/gateway-event';
import { mediaTool, sampleFolder, SAMPLES_TIMEOUT_MS } from '../support/media';
import { freePort, ServerProcess } from '../support/servers/server-process';

/*
 * Every entry with secrets that can be recognized, at the level of logging that says most, through work
 * and through every kind of trouble; then all that they wrote is searched.
 */

jest.setTimeout(240_000);

const plant = (what: string): string => `planted-${what}-${randomBytes(12).toString('hex')}`;
const client = createApiKey('client', ['read', 'write']);

const secrets = {
  userPassword: plant('user'),
  workerPassword: plant('worker'),
  wrongPassword: plant('wrong'),
  cacheToken: plant('token'),
  urlPassword: plant('url'),
  awsSecretKey: plant('aws'),
  awsSession: plant('session'),
  apiKey: client.key,
  almostApiKey: `${client.key}x`,
  apiKeyHash: client.entry.sha256,
  halfDocument: plant('document'),
};

const WORKER = 'src/entries/worker.task.ts';
const MIGRATION = 'src/entries/migrate.task.ts';
const LAMBDA = 'test/support/entries/call-lambda.ts';

/** What of it could be recognized: as it is, and as it travels. */
function leaksIn(output: string): string[] {
  return Object.entries(secrets).flatMap(([name, value]) => {
    const forms = [value, encodeURIComponent(value), Buffer.from(value).toString('base64')];
    return forms.some((form) => output.includes(form)) ? [name] : [];
  });
}

test.each(Object.entries(secrets))('the search would find %s', (name, value) => {
  expect(leaksIn(`{"err":{"message":"bad '${value}'"}}`)).toContain(name);
  expect(leaksIn(Buffer.from(value).toString('base64'))).toContain(name);
});

const MEASURED_WITHIN_MS = 150_000;

describeWithAws('no entry writes a secret', () => {
  let database: TestDatabase;
  let redis: ServerProcess;
  let environment: Record<string, string>;
  let arns: Record<'owner' | 'user' | 'worker' | 'wrong' | 'cache' | 'keys' | 'broken', string>;
  let objects: S3ObjectStore;
  let samples: string;
  let role: string;
  /** Of the worker. */
  let own: Record<string, string>;
  let scratch: string;
  /** What the migration said. */
  let migrated: string;

  beforeAll(async () => {
    samples = await sampleFolder();
    scratch = await mkdtemp(path.join(tmpdir(), 'streamtech-secrets-'));
    const { bucketName, queueUrl, deadLetterQueueUrl, measuring, eventBusName } =
      await ensureAwsResources();
    objects = new S3ObjectStore(bucketName);
    const port = await freePort();
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', ''];
    redis = new ServerProcess(port, 'redis-server', [...args, '--requirepass', secrets.cacheToken]);
    await redis.start();
    database = await createDatabase(databaseServers()[0], 'empty');
    const url = new URL(database.url);
    const owner = { username: url.username, password: url.password };
    role = `streamtech_${randomBytes(4).toString('hex')}`;
    url.password = '';
    arns = {
      owner: await createSecret(owner),
      user: await createSecret({ username: role, password: secrets.userPassword }),
      worker: await createSecret({ username: `${role}_w`, password: secrets.workerPassword }),
      wrong: await createSecret({ username: role, password: secrets.wrongPassword }),
      cache: await createSecret({ token: secrets.cacheToken }),
      keys: await createSecret({ keys: [client.entry] }),
      broken: await createSecret(`{"password":"${secrets.halfDocument}`),
    };
    environment = {
      ENVIRONMENT_SUFFIX: 'test',
      LOG_LEVEL: 'trace',
      DATABASE_URL: url.href,
      DATABASE_SECRET_ARN: arns.owner,
      DATABASE_USER_SECRET_ARN: arns.user,
      DATABASE_WORKER_SECRET_ARN: arns.worker,
      REDIS_URL: `redis://127.0.0.1:${port}`,
      REDIS_SECRET_ARN: arns.cache,
      API_KEYS_SECRET_ARN: arns.keys,
      BUCKET_NAME: bucketName,
      QUEUE_URL: queueUrl,
      DEAD_LETTER_QUEUE_URL: deadLetterQueueUrl,
      MEASURING_QUEUE_URL: measuring.queueUrl,
      MEASURING_DEAD_LETTER_QUEUE_URL: measuring.deadLetterQueueUrl,
      EVENT_BUS_NAME: eventBusName,
      WORKER_CONCURRENCY: '2',
      FFPROBE_PATH: await mediaTool('ffprobe'),
      FFMPEG_PATH: await mediaTool('ffmpeg'),
      SCRATCH_DIRECTORY: scratch,
      QC_PROFILE: 'streaming',
      AWS_ENDPOINT_URL: process.env['AWS_ENDPOINT_URL'] ?? '',
      AWS_REGION: 'ap-northeast-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: secrets.awsSecretKey,
      AWS_SESSION_TOKEN: secrets.awsSession,
    };
    migrated = await new EntryProcess(bundled(MIGRATION), environment).ended();
    url.username = role;
    Object.assign(environment, { DATABASE_URL: url.href, DATABASE_SECRET_ARN: arns.user });
    url.username += '_w';
    own = { DATABASE_URL: url.href, DATABASE_SECRET_ARN: arns.worker };
  }, SAMPLES_TIMEOUT_MS);

  afterAll(async () => {
    for (const each of [role, `${role}_w`]) {
      await database.client.query(`DROP OWNED BY ${each}`);
      await database.client.query(`DROP ROLE ${each}`);
    }
    await database.drop();
    await redis.kill();
    await rm(scratch, { recursive: true });
  });

  test('the migration', () => {
    expect(migrated).toContain('may read and write what its role needs');
    expect(leaksIn(migrated)).toEqual([]);
  });

  test.each([
    ['a wrong password', () => ({ DATABASE_SECRET_ARN: arns.wrong })],
    ['a secret that is no JSON', () => ({ DATABASE_SECRET_ARN: arns.broken })],
    ['a user’s secret that is no JSON', () => ({ DATABASE_USER_SECRET_ARN: arns.broken })],
    ['a URL that is none', () => ({ DATABASE_URL: `db://me:${secrets.urlPassword}@db` })],
    ['a server that is not there', () => ({ DATABASE_URL: unreachable() })],
  ])('the migration, with %s', async (_, change) => {
    const changed = { ...environment, ...change() };
    const output = await new EntryProcess(bundled(MIGRATION), changed).ended();
    expect(output).toMatch(/error/i);
    expect(leaksIn(output)).toEqual([]);
  });

  test(
    'the worker, at work',
    async () => {
      const worker = new EntryProcess(bundled(WORKER), { ...environment, ...own });
      await worker.waitForOutput('worker started');
      await objects.put('incoming/good.mp4', createReadStream(path.join(samples, 'hlg.mp4')));
      await objects.put(
        'incoming/bad.mp4',
        createReadStream(path.join(samples, 'broken/text.mp4')),
      );
      // measured at a low priority, beside all that CI does
      await worker.waitForOutput('"status":"ready"', MEASURED_WITHIN_MS);
      await worker.waitForOutput('"status":"rejected"');
      worker.signal('SIGTERM');
      const output = await worker.ended();
      expect(output).toContain('worker stopped');
      expect(leaksIn(output)).toEqual([]);
    },
    MEASURED_WITHIN_MS + 60_000,
  );

  test.each([
    ['a wrong password', () => ({ DATABASE_SECRET_ARN: arns.wrong })],
    ['a secret that is no JSON', () => ({ DATABASE_SECRET_ARN: arns.broken })],
    ['a wrong token of the cache', () => ({ REDIS_SECRET_ARN: arns.wrong })],
    ['a database that is not there', () => ({ DATABASE_URL: unreachable() })],
    ['a queue that is not there', () => ({ QUEUE_URL: `${environment['QUEUE_URL'] ?? ''}-no` })],
  ])('the worker, with %s', async (name, change) => {
    const worker = new EntryProcess(bundled(WORKER), { ...environment, ...own, ...change() });
    await worker.waitForOutput(name.includes('cache') ? 'worker started' : 'no messages are taken');
    worker.signal('SIGTERM');
    const output = await worker.ended();
    expect(leaksIn(output)).toEqual([]);
  });

  test.each([
    ['at work', () => ({})],
    ['with a wrong password', () => ({ DATABASE_SECRET_ARN: arns.wrong })],
    ['with a wrong token of the cache', () => ({ REDIS_SECRET_ARN: arns.broken })],
    ['with a database that is not there', () => ({ DATABASE_URL: unreachable() })],
  ])('the API, %s', async (_, change) => {
    const headers = { 'x-api-key': secrets.apiKey, authorization: `Bearer ${secrets.apiKey}` };
    const events = [
      aGatewayEvent({ headers }),
      aGatewayEvent({ headers, path: '/v1/health', resource: '/v1/health' }),
      aGatewayEvent({ headers, authorizer: null }),
      aGatewayEvent({
        headers: { ...headers, 'content-type': 'application/json' },
        httpMethod: 'POST',
        body: JSON.stringify({ fileName: 'a.mp4', sizeBytes: 1000, [secrets.apiKey]: 1 }),
      }),
      aGatewayEvent({
        headers: { ...headers, 'content-type': 'application/json' },
        httpMethod: 'POST',
        body: JSON.stringify({ fileName: 'a.mp4', sizeBytes: 1000 }),
      }),
    ];
    const output = await lambda('src/entries/api.lambda.ts', events, change());
    expect(output).toContain('"route":"/v1/videos"');
    expect(leaksIn(output)).toEqual([]);
  });

  test.each([
    // whoever has a wrong key is denied, which is no error of the function
    ['at work', () => ({}), false],
    ['with a document that is no JSON', () => ({ API_KEYS_SECRET_ARN: arns.broken }), true],
    ['with a document of something else', () => ({ API_KEYS_SECRET_ARN: arns.user }), true],
    ['with a secret that is not there', () => ({ API_KEYS_SECRET_ARN: `${arns.keys}-no` }), true],
  ] as const)('the authorizer, %s', async (_, change, fails) => {
    const methodArn = 'arn:aws:execute-api:ap-northeast-1:111122223333:a/prod/GET/v1/videos';
    const events = [
      { methodArn, headers: { 'x-api-key': secrets.apiKey } },
      { methodArn, headers: { 'x-api-key': secrets.almostApiKey } },
      { methodArn, headers: { authorization: `Bearer ${secrets.almostApiKey}` } },
    ];
    const output = await lambda('src/entries/authorizer.lambda.ts', events, change());
    expect(output.includes('Invoke Error')).toBe(fails);
    expect(leaksIn(output)).toEqual([]);
  });

  async function lambda(entry: string, events: object[], change: object): Promise<string> {
    const all = { ...environment, ...change };
    const called = new EntryProcess(bundled(LAMBDA), all, [bundled(entry), JSON.stringify(events)]);
    const output = await called.ended();
    expect(output.split('call over')).toHaveLength(events.length + 1);
    return output;
  }

  function unreachable(): string {
    return `postgres://me:${secrets.urlPassword}@127.0.0.1:9/none`;
  }
});

async function createSecret(content: object | string): Promise<string> {
  const { ARN: arn = '' } = await new SecretsManagerClient({}).send(
    new CreateSecretCommand({
      Name: randomBytes(8).toString('hex'),
      SecretString: typeof content === 'string' ? content : JSON.stringify(content),
    }),
  );
  return arn;
}
