import { command } from './terminal/command';
import { run } from './terminal/main';
import { runProgram } from './terminal/program';

/* `npm run format`: Prettier over the tree. */

const program = command('npm run format --', 'Formats files in place.')
  .argument('[file...]', 'files and folders; without any, the whole tree')
  .action((files) => runProgram('prettier', ['--write', ...(files.length > 0 ? files : ['.'])]));

run(() => program.parseAsync());
