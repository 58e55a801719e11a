import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { delivered } from '../../../lib/config/environments';
import { pipeline } from '../../../lib/config/pipeline';
import type { PipelineConfig } from '../../../lib/config/pipeline-config';
import { PipelineStack } from '../../../lib/pipeline/pipeline-stack';
import { placeholderEntries as entries } from './stage';
import { anApp } from './app';
import { folderMadeOnce } from '../made-once';

/** The pipeline of the repository, called `test`, with what the test is about. */
export function aPipeline(
  overrides: Partial<PipelineConfig> = {},
  app = anApp(),
  environments = delivered,
): PipelineStack {
  const config = { ...pipeline, environmentSuffix: 'test', ...overrides };
  return new PipelineStack(app, 'PipelineStack', { config, environments, entries });
}

function sharedAssembly(): string {
  return folderMadeOnce('pipeline', (folder) => {
    const app = anApp(folder, ['**']);
    app.node.setContext('aws:cdk:enable-path-metadata', true); // as the toolkit does
    aPipeline({}, app);
    app.synth();
  });
}

/** A cloud assembly of the pipeline without overrides, for a test file to keep and to remove. */
export function pipelineAssembly(): string {
  const copy = mkdtempSync(join(tmpdir(), 'pipeline-'));
  cpSync(sharedAssembly(), copy, { recursive: true });
  return copy;
}

export function pipelineTemplate(overrides?: Partial<PipelineConfig>): Template {
  if (overrides) return Template.fromStack(aPipeline(overrides));
  const file = join(sharedAssembly(), 'PipelineStack.template.json');
  return Template.fromString(readFileSync(file, 'utf8'));
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
  const [pipelineResource] = Object.entries(template.findResources('AWS::CodePipeline::Pipeline'))
    .filter(([id]) => id.startsWith('Delivery'))
    .map(([, resource]) => resource);
  return (pipelineResource?.['Properties'] as { Stages: PipelineStage[] }).Stages;
}
