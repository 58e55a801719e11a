import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { DeliveredEnvironment } from '../../lib/config/delivered-environment';
import type { EnvironmentConfig } from '../../lib/config/environment-config';
import { delivered } from '../../lib/config/environments';
import { exampleSecretArn } from '../../lib/config/examples';
import type { PipelineConfig } from '../../lib/config/pipeline-config';
import { type BlockedChange, blockedChanges } from '../../tools/review/blocked';
import { type ResourceChange, reviewChanges } from '../../tools/review/change-review';
import { readTemplates } from '../../tools/review/read-templates';
import type { Templates } from '../../tools/review/templates';
import { anApp } from '../support/factories/app';
import { aPipeline } from '../support/factories/pipeline';
import { aStage } from '../support/factories/stage';

/*
 * Whatever can be configured can be changed later by one deploy, and back by the next: nothing that holds data
 * is replaced, and AWS refuses nothing half-way. A field that is new does not compile here until it has another
 * value.
 */

/** What docs/changes.md says of each change, by its first column. */
const OUTCOMES: ReadonlyMap<string, string> = new Map(
  [
    ...readFileSync(join(__dirname, '../../docs/changes.md'), 'utf8').matchAll(
      /^\| ([^|]+?) +\| ([^|]+?) +\|/gm,
    ),
  ]
    .map(([, change = '', outcome = '']) => [change.replaceAll('`', ''), outcome] as const)
    .filter(([change]) => change !== 'change' && !change.startsWith('--')),
);

const ACCOUNT = '111111111111';

/**
 * Say which environment this is. With another account or suffix, which ends the names of the stacks too, another
 * one is deployed beside it; there is one region.
 */
type Identity = 'account' | 'region' | 'environmentSuffix';

/** Of every other field, a value that the environment of the tests does not have. */
const ENVIRONMENT: Omit<EnvironmentConfig, Identity> = {
  owner: 'another-team',
  costCenter: 'another-center',
  dataClassification: 'internal',
  dataProtection: 'protected',
  databaseSecretArn: exampleSecretArn(ACCOUNT, 'other/database'),
  databaseUserSecretArn: exampleSecretArn(ACCOUNT, 'other/database-user'),
  databaseWorkerSecretArn: exampleSecretArn(ACCOUNT, 'other/database-worker'),
  cacheSecretArn: exampleSecretArn(ACCOUNT, 'other/cache'),
  apiKeysSecretArn: exampleSecretArn(ACCOUNT, 'other/api-keys'),
  canaryKeySecretArn: exampleSecretArn(ACCOUNT, 'dev/canary-key'),
  secretsKeyArn: `arn:aws:kms:ap-northeast-1:${ACCOUNT}:key/0a1b`,
  databaseInstanceType: 'm7g.large',
  databaseStorageGib: 40,
  databaseMaxStorageGib: 200,
  databaseBackupDays: 9,
  cacheNodeType: 'cache.m7g.large',
  cacheNodes: 3,
  qcProfile: 'streaming',
  scratchThroughput: 'bursting',
  workerCpu: 2048,
  workerMemoryMib: 8192,
  workerConcurrency: 3,
  workerMinTasks: 2,
  workerMaxTasks: 9,
  apiRequestsPerSecond: 70,
  apiConcurrency: 70,
  apiRelease: 'gradual',
  apiGatewayLogRole: 'owned-elsewhere',
  domain: aDomain('video.example.jp'),
  identityProvider: {
    name: 'Organisation',
    issuer: 'https://login.example.jp',
    clientId: 'streamtech',
    secretArn: exampleSecretArn(ACCOUNT, 'dev/identity-provider'),
  },
  logRetentionDays: RetentionDays.ONE_YEAR,
  allowedOrigins: ['https://video.example.jp'],
  noncurrentObjectDays: 365,
  alarmEmail: 'others@streamtech.example',
  monthlyBudgetUsd: 900,
};

const PIPELINE: Omit<PipelineConfig, Identity> = {
  owner: 'another-team',
  costCenter: 'another-center',
  dataClassification: 'confidential',
  source: { type: 'CodeCommit', repositoryName: 'video-platform', branch: 'main' },
  releaseWatchMinutes: 30,
  logRetentionDays: RetentionDays.TWO_YEARS,
  evidenceDays: 3000,
  evidenceLock: 'none',
  notificationEmail: 'others@streamtech.example',
};

/** How production is delivered; the rest of it may not be otherwise (lib/config/validate-pipeline.ts). */
const DELIVERY: Omit<DeliveredEnvironment, 'config' | 'approval' | 'smokeTest' | 'audit'> = {
  integrationKeysSecretArn: exampleSecretArn('333333333333', 'prod/integration-keys'),
  alarms: 'unwatched',
};

