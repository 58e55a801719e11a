import { type DeliveredEnvironment, deliverySchema } from './delivered-environment';
import { type PipelineConfig, pipelineConfigSchema } from './pipeline-config';
import { problemsOf } from './problems';

/** The configuration breaks a rule or more; all of them are said at once. */
export class PipelineConfigError extends Error {
  constructor(problems: readonly string[]) {
    super(`configuration of the pipeline: ${problems.join('; ')}`);
    this.name = 'PipelineConfigError';
  }
}

/**
 * Returns `config` as it is.
 *
 * @param environments what it deploys, in this order; their own configurations are judged elsewhere
 * @throws PipelineConfigError
 */
export function validatePipeline(
  config: PipelineConfig,
  environments: readonly DeliveredEnvironment[],
): PipelineConfig {
  const broken = problemsOf(pipelineConfigSchema, config);
  const problems = [
    ...(broken.length > 0 ? broken : contradictions(config)),
    ...environments.flatMap(ofDelivery),
    ...ofOrder(environments),
  ];
  if (problems.length > 0) throw new PipelineConfigError(problems);
  return config;
}

/** What no single value shows. */
function contradictions({ account, source }: PipelineConfig): string[] {
  return source.type === 'CodeConnections'
    ? inAccount(account, 'source.connectionArn', source.connectionArn)
    : [];
}

function ofDelivery({ config, ...delivery }: DeliveredEnvironment): string[] {
  const { account, environmentSuffix: suffix } = config;
  const { approval, smokeTest, audit, integrationKeysSecretArn: keys } = delivery;
  const broken = problemsOf(deliverySchema, delivery);
  if (broken.length > 0) return broken.map((problem) => `of '${suffix}': ${problem}`);
  return [
    ...(keys === 'none' ? [] : inAccount(account, 'integrationKeysSecretArn', keys)),
    // the review compares with what that test has left
    ...(approval === 'by-a-person' && smokeTest === 'none'
      ? [`of '${suffix}': 'smokeTest' must be "run" where a person approves, got "none"`]
      : []),
    ...(audit === 'audited' && approval === 'none'
      ? [`of '${suffix}': 'approval' must be "by-a-person" where it is audited, got "none"`]
      : []),
  ];
}

function ofOrder(environments: readonly DeliveredEnvironment[]): string[] {
  const suffixes = environments.map(({ config }) => config.environmentSuffix);
  const production = environments.at(-1);
  const twice = suffixes.filter((suffix, index) => suffixes.indexOf(suffix) !== index);
  return [
    ...(suffixes.length === 0 ? ["'environments' must have one at least, got none"] : []),
    // what the policies ask of it can't be turned off by its entry (docs/adr/0012)
    ...(production && production.audit !== 'audited'
      ? [
          `of '${production.config.environmentSuffix}': 'audit' must be "audited", as it is the last`,
        ]
      : []),
    ...twice.map((suffix) => `'environments' must have '${suffix}' once, got it again`),
  ];
}

function inAccount(account: string, name: string, arn: string): string[] {
  return arn.includes(`:${account}:`)
    ? []
    : [`'${name}' must be in account ${account}, got '${arn}'`];
}
