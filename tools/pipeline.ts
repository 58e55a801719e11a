import { CodePipelineClient } from '@aws-sdk/client-codepipeline';
import { nameOf, REGION } from '../lib/config/names';
import { pipeline as config } from '../lib/config/pipeline';
import { awsClient } from '../src/runtime/aws-client';
import { decide } from './pipeline/decide';
import { retry, start } from './pipeline/run';
import { readStatus } from './pipeline/status';
import { statusText } from './pipeline/status-text';
import { watch } from './pipeline/watch';
import { command } from './terminal/command';
import { run } from './terminal/main';

/*
 * `npm run pipeline -- COMMAND`: the pipeline from a terminal. An answer names the run that it is about, as
 * `status` has shown it, so that nobody approves what came later.
 */

const EXECUTION = 'id of a run, as status shows it';
const name = nameOf('pipeline', config.environmentSuffix);
const program = command('npm run pipeline --', 'Shows the pipeline, answers for it and starts it.');

program
  .command('status')
  .description('the newest run, or the named one: its stages, and what waits for an answer')
  .argument('[execution]', EXECUTION)
  .option('--json', 'for programs')
  .action(async (execution, { json }) => {
    const status = await readStatus(client(), name, execution);
    console.log(json ? JSON.stringify(status, null, 2) : statusText(status));
  });

program
  .command('watch')
  .description('says each action as it starts and ends; ends with 1 unless the run succeeds')
  .argument('[execution]', EXECUTION)
  .action(async (execution) => {
    const { status } = await watch(client(), name, { say: console.log, execution });
    if (status !== 'Succeeded') throw new Error(`the run ended as ${status}`);
    console.log('the run has succeeded');
  });

for (const [answer, status] of Object.entries({
  approve: 'Approved',
  reject: 'Rejected',
} as const)) {
  program
    .command(answer)
    .description(`${answer}s the run that waits, if it is this one`)
    .argument('<execution>', EXECUTION)
    .option('--comment <text>', 'why; whoever looks later reads it', '')
    .option('--older', 'although newer runs wait behind it', false)
    .action(async (execution, { comment, older }) => {
      await decide(client(), name, { status, execution, comment, older });
      console.log(`${status.toLowerCase()}: ${execution}`);
    });
}

program
  .command('retry')
  .description('tries the failed actions of a run again; where a stack was not deployed, its stage')
  .argument('[execution]', EXECUTION)
  .action(async (execution) => {
    console.log(`tries again: ${await retry(client(), name, execution)}`);
  });

program
  .command('start')
  .description('starts a run of the newest revision')
  .action(async () => {
    console.log(`started: ${await start(client(), name)}`);
  });

run(() => program.parseAsync());

function client(): CodePipelineClient {
  return awsClient(CodePipelineClient, {}, { region: REGION });
}
