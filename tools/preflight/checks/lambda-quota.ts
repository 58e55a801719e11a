import { GetAccountSettingsCommand, GetFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import type { Account } from '../account';
import { unlessMissing } from '../clients';
import { fails, type Finding, look, ok } from '../finding';
import { increase } from '../quota';
import { numberOf, type PlannedResource, resourcesIn, sum } from '../resources';

const CHECK = 'Lambda concurrency';

/** Lambda keeps so many for functions that reserve none; all of them where an account has fewer. */
const UNRESERVED = 100;

/** What functions reserve, of what the account may run at a time. */
export async function lambdaQuota(account: Account): Promise<Finding[]> {
  const functions = resourcesIn(account.planned.stacks, 'AWS::Lambda::Function');
  const reserving = functions.filter((each) => reservedBy(each) > 0);
  if (reserving.length === 0) return [];
  return look(CHECK, async () => {
    const {
      AccountLimit: {
        ConcurrentExecutions: limit = 0,
        UnreservedConcurrentExecutions: free = 0,
      } = {},
    } = await account.aws.lambda.send(new GetAccountSettingsCommand({}));
    const wanted = sum(reserving.map(reservedBy));
    const owned = sum(await Promise.all(reserving.map((each) => reservedNow(account, each))));
    const least = Math.min(UNRESERVED, limit);
    const left = free + owned - wanted;
    const found = `${wanted} reserved by this configuration, ${left} of ${limit} left for all others, ${least} must be`;
    if (left >= least) return ok(CHECK, found);
    const quota = { service: 'lambda', code: 'L-B99A9384' };
    // others may reserve some too, and a quota of less than 100 is kept for functions that reserve none
    const enough = limit - free - owned + wanted + UNRESERVED;
    const instead = "lower apiConcurrency in lib/config/environments.ts, or 'unreserved'";
    return fails(CHECK, found, `${increase(quota, enough)}; or ${instead}`);
  });
}

function reservedBy({ properties }: PlannedResource): number {
  return numberOf(properties['ReservedConcurrentExecutions']);
}

/** By a function that is deployed already. */
async function reservedNow({ aws }: Account, { properties }: PlannedResource): Promise<number> {
  const FunctionName = properties['FunctionName'];
  if (typeof FunctionName !== 'string') return 0;
  const found = await unlessMissing(
    aws.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName })),
    'ResourceNotFoundException',
  );
  return found?.ReservedConcurrentExecutions ?? 0;
}
