import type { EnvironmentConfig } from './environment-config';
import { type PipelineConfig, pipelineConfigSchema } from './pipeline-config';
import { problemsOf } from './problems';

/** The configuration breaks a rule or more; all of them are said at once. */
export class PipelineConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`configuration of the pipeline: ${problems.join('; ')}`);
    this.name = 'PipelineConfigError';
  }
}

/** Returns `config` as it is. @throws PipelineConfigError */
export function validatePipeline(
  config: PipelineConfig,
  staging: Pick<EnvironmentConfig, 'account'>,
): PipelineConfig {
  const broken = problemsOf(pipelineConfigSchema, config);
  const problems = broken.length > 0 ? broken : contradictions(config, staging.account);
  if (problems.length > 0) throw new PipelineConfigError(problems);
  return config;
}

/** What no single value shows. */
function contradictions(config: PipelineConfig, stagingAccount: string): string[] {
  const { account, source, integrationKeysSecretArn } = config;
  return [
    ...(source.type === 'CodeConnections'
      ? inAccount(account, 'source.connectionArn', source.connectionArn)
      : []),
    ...inAccount(stagingAccount, 'integrationKeysSecretArn', integrationKeysSecretArn),
  ];
}

function inAccount(account: string, name: string, arn: string): string[] {
  return arn.includes(`:${account}:`)
    ? []
    : [`'${name}' must be in account ${account}, got '${arn}'`];
}
