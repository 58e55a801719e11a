import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { REGION } from '../../../lib/config/names';
import type { Account } from '../account';
import { CallError } from '../clients';
import { fails, type Finding, ok } from '../finding';

const CHECK = 'account and region';

/** Whether the credentials are of the account that is deployed to; in any other, nothing else counts. */
export async function identity({ aws, planned }: Account): Promise<Finding> {
  const { account, region } = planned;
  if (region !== REGION) {
    return fails(CHECK, `region ${region}; it must be ${REGION}`, 'edit lib/config');
  }
  try {
    const caller = await aws.sts.send(new GetCallerIdentityCommand({}));
    return caller.Account === account
      ? ok(CHECK, `${account} in ${region}, as ${caller.Arn ?? ''}`)
      : fails(
          CHECK,
          `credentials of ${caller.Account ?? 'none'}; the configuration says ${account}`,
          'use others: AWS_PROFILE; or edit lib/config',
        );
  } catch (error) {
    // whoever calls needs no permission for it, so that these credentials are of no use
    if (!(error instanceof CallError)) throw error;
    return fails(CHECK, error.message, 'sign in: aws sso login, or AWS_PROFILE');
  }
}
