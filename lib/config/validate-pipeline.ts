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
export function validatePipeline(config: PipelineConfig): PipelineConfig {
  const broken = problemsOf(pipelineConfigSchema, config);
  const problems = broken.length > 0 ? broken : contradictions(config);
  if (problems.length > 0) throw new PipelineConfigError(problems);
  return config;
}

/** What no single value shows. */
function contradictions({ account, source }: PipelineConfig): string[] {
  if (source.type !== 'CodeConnections') return [];
  if (source.connectionArn.includes(`:${account}:`)) return [];
  return [`'source.connectionArn' must be in account ${account}, got '${source.connectionArn}'`];
}
