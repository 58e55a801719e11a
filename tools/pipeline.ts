import { parseArgs } from 'node:util';
import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { REGION } from '../lib/config/region';
import { nameOf } from '../lib/config/names';
import { pipeline as config } from '../lib/config/pipeline';
import { awsClient } from '../src/runtime/aws-client';
import { decide } from './pipeline/decide';
import { retry, start } from './pipeline/run';
import { readStatus } from './pipeline/status';
import { statusText } from './pipeline/status-text';
import { watch } from './pipeline/watch';
import { run } from './terminal/main';

/*
 * `npm run pipeline -- COMMAND`: the pipeline from a terminal. An answer names the run that it is about, as
 * `status` has shown it, so that nobody approves what came later.
 */

const USAGE = `npm run pipeline -- status [EXECUTION] [--json]
                  watch [EXECUTION]
                  approve EXECUTION --comment TEXT
                  reject EXECUTION --comment TEXT
                  retry [EXECUTION]
                  start`;

run(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      comment: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
    },
  });
  const [command = '', execution] = positionals;
  const pipeline = nameOf('pipeline', config.environmentSuffix);
  const client = awsClient(CodePipelineClient, {}, { region: REGION });

  switch (command) {
    case 'status': {
      const status = await readStatus(client, pipeline, execution);
      console.log(values.json ? JSON.stringify(status, null, 2) : statusText(status));
      return;
    }
    case 'watch': {
      const { status } = await watch(client, pipeline, { say: console.log, execution });
      if (status !== 'Succeeded') throw new Error(`the run must succeed, got ${status}`);
      console.log('the run has succeeded');
      return;
    }
    case 'approve':
    case 'reject': {
      if (execution === undefined) throw new Error(`the execution must be named\n${USAGE}`);
      const status = command === 'approve' ? 'Approved' : 'Rejected';
      await decide(client, pipeline, { status, execution, comment: values.comment });
      console.log(`${status.toLowerCase()}: ${execution}`);
      return;
    }
    case 'retry':
      console.log(`tries again: ${await retry(client, pipeline, execution)}`);
      return;
    case 'start':
      console.log(`started: ${await start(client, pipeline)}`);
      return;
    default:
      throw new Error(`what to do must be one of these, got '${command}'\n${USAGE}`);
  }
});
