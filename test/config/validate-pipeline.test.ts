import type { DeliveredEnvironment } from '../../lib/config/delivered-environment';
import { delivered, prod, staging } from '../../lib/config/environments';
import { pipeline } from '../../lib/config/pipeline';
import type { CodeConnectionsSource, PipelineConfig } from '../../lib/config/pipeline-config';
import { PipelineConfigError, validatePipeline } from '../../lib/config/validate-pipeline';

const connections = pipeline.source as CodeConnectionsSource;
const from = (source: Partial<CodeConnectionsSource>) => ({
  ...pipeline,
  source: { ...connections, ...source },
});

describe('the pipeline', () => {
  it('of the repository is valid', () => {
    expect(validatePipeline(pipeline, delivered)).toBe(pipeline);
  });

  it('may take its source from CodeCommit', () => {
    const source = {
      type: 'CodeCommit',
      repositoryName: 'video-platform',
      branch: 'main',
    } as const;
    expect(() => validatePipeline({ ...pipeline, source }, delivered)).not.toThrow();
  });

  it.each([
    [
      from({ connectionArn: 'github' }),
      /'source.connectionArn' must be the ARN of a connection in/,
    ],
    [from({ repository: 'platform' }), /'source.repository' must be 'owner\/name', got "platform"/],
    [
      from({ ignoredPaths: Array<string>(9).fill('*') }),
      /'source.ignoredPaths' must be 8 globs at/,
    ],
    [{ ...pipeline, evidenceDays: 30 }, /'evidenceDays' must be 365 to 3650, got 30/],
    [{ ...pipeline, region: 'us-east-1' }, /'region' must be "ap-northeast-1", got "us-east-1"/],
    [{ ...pipeline, approval: false }, /'approval' must be removed: no such setting/],
  ])('is refused with a wrong setting (%#)', (config, message) => {
    expect(() => validatePipeline(config as PipelineConfig, delivered)).toThrow(message);
  });

  it('is refused with a connection of another account', () => {
    const config = { ...pipeline, account: '999999999999' };
    expect(() => validatePipeline(config, delivered)).toThrow(PipelineConfigError);
    expect(() => validatePipeline(config, delivered)).toThrow(/must be in account 999999999999/);
  });

  it('is refused with keys that are not in the account of staging', () => {
    const elsewhere = delivered.map((each) =>
      each.config === staging ? { ...each, config: { ...staging, account: '999999999999' } } : each,
    );
    expect(() => validatePipeline(pipeline, elsewhere)).toThrow(
      /'integrationKeysSecretArn' must be in account 999999999999/,
    );
  });

  const ofProd = (delivery: object): DeliveredEnvironment[] =>
    delivered.map((each) => (each.config === prod ? { ...each, ...delivery } : each));

  it.each([
    [
      ofProd({ approval: 'later' }),
      /of 'prod': 'approval' must be "none" or "by-a-person", got "la/,
    ],
    [
      ofProd({ approval: 'none' }),
      /'approval' must be "by-a-person" where it is audited, got "none"/,
    ],
    [
      ofProd({ smokeTest: 'none' }),
      /'smokeTest' must be "run" where a person approves, got "none"/,
    ],
    [ofProd({ integrationKeysSecretArn: 'x' }), /of 'prod': 'integrationKeysSecretArn' must be/],
    [ofProd({ audit: 'none' }), /of 'prod': 'audit' must be "audited", as it is the last/],
    [ofProd({ config: staging }), /must have 'staging' once, got it again/],
    [[], /'environments' must have one at least, got none/],
  ])('is refused when it delivers wrongly (%#)', (environments, message) => {
    expect(() => validatePipeline(pipeline, environments)).toThrow(PipelineConfigError);
    expect(() => validatePipeline(pipeline, environments)).toThrow(message);
  });
});
