import type * as z from 'zod';
import { type EnvironmentConfig, environmentConfigSchema } from './environment-config';

/** The configuration breaks a rule or more; all of them are said at once. */
export class EnvironmentConfigError extends Error {
  constructor(environmentSuffix: string, problems: readonly string[]) {
    super(`configuration of '${environmentSuffix}': ${problems.join('; ')}`);
    this.name = 'EnvironmentConfigError';
  }
}

/** Returns `config` as it is. @throws EnvironmentConfigError */
export function validateEnvironment(config: EnvironmentConfig): EnvironmentConfig {
  const result = environmentConfigSchema.safeParse(config);
  const problems = result.success
    ? contradictions(result.data)
    : result.error.issues.map((issue) => brokenRule(config, issue));
  if (problems.length > 0) throw new EnvironmentConfigError(config.environmentSuffix, problems);
  return config;
}

const SECRETS = [
  'databaseSecretArn',
  'databaseUserSecretArn',
  'cacheSecretArn',
  'apiKeysSecretArn',
] as const;

/** What no single value shows. */
function contradictions(config: EnvironmentConfig): string[] {
  return [
    ...atLeast(config, 'workerMaxTasks', 'workerMinTasks'),
    ...atLeast(config, 'databaseMaxStorageGib', 'databaseStorageGib'),
    ...SECRETS
      // no dynamic reference reads a secret of another account
      .filter((name) => !config[name].includes(`:${config.account}:`))
      .map((name) => `'${name}' must be in account ${config.account}, got '${config[name]}'`),
  ];
}

function atLeast(
  config: EnvironmentConfig,
  name: 'workerMaxTasks' | 'databaseMaxStorageGib',
  floor: 'workerMinTasks' | 'databaseStorageGib',
): string[] {
  if (config[name] >= config[floor]) return [];
  return [`'${name}' must be at least '${floor}' (${config[floor]}), got ${config[name]}`];
}

function brokenRule(config: EnvironmentConfig, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return `'${issue.keys.join("', '")}' must be removed: no such setting`;
  }
  const value = issue.path.reduce<unknown>(
    (inside, key) => (inside as Readonly<Record<PropertyKey, unknown>>)[key],
    config,
  );
  return `'${issue.path.join('.')}' ${issue.message}, got ${JSON.stringify(value)}`;
}
