import { command } from './terminal/command';
import { run } from './terminal/main';
import { runProgram } from './terminal/program';

/* The scripts of package.json that are Jest with arguments: Jest's own may follow them. */

const scripts = {
  test: 'Runs the tests that need no AWS and are not long by nature, or those whose files are named.',
  'test:all': 'Runs all tests that need no AWS, and measures what they cover.',
  'test:integ':
    'Runs whole workflows on the environment that cfn-outputs/flat-outputs.json names: deployed, or npm start.',
};

const program = command('npm run', 'Tests.', { 1: 'failed, or a test did' });
for (const [script, description] of Object.entries(scripts)) {
  program
    .command(script)
    .description(`${description}\nEvery option of Jest is taken: npx jest --help`)
    .usage('-- [file or option of Jest...]')
    .argument('[arguments...]')
    .allowUnknownOption() // Jest refuses what it does not know either
    .action((args) => runProgram('jest', args));
}

run(() => program.parseAsync());
