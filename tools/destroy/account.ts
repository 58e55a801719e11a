import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { environmentFor } from '../../lib/config/environments';
import { pipeline } from '../../lib/config/pipeline';

/**
 * The account that the credentials are of.
 *
 * @throws when the configuration has the environment in another: the same name there may be another's
 */
export async function checkedAccount(
  client: STSClient,
  environmentSuffix: string,
): Promise<string> {
  const configured =
    environmentSuffix === pipeline.environmentSuffix ? pipeline : environmentFor(environmentSuffix);
  const { Account: account = '' } = await client.send(new GetCallerIdentityCommand({}));
  if (account !== configured.account) {
    throw new Error(
      `credentials for '${environmentSuffix}' must be of account ${configured.account}, as lib/config says, ` +
        `got those of ${account}; use others: AWS_PROFILE`,
    );
  }
  return account;
}
