import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { REGION } from '../lib/config/names';
import { awsClient } from '../src/runtime/aws-client';
import { confirmationOf, reviewPipeline, stopUnlessConfirmed } from './review/guard';
import { REPORTS, write } from './review/write';
import { command } from './terminal/command';
import { run } from './terminal/main';

/*
 * What the pipeline runs in a cloud assembly before it changes itself: a change of its safeguards
 * stops, unless its commit says that it shall. (docs/pipeline.md)
 */

const program = command(
  'node guard.js',
  'Compares the pipeline in this cloud assembly with what is deployed; run by the pipeline itself, with the variables STACK, PIPELINE and EXECUTION.',
  { 1: 'failed, or the safeguards of the pipeline would change and its commit does not say why' },
).action(guard);

run(() => program.parseAsync());

async function guard(): Promise<void> {
  const execution = variable('EXECUTION');
  const clients = {
    cloudFormation: awsClient(CloudFormationClient, {}, { region: REGION }),
    codePipeline: awsClient(CodePipelineClient, {}, { region: REGION }),
  };
  const review = await reviewPipeline(clients, {
    stackId: variable('STACK'),
    pipeline: variable('PIPELINE'),
    execution,
    assembly: '.',
  });
  write(review, { base: 'what is deployed', head: `run ${execution}`, at: new Date() });
  stopUnlessConfirmed(review);
  // the build sends it
  const told = confirmationOf(review, execution);
  if (told !== undefined) writeFileSync(join(REPORTS, 'confirmed.txt'), told);
}

/** Of the build, as lib/pipeline/guard-step.ts sets them. */
function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`'${name}' must be set, got nothing`);
  return value;
}