/** Changes of code, made in the templates: the type, and its properties that change. */
const CODE: Readonly<Record<string, readonly [type: string, properties: object]>> = {
  'description of a security group': ['AWS::EC2::SecurityGroup', { GroupDescription: 'other' }],
  'range of the network': ['AWS::EC2::VPC', { CidrBlock: '10.9.0.0/16' }],
  'key of the database': ['AWS::RDS::DBInstance', { KmsKeyId: 'other' }],
  'name of the database instance': ['AWS::RDS::DBInstance', { DBInstanceIdentifier: 'other' }],
  'newer minor of PostgreSQL': ['AWS::RDS::DBInstance', { EngineVersion: '17.99' }],
  'older minor of PostgreSQL': ['AWS::RDS::DBInstance', { EngineVersion: '17.1' }],
  'newer major of PostgreSQL': ['AWS::RDS::DBInstance', { EngineVersion: '18.3' }],
  'parameter of PostgreSQL': ['AWS::RDS::DBParameterGroup', { Parameters: { work_mem: '8192' } }],
  'description of the parameter group': ['AWS::RDS::DBParameterGroup', { Description: 'other' }],
  'Valkey instead of Redis': ['AWS::ElastiCache::ReplicationGroup', { Engine: 'valkey' }],
  'key of the cache': ['AWS::ElastiCache::ReplicationGroup', { KmsKeyId: 'other' }],
  'key of scratch': ['AWS::EFS::FileSystem', { KmsKeyId: 'other' }],
  'name of the uploads bucket': ['AWS::S3::Bucket', { BucketName: 'other' }],
  'name of a queue': ['AWS::SQS::Queue', { QueueName: 'other' }],
  'visibility timeout of a queue': ['AWS::SQS::Queue', { VisibilityTimeout: 99 }],
  'Spot instead of on demand': [
    'AWS::ECS::Service',
    { LaunchType: undefined, CapacityProviderStrategy: [{ CapacityProvider: 'FARGATE_SPOT' }] },
  ],
  'name of the worker service': ['AWS::ECS::Service', { ServiceName: 'other' }],
  'name of the workers cluster': ['AWS::ECS::Cluster', { ClusterName: 'other' }],
  'memory of a function': ['AWS::Lambda::Function', { MemorySize: 2048 }],
  'name of a function': ['AWS::Lambda::Function', { FunctionName: 'other' }],
  'kind of endpoint of the API': [
    'AWS::ApiGateway::RestApi',
    { EndpointConfiguration: { Types: ['EDGE'] } },
  ],
  'thresholds of the budget': [
    'AWS::Budgets::Budget',
    { NotificationsWithSubscribers: [{ Notification: { Threshold: 50 } }] },
  ],
  'description of a key': ['AWS::KMS::Key', { Description: 'other' }],
};

/** Refused, and why: a bucket is locked when it is made, or never. */
const FORTH: Readonly<Record<string, readonly string[]>> = {
  evidenceLock: [
    'StoresEvidence0A08C3A2 is replaced',
    "StoresEvidence0A08C3A2: it is replaced while 'BucketName' = streamtech-evidence-444444444444-test is taken",
  ],
};

/** Refused in the other direction: storage does not shrink. */
const BACK: Readonly<Record<string, readonly string[]>> = {
  databaseStorageGib: [
    'DatabaseInstanceAA8A5FDE: its storage goes from 40 to 20 GiB, and RDS makes none smaller',
  ],
};

describe('an environment is deployed again', () => {
  let before: Templates;
  beforeAll(() => {
    before = environment();
  });

  test.each(deploysOf(ENVIRONMENT))('with another %s', (_, outcome, values) => {
    const after = environment(values);
    expect(judged(before, after)).toEqual({ outcome, refusals: [] });
    expect(judged(after, before).refusals).toEqual(backOf(values));
  });

  test.each(inPlace(ENVIRONMENT))('another %s is another template', (name) => {
    expect(environment(pick(ENVIRONMENT, [name]))).not.toEqual(before);
  });

  test.each(Object.keys(CODE))('with another %s', (name) => {
    const [type, properties] = CODE[name] ?? [];
    const after = changed(before, type, properties);
    expect(judged(before, after).outcome).toBe(OUTCOMES.get(name));
  });
});

test('the page of changes has no row that is not made here', () => {
  const made = [
    ...Object.keys(ENVIRONMENT),
    ...Object.keys(PIPELINE).map((name) => `pipeline: ${name}`),
    ...Object.keys(DELIVERY).map((name) => `delivery: ${name}`),
    ...Object.keys(CODE),
  ];
  expect([...OUTCOMES.keys()].sort()).toEqual(made.sort());
});

describe('the pipeline is deployed again', () => {
  let before: Templates;
  beforeAll(() => {
    before = pipeline();
  });

  test.each(deploysOf(PIPELINE, 'pipeline: '))('with another %s', (_, outcome, values) => {
    const after = pipeline(values);
    const refusals = Object.keys(values).flatMap((name) => FORTH[name] ?? []);
    expect(judged(before, after)).toEqual({ outcome, refusals });
    expect(judged(after, before).refusals).toEqual(refusals);
  });

  test.each(inPlace(PIPELINE, 'pipeline: '))('another %s is another template', (name) => {
    expect(pipeline(pick(PIPELINE, [name]))).not.toEqual(before);
  });

  test.each(deploysOf(DELIVERY, 'delivery: '))('with another %s', (_, outcome, values) => {
    const after = pipeline({}, values);
    expect(judged(before, after)).toEqual({ outcome, refusals: [] });
    expect(judged(after, before).refusals).toEqual(backOf(values));
  });

  test.each(inPlace(DELIVERY, 'delivery: '))('another %s is another template', (name) => {
    expect(pipeline({}, pick(DELIVERY, [name]))).not.toEqual(before);
  });
});

