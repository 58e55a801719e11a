import { InvalidArgumentError } from '@commander-js/extra-typings';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { REGION } from '../lib/config/names';
import { awsClient } from '../src/runtime/aws-client';
import { watchAlarms } from './release/watch-alarms';
import { command } from './terminal/command';
import { reporterOf } from './terminal/reporter';
import { run } from './terminal/main';

/* What the pipeline runs after a deploy (lib/pipeline/watch-step.ts): fails when an alarm goes into ALARM. */

const program = command(
  'node --require tsx/cjs tools/watch-release.ts',
  'Watches alarms after a deploy.',
  { 1: 'failed, or an alarm went into ALARM' },
)
  .argument('<alarm...>', 'names of alarms')
  .requiredOption('--minutes <number>', 'for how long', minutes)
  .action(async (alarms, options) => {
    const client = awsClient(CloudWatchClient, {}, { region: REGION });
    await watchAlarms(client, alarms, options.minutes, reporterOf(console.log));
    console.log('no alarm went into ALARM');
  });

run(() => program.parseAsync());

function minutes(text: string): number {
  const number = Number(text);
  if (number > 0) return number;
  throw new InvalidArgumentError('It must be a number above 0.');
}
