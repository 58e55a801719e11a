import path from 'node:path';
import { productionNode } from './production-node';
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

/** What runs in AWS, as far as a version of Node could tell: entries, streams, signals, clients, the image's bundle. */
const PRODUCTION = [
  ...['test/runtime/', 'test/worker/(?!.*\\.long\\.)', 'test/storage/(cache|objects|queue)/'],
  ...['test/api/(compression|lambda|server)', 'test/e2e/deployed-entries'],
];

program
  .command('test:production')
  .description('Runs what production runs, or the files that are named, on the Node of production.')
  .usage('-- [file or option of Jest...]')
  .argument('[arguments...]')
  .allowUnknownOption()
  .action((args) => {
    const node = path.dirname(productionNode());
    process.env['PATH'] = [node, process.env['PATH']].join(path.delimiter);
    const named = args.length > 0 ? args : PRODUCTION;
    return runProgram('jest', named);
  });

run(() => program.parseAsync());
