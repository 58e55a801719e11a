import { parseArgs } from 'node:util';
import { checkedAccount } from './destroy/account';
import { awsClients } from './destroy/aws';
import { confirm, nameToType, terminal } from './destroy/confirm';
import { destroy } from './destroy/destroy';
import { isEmpty, makePlan } from './destroy/plan';
import { planText } from './destroy/plan-text';
import { run } from './terminal/main';
import { spoken } from './terminal/manner';

/*
 * `npm run destroy -- SUFFIX`: removes an environment, or the pipeline, and proves that nothing is left. It
 * goes by what is deployed, so the code may be of any revision.
 */

const USAGE = 'npm run destroy -- SUFFIX [--dry-run] [--confirm NAME]';

run(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'dry-run': { type: 'boolean', default: false }, confirm: { type: 'string' } },
  });
  const [suffix, ...others] = positionals;
  if (suffix === undefined || others.length > 0) {
    throw new Error(`one environment must be named, got '${positionals.join(' ')}'\n${USAGE}`);
  }
  const aws = awsClients();
  const account = await checkedAccount(aws.sts, suffix);
  const plan = await makePlan(aws, suffix, account);
  console.log(`account ${account}\n${planText(plan)}`);
  if (values['dry-run']) return;

  if (!isEmpty(plan)) {
    if (plan.obstacles.length > 0) throw new Error('what is in the way must be put right first');
    await confirm(nameToType(suffix), values.confirm, terminal());
  }
  const left = await destroy(aws, plan, spoken(console.log));
  for (const { what, why } of left) console.error(`left: ${what} (${why})`);
  if (left.length > 0) throw new Error(`nothing must be left of '${suffix}', got ${left.length}`);
  console.log(`nothing is left of '${suffix}'`);
});
