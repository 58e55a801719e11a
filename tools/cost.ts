import { InvalidArgumentError } from '@commander-js/extra-typings';
import { environmentFor, environments } from '../lib/config/environments';
import { expectedLoad } from '../lib/config/expected-loads';
import { costTables, costText } from './cost/cost-text';
import { command, wholeNumber } from './terminal/command';
import { run } from './terminal/main';
import { suffixArgument } from './terminal/suffix';

/*
 * `npm run cost -- SUFFIX`: what an environment costs a month, by its configuration and a load; without one, the
 * tables of docs/cost.md.
 */

const program = command(
  'npm run cost --',
  'Tells what an environment costs a month, by its configuration and a load.',
)
  .argument(
    '[suffix]',
    'environment, such as prod; without one, the tables of docs/cost.md',
    suffixArgument,
  )
  .option('--files-a-day <number>', 'files that come in', wholeNumber(0))
  .option('--gigabytes <number>', 'of a file', amount)
  .option('--minutes <number>', 'of a file', amount)
  .option('--kept-days <number>', 'that a file is kept', wholeNumber(0))
  .option('--copied-percent <number>', 'of the bytes, which have to be copied to scratch', amount)
  .action((suffix, options) => {
    if (suffix === undefined) {
      for (const [name, table] of Object.entries(costTables(environments))) {
        console.log(`## ${name}\n\n${table}\n`);
      }
      return;
    }
    console.log(costText(environmentFor(suffix), { ...expectedLoad(suffix), ...options }));
  });

run(() => program.parseAsync());

function amount(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new InvalidArgumentError('It must be a number from 0.');
}
