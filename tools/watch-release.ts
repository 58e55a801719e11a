import { parseArgs } from 'node:util';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { REGION } from '../lib/config/region';
import { awsClient } from '../src/runtime/aws-client';
import { watchAlarms } from './release/watch-alarms';
import { spoken } from './terminal/manner';
import { run } from './terminal/main';

/* What the pipeline runs after a deploy (lib/pipeline/watch-step.ts): fails when an alarm begins to ring. */

run(async () => {
  const { values, positionals: alarms } = parseArgs({
    allowPositionals: true,
    options: { minutes: { type: 'string' } },
  });
  const minutes = Number(values.minutes);
  if (!(minutes > 0)) {
    throw new Error(`'--minutes' must be a number above 0, got '${values.minutes}'`);
  }
  if (alarms.length === 0) throw new Error('alarms must be named, got none');
  await watchAlarms(
    awsClient(CloudWatchClient, {}, { region: REGION }),
    alarms,
    minutes,
    spoken(console.log),
  );
  console.log('no alarm has begun to ring');
});