function changed(templates: Templates, type?: string, properties?: object): Templates {
  return Object.fromEntries(
    Object.entries(templates).map(([stack, { Resources: resources = {}, ...others }]) => [
      stack,
      {
        ...others,
        Resources: Object.fromEntries(
          Object.entries(resources).map(([id, each]) => [
            id,
            each.Type === type
              ? { ...each, Properties: { ...each.Properties, ...properties } }
              : each,
          ]),
        ),
      },
    ]),
  );
}

/** What a deploy would do, and what would be refused. */
function judged(before: Templates, after: Templates) {
  const review = reviewChanges(before, after);
  const resources = review.stacks.flatMap((stack) => stack.resources);
  const blocked = blockedChanges(before, after, review);
  return { outcome: outcomeOf(resources, blocked), refusals: refusalsOf(resources, blocked) };
}

/** In the words of the page: what becomes of resources, and what AWS or RDS refuses. */
function outcomeOf(
  resources: readonly ResourceChange[],
  refused: readonly BlockedChange[],
): string {
  const blocked = refused.map(({ why }) => why);
  const has = (words: RegExp) => blocked.some((why) => words.test(why));
  const is = (wanted: string) => resources.some(({ effect }) => effect === wanted);
  const outcome = [
    ...(is('replaced') ? ['replaced'] : is('maybe replaced') ? ['maybe replaced'] : ['in place']),
    ...(resources.some((each) => each.effect === 'replaced' && each.holdsData)
      ? ['data is lost']
      : []),
    ...(has(/is taken$/) ? ['collides'] : []),
    ...(has(/imports it$/) ? ['deadlocks'] : []),
    ...(has(/^its (storage|version) /) ? ['refused by RDS'] : []),
  ];
  return outcome.join(', ');
}

/**
 * Names, outcome and values of what is deployed at once: all that is in place, which the whole is only when each
 * of them is; of the others one by one.
 */
function deploysOf<T extends object>(
  values: T,
  prefix = '',
): [names: string, outcome: string | undefined, values: Partial<T>][] {
  const among = inPlace(values, prefix);
  const others = Object.keys(values).filter((name) => !among.includes(name));
  return [
    [among.join(', '), 'in place', pick(values, among)],
    ...others.map((name): ReturnType<typeof deploysOf<T>>[number] => [
      name,
      OUTCOMES.get(prefix + name),
      pick(values, [name]),
    ]),
  ];
}

/** Those of which no other outcome shows that they change anything at all. */
function inPlace(values: object, prefix = ''): string[] {
  return Object.keys(values).filter((name) => OUTCOMES.get(prefix + name) === 'in place');
}

function pick<T extends object>(values: T, names: readonly string[]): Partial<T> {
  const entries = Object.entries(values).filter(([name]) => names.includes(name));
  return Object.fromEntries(entries) as Partial<T>;
}

function backOf(values: object): string[] {
  return Object.keys(values).flatMap((name) => BACK[name] ?? []);
}

function aDomain(name: string): EnvironmentConfig['domain'] {
  const certificate = '0a1b2c3d-0000-0000-0000-0a1b2c3d4e5f';
  return {
    name,
    certificateArn: `arn:aws:acm:ap-northeast-1:${ACCOUNT}:certificate/${certificate}`,
    hostedZoneId: 'Z0A1B2C3',
  };
}

function environment(overrides: Partial<EnvironmentConfig> = {}): Templates {
  return synthesized((app) => aStage(overrides, app));
}

/** With production alone. */
function pipeline(
  overrides: Partial<PipelineConfig> = {},
  delivery: Partial<DeliveredEnvironment> = {},
): Templates {
  const production = delivered.slice(-1).map((each) => ({ ...each, ...delivery }));
  return synthesized((app) => aPipeline(overrides, app, production));
}

/** The templates alone: nothing is bundled or copied. */
function synthesized(build: (app: App) => unknown): Templates {
  const outdir = mkdtempSync(join(tmpdir(), 'second-deploy-'));
  try {
    const app = anApp(outdir);
    app.node.setContext('aws:cdk:disable-asset-staging', true);
    build(app);
    app.synth();
    return readTemplates(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** What AWS refuses, and what holds data and is gone. Logs go with what has written them. */
function refusalsOf(
  resources: readonly ResourceChange[],
  blocked: readonly BlockedChange[],
): string[] {
  const lost = resources
    .filter(({ holdsData }) => holdsData)
    .filter(
      ({ effect, type }) =>
        effect === 'replaced' || (effect === 'removed' && type !== 'AWS::Logs::LogGroup'),
    )
    .map(({ effect, path }) => `${path} is ${effect}`);
  return [...lost, ...blocked.map(({ what, why }) => `${what}: ${why}`)];
}
