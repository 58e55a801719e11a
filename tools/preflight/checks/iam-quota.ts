import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { type Account, newResources } from '../account';
import { type Finding, look } from '../finding';
import { within } from '../quota';

const CHECK = 'IAM roles';

export async function iamQuota(account: Account): Promise<Finding[]> {
  return look(CHECK, async () => {
    const { SummaryMap: summary = {} } = await account.aws.iam.send(
      new GetAccountSummaryCommand({}),
    );
    return within(CHECK, {
      needed: (await newResources(account, 'AWS::IAM::Role')).length,
      used: summary.Roles ?? 0,
      limit: summary.RolesQuota ?? 0,
      quota: { service: 'iam', code: 'L-FE177D64' },
    });
  });
}
