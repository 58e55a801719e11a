import { Template } from 'aws-cdk-lib/assertions';
import { prod, staging } from '../../lib/config/environments';
import { pipeline } from '../../lib/config/pipeline';
import type { PipelineConfig } from '../../lib/config/pipeline-config';
import { PipelineStack } from '../../lib/pipeline/pipeline-stack';
import { placeholderEntries as entries } from './a-stage';
import { anApp } from './an-app';

/** The pipeline of the repository, called `test`, with what the test is about. */
export function aPipeline(overrides: Partial<PipelineConfig> = {}, app = anApp()): PipelineStack {
  const config = { ...pipeline, environmentSuffix: 'test', ...overrides };
  return new PipelineStack(app, 'PipelineStack', { config, staging, prod, entries });
}

/** Its template. */
export function pipelineTemplate(overrides: Partial<PipelineConfig> = {}): Template {
  return Template.fromStack(aPipeline(overrides));
}
