import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { EnvironmentConfig } from '../../../lib/config/environment-config';
import { ApplicationStage, type FunctionEntries } from '../../../lib/stages/application-stage';
import { aConfig } from './config';
import { anApp } from './app';

const placeholder = join(__dirname, '../entries/placeholder.lambda.ts');
export const placeholderEntries: FunctionEntries = {
  migration: placeholder,
  api: placeholder,
  authorizer: placeholder,
};

/** The stage `StreamTech-test`. */
export function aStage(
  overrides: Partial<EnvironmentConfig> = {},
  app = anApp(),
): ApplicationStage {
  return new ApplicationStage(app, 'StreamTech-test', {
    config: aConfig(overrides),
    entries: placeholderEntries,
  });
}

export type StackName = keyof ApplicationStage['stacks'];

/** The template of one stack of the stage. */
export function templateOf(stage: ApplicationStage, name: StackName): Template {
  return Template.fromStack(stage.stacks[name]);
}
