import { Template } from 'aws-cdk-lib/assertions';
import { prod, staging } from '../../lib/config/environments';
import { pipeline } from '../../lib/config/pipeline';
import type { PipelineConfig } from '../../lib/config/pipeline-config';
import { PipelineStack } from '../../lib/pipeline/pipeline-stack';
import { placeholderEntries as entries } from './a-stage';
import { anApp } from './an-app';
import { madeOnce } from './made-once';

/** The pipeline of the repository, called `test`, with what the test is about. */
export function aPipeline(overrides: Partial<PipelineConfig> = {}, app = anApp()): PipelineStack {
  const config = { ...pipeline, environmentSuffix: 'test', ...overrides };
  return new PipelineStack(app, 'PipelineStack', { config, staging, prod, entries });
}

/** Its template, synthesized once for all test files. */
export function pipelineTemplate(overrides: Partial<PipelineConfig> = {}): Template {
  const make = () => Template.fromStack(aPipeline(overrides)).toJSON();
  return Template.fromJSON(madeOnce(`pipeline ${JSON.stringify(overrides)}`, make));
}

/** A stage of the pipeline as its template has it. */
export interface PipelineStage {
  readonly Name: string;
  readonly OnFailure?: { readonly Result: string };
  readonly Actions: readonly PipelineAction[];
}

export interface PipelineAction {
  readonly Name: string;
  readonly RunOrder: number;
  readonly ActionTypeId: { readonly Category: string; readonly Provider: string };
  readonly Configuration: Readonly<Record<string, unknown>>;
  readonly InputArtifacts?: readonly { readonly Name: string }[];
  readonly OutputArtifacts?: readonly { readonly Name: string }[];
}

export function stagesOf(template: Template): PipelineStage[] {
  const [pipelineResource] = Object.values(template.findResources('AWS::CodePipeline::Pipeline'));
  return (pipelineResource?.['Properties'] as { Stages: PipelineStage[] }).Stages;
}
