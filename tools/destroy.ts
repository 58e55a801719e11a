import { checkedAccount } from './destroy/account';
import { awsClients } from './destroy/aws';
import { confirm, nameToType, terminal } from './destroy/confirm';
import { destroy } from './destroy/destroy';
import { isEmpty, makePlan } from './destroy/plan';
import { planText } from './destroy/plan-text';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { spoken } from './terminal/manner';

/*
 * `npm run destroy -- SUFFIX`: removes an environment, or the pipeline, and proves that nothing is left. It
 * goes by what is deployed, so the code may be of any revision.
 */

const program = command(
  'npm run destroy --',
  'Removes an environment, or the pipeline, and proves that nothing is left. Asks for the name first.',
  { 1: 'failed, not confirmed, or something is left; the last line says what' },
)
  .argument('<suffix>', 'environment, such as pr42; main is the pipeline')
  .option('--dry-run', 'show what would be deleted, and what is in the way; delete nothing')
  .option('--confirm <name>', 'the name, where there is no terminal to type it on')
  .action(async (suffix, options) => {
    const aws = awsClients();
    const account = await checkedAccount(aws.sts, suffix);
    const plan = await makePlan(aws, suffix, account);
    console.log(`account ${account}\n${planText(plan)}`);
    if (options.dryRun) return;

    if (!isEmpty(plan)) {
      if (plan.obstacles.length > 0) throw new Error('what is in the way must be put right first');
      await confirm(nameToType(suffix), options.confirm, terminal());
    }
    const left = await destroy(aws, plan, spoken(console.log));
    for (const { what, why } of left) console.error(`left: ${what} (${why})`);
    if (left.length > 0) {
      throw new Error(`nothing must be left of '${suffix}', got ${left.length}`);
    }
    console.log(`nothing is left of '${suffix}'`);
  });

run(() => program.parseAsync());
