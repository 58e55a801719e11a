import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { DeliveredEnvironment } from './delivered-environment';
import type { EnvironmentConfig } from './environment-config';
import { exampleSecretArn } from './examples';
import { REGION } from './names';

const common = {
  region: REGION,
  owner: 'video-platform',
  costCenter: 'media-engineering',
  dataClassification: 'confidential',
  secretsKeyArn: 'aws-managed',
  apiGatewayLogRole: 'owned-here',
  apiRelease: 'gradual',
  alarmEmail: 'video-platform@streamtech.example',
  domain: 'none',
  identityProvider: 'none',
  allowedOrigins: [],
  noncurrentObjectDays: 184,
  qcProfile: 'jp-tv-2k',
  scratchThroughput: 'elastic',
} as const;

/** The smallest sizes that still run every part as in production; the data is disposable. */
const small = {
  dataProtection: 'disposable',
  databaseInstanceType: 't4g.medium',
  databaseStorageGib: 20,
  databaseMaxStorageGib: 100,
  databaseBackupDays: 1,
  cacheNodeType: 'cache.t4g.small',
  cacheNodes: 2,
  workerCpu: 1024,
  workerMemoryMib: 4096,
  workerConcurrency: 2,
  workerMinTasks: 1,
  // with twice as many during a deploy, the migration and the retention job within 6 vCPUs, which is what a
  // new account has on Fargate
  workerMaxTasks: 2,
  apiRequestsPerSecond: 50,
  apiConcurrency: 'unreserved', // a new account refuses any other
  logRetentionDays: RetentionDays.ONE_MONTH,
  monthlyBudgetUsd: 500,
} as const;

/** For developers; `-c environmentSuffix=pr42` makes a copy of it. */
export const dev: EnvironmentConfig = {
  ...common,
  ...small,
  apiRelease: 'at-once',
  environmentSuffix: 'dev',
  account: '111111111111',
  databaseSecretArn: exampleSecretArn('111111111111', 'dev/database'),
  databaseUserSecretArn: exampleSecretArn('111111111111', 'dev/database-user'),
  databaseWorkerSecretArn: exampleSecretArn('111111111111', 'dev/database-worker'),
  cacheSecretArn: exampleSecretArn('111111111111', 'dev/cache'),
  apiKeysSecretArn: exampleSecretArn('111111111111', 'dev/api-keys'),
  canaryKeySecretArn: 'none',
};

/** As production, smaller. */
export const staging: EnvironmentConfig = {
  ...common,
  ...small,
  environmentSuffix: 'staging',
  account: '222222222222',
  databaseSecretArn: exampleSecretArn('222222222222', 'staging/database'),
  databaseUserSecretArn: exampleSecretArn('222222222222', 'staging/database-user'),
  databaseWorkerSecretArn: exampleSecretArn('222222222222', 'staging/database-worker'),
  cacheSecretArn: exampleSecretArn('222222222222', 'staging/cache'),
  apiKeysSecretArn: exampleSecretArn('222222222222', 'staging/api-keys'),
  canaryKeySecretArn: exampleSecretArn('222222222222', 'staging/canary-key'),
  databaseBackupDays: 7,
  logRetentionDays: RetentionDays.THREE_MONTHS,
};

export const prod: EnvironmentConfig = {
  ...common,
  environmentSuffix: 'prod',
  account: '333333333333',
  dataProtection: 'protected',
  databaseSecretArn: exampleSecretArn('333333333333', 'prod/database'),
  databaseUserSecretArn: exampleSecretArn('333333333333', 'prod/database-user'),
  databaseWorkerSecretArn: exampleSecretArn('333333333333', 'prod/database-worker'),
  cacheSecretArn: exampleSecretArn('333333333333', 'prod/cache'),
  apiKeysSecretArn: exampleSecretArn('333333333333', 'prod/api-keys'),
  canaryKeySecretArn: exampleSecretArn('333333333333', 'prod/canary-key'),
  databaseInstanceType: 'm7g.large',
  databaseStorageGib: 200,
  databaseMaxStorageGib: 1000,
  databaseBackupDays: 35,
  cacheNodeType: 'cache.m7g.large',
  cacheNodes: 2,
  workerCpu: 4096,
  workerMemoryMib: 16_384,
  workerConcurrency: 4,
  workerMinTasks: 2,
  workerMaxTasks: 40,
  apiRequestsPerSecond: 1000,
  apiConcurrency: 200,
  logRetentionDays: RetentionDays.ONE_YEAR,
  monthlyBudgetUsd: 5000,
};

/**
 * What the pipeline deploys, in this order; each is a stage of it. The last is production: the measures of
 * delivery and the plain names of the steps are its own.
 */
export const delivered: readonly DeliveredEnvironment[] = [
  {
    config: staging,
    approval: 'none',
    integrationKeysSecretArn: exampleSecretArn('222222222222', 'staging/integration-keys'),
    smokeTest: 'none',
    alarms: 'unwatched', // nobody but the tests asks for anything there
    audit: 'none',
  },
  {
    config: prod,
    approval: 'by-a-person',
    integrationKeysSecretArn: 'none', // they write
    smokeTest: 'run',
    alarms: 'watched',
    audit: 'audited',
  },
];

/** All that have a configuration of their own. */
export const environments: readonly EnvironmentConfig[] = [
  dev,
  ...delivered.map(({ config }) => config),
];

/** The environment of that name, else a developer's own copy of {@link dev} beside it. */
export function environmentFor(environmentSuffix: string): EnvironmentConfig {
  const known = environments.find((each) => each.environmentSuffix === environmentSuffix);
  return (
    known ?? {
      ...dev,
      environmentSuffix,
      apiGatewayLogRole: 'owned-elsewhere',
      domain: 'none',
      // it sends people back to the addresses alone that it knows
      identityProvider: 'none',
    }
  );
}

/** Whether the pipeline tests it, by two keys of its API. */
export function isTested(environmentSuffix: string): boolean {
  return delivered.some(
    ({ config, integrationKeysSecretArn: keys }) =>
      config.environmentSuffix === environmentSuffix && keys !== 'none',
  );
}
