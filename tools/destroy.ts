import { Option } from '@commander-js/extra-typings';
import { checkedAccount } from './destroy/account';
import { awsClients } from './destroy/aws';
import { confirm, nameToType, terminal } from './destroy/confirm';
import { dataFate } from './destroy/data-fate';
import { destroy } from './destroy/destroy';
import { isEmpty, keepsData, makePlan } from './destroy/plan';
import { keptText, planText } from './destroy/plan-text';
import { counted } from './terminal/amounts';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { reporterOf } from './terminal/reporter';
import { suffixArgument } from './terminal/suffix';

/*
 * `npm run destroy -- SUFFIX`: removes an environment, or the pipeline, and proves that nothing is left. It
 * goes by what is deployed, so the code may be of any revision.
 */

const MEANING = {
  snapshot: 'a last snapshot, the uploads and their key are kept',
  discard: 'deleted too, snapshots and backups with them',
} as const;

const program = command(
  'npm run destroy --',
  'Removes an environment, or the pipeline, and proves that nothing is left. Asks for the name first, and, of ' +
    'a protected environment, what becomes of database and uploads.',
  { 1: 'failed, not confirmed, or something is left; the last line says what' },
)
  .argument('<suffix>', 'environment, such as pr42; main is the pipeline', suffixArgument)
  .option('--dry-run', 'show what would be deleted, and what is in the way; delete nothing')
  .option('--confirm <name>', 'the name, where there is no terminal to type it on')
  .addOption(
    new Option(
      '--snapshot',
      'keep the data of a protected environment: a last snapshot, the uploads, their key (default)',
    ).conflicts('discard'),
  )
  .option('--discard', 'delete the data of a protected environment too')
  .action(async (suffix, options) => {
    const aws = awsClients();
    const account = await checkedAccount(aws.sts, suffix);
    const plan = await makePlan(aws, suffix, account);
    console.log(`account ${account}\n${planText(plan)}`);
    if (options.dryRun) return;

    if (plan.obstacles.length > 0) throw new Error('what is in the way must be put right first');
    const fate = await dataFate(plan, options, terminal());
    if (keepsData(plan)) console.log(`database and uploads: ${MEANING[fate]}`);
    if (!isEmpty(plan, fate)) await confirm(nameToType(suffix), options.confirm, terminal());
    const { kept, inDanger, left } = await destroy(aws, plan, fate, reporterOf(console.log));
    if (kept.length > 0) console.log(keptText(kept, suffix));
    for (const { what, why } of inDanger) console.error(`in danger: ${what} (${why})`);
    for (const { what, why } of left) console.error(`left: ${what} (${why})`);
    if (inDanger.length > 0) {
      throw new Error(`of what is kept of '${suffix}', ${inDanger.length} in danger; see above`);
    }
    if (left.length > 0) {
      throw new Error(`${counted(left.length, 'resource')} of '${suffix}' left; see above`);
    }
    const was = isEmpty(plan, 'discard') ? ', of which nothing was there: is that its name?' : '';
    console.log(`nothing ${kept.length > 0 ? 'else ' : ''}is left of '${suffix}'${was}`);
  });

run(() => program.parseAsync());
