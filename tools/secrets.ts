import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import { environmentFor, isTested } from '../lib/config/environments';
import { REGION } from '../lib/config/names';
import { awsClient } from '../src/runtime/aws-client';
import { checkedAccount } from './destroy/account';
import { makeSecrets } from './secrets/make-secrets';
import { secretsText } from './secrets/secrets-text';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { suffixArgument } from './terminal/suffix';

/*
 * `npm run secrets -- SUFFIX`: makes the secrets that an environment needs before its first deploy, where
 * they are not there yet, and says what to write into the configuration.
 */

const program = command(
  'npm run secrets --',
  'Makes the secrets that an environment needs, where they are not there yet; leaves others as they are.',
)
  .argument('<suffix>', 'environment, such as pr42', suffixArgument)
  .action(async (environmentSuffix) => {
    const settings = { region: REGION };
    await checkedAccount(awsClient(STSClient, {}, settings), environmentSuffix);
    const made = await makeSecrets(awsClient(SecretsManagerClient, {}, settings), {
      environmentSuffix,
      keyArn: environmentFor(environmentSuffix).secretsKeyArn,
      isTested: isTested(environmentSuffix),
      hasCanary: environmentFor(environmentSuffix).canaryKeySecretArn !== 'none',
    });
    console.log(secretsText(made));
  });

run(() => program.parseAsync());
