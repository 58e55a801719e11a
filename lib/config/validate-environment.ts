import { tooManyConnections } from './database-connections';
import { type EnvironmentConfig, environmentConfigSchema } from './environment-config';
import { problemsOf } from './problems';

/** The configuration breaks a rule or more; all of them are said at once. */
export class EnvironmentConfigError extends Error {
  constructor(environmentSuffix: string, problems: readonly string[]) {
    super(`configuration of '${environmentSuffix}': ${problems.join('; ')}`);
    this.name = 'EnvironmentConfigError';
  }
}

/** Returns `config` as it is. @throws EnvironmentConfigError */
export function validateEnvironment(config: EnvironmentConfig): EnvironmentConfig {
  const broken = problemsOf(environmentConfigSchema, config);
  const problems = broken.length > 0 ? broken : contradictions(config);
  if (problems.length > 0) throw new EnvironmentConfigError(config.environmentSuffix, problems);
  return config;
}

const SECRETS = [
  'databaseSecretArn',
  'databaseUserSecretArn',
  'databaseWorkerSecretArn',
  'cacheSecretArn',
  'apiKeysSecretArn',
  'canaryKeySecretArn',
] as const;

/** What no single value shows. */
function contradictions(config: EnvironmentConfig): string[] {
  return [
    ...atLeast(config, 'workerMaxTasks', 'workerMinTasks'),
    ...roomToGrow(config),
    ...tooManyConnections(config),
    ...foreignCertificate(config),
    ...foreignProviderSecret(config),
    ...reservedName(config),
    ...SECRETS
      // no dynamic reference reads a secret of another account
      .filter((name) => config[name] !== 'none' && !config[name].includes(`:${config.account}:`))
      .map((name) => `'${name}' must be in account ${config.account}, got '${config[name]}'`),
  ];
}

/**
 * RDS user guide, "Managing capacity automatically with storage autoscaling": a limit that is less than a tenth
 * above the storage is refused. Storage is said in whole GiB.
 */
function roomToGrow({
  databaseStorageGib: storage,
  databaseMaxStorageGib: max,
}: EnvironmentConfig): string[] {
  const least = Math.ceil((storage * 11) / 10);
  if (max >= least) return [];
  return [
    `'databaseMaxStorageGib' must be a tenth more than 'databaseStorageGib' (${storage}), ${least} at least, got ${max}`,
  ];
}

/** API Gateway takes none of another account. */
function foreignCertificate({ domain, account }: EnvironmentConfig): string[] {
  if (domain === 'none' || domain.certificateArn.includes(`:${account}:`)) return [];
  return [`'domain.certificateArn' must be in account ${account}, got '${domain.certificateArn}'`];
}

/** CloudFormation reads none of another account. */
function foreignProviderSecret({ identityProvider, account }: EnvironmentConfig): string[] {
  if (identityProvider === 'none' || identityProvider.secretArn.includes(`:${account}:`)) return [];
  return [
    `'identityProvider.secretArn' must be in account ${account}, got '${identityProvider.secretArn}'`,
  ];
}

/** Cognito user guide, "Configuring a user pool domain": the prefix, which ends in the suffix, holds none of these. */
function reservedName({ environmentSuffix }: EnvironmentConfig): string[] {
  const found = ['aws', 'amazon', 'cognito'].find((word) => environmentSuffix.includes(word));
  return found === undefined
    ? []
    : [`'environmentSuffix' must not contain '${found}', got '${environmentSuffix}'`];
}

function atLeast(
  config: EnvironmentConfig,
  name: 'workerMaxTasks',
  floor: 'workerMinTasks',
): string[] {
  if (config[name] >= config[floor]) return [];
  return [`'${name}' must be at least '${floor}' (${config[floor]}), got ${config[name]}`];
}
