import { Template } from 'aws-cdk-lib/assertions';
import type { EnvironmentConfig } from '../../lib/config/environment-config';
import { ApplicationStage } from '../../lib/stages/application-stage';
import { aConfig } from './a-config';
import { anApp } from './an-app';

/** The stage `StreamTech-test`. */
export function aStage(overrides: Partial<EnvironmentConfig> = {}): ApplicationStage {
  return new ApplicationStage(anApp(), 'StreamTech-test', { config: aConfig(overrides) });
}

export type StackName = keyof ApplicationStage['stacks'];

/** The template of one stack of the stage. */
export function templateOf(stage: ApplicationStage, name: StackName): Template {
  return Template.fromStack(stage.stacks[name]);
}
