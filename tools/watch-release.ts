import { InvalidArgumentError } from '@commander-js/extra-typings';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { REGION } from '../lib/config/names';
import { awsClient } from '../src/runtime/aws-client';
import { stageStart } from './release/stage-start';
import { watchAlarms } from './release/watch-alarms';
import { command } from './terminal/command';
import { reporterOf } from './terminal/reporter';
import { run } from './terminal/main';

/* What the pipeline runs after a deploy (lib/pipeline/watch-step.ts): fails when an alarm
 * has gone into ALARM since the stage of the deploy began, or does. */

const program = command(
  'node --require tsx/cjs tools/watch-release.ts',
  'Watches alarms after a deploy.',
  { 1: 'failed, or an alarm went into ALARM' },
)
  .argument('<alarm...>', 'names of alarms')
  .requiredOption('--minutes <number>', 'for how long', minutesIn)
  .requiredOption('--pipeline <name>', 'that has deployed')
  .requiredOption('--execution <id>', 'its run')
  .requiredOption('--stage <name>', 'the stage of the deploy')
  .option('--profile <profile>', 'of the AWS credentials that may see the alarms')
  .action(async (names, { minutes, profile, ...stage }) => {
    const pipelines = awsClient(CodePipelineClient, {}, { region: REGION });
    const since = await stageStart(pipelines, stage);
    const alarms = awsClient(CloudWatchClient, {}, { region: REGION, profile });
    await watchAlarms(alarms, { names, since, minutes }, reporterOf(console.log));
    console.log('no alarm went into ALARM');
  });

run(() => program.parseAsync());

function minutesIn(text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new InvalidArgumentError('It must be a number above 0.');
}
