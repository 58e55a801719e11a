import { parseArgs } from 'node:util';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import { environmentFor, staging } from '../lib/config/environments';
import { REGION } from '../lib/config/region';
import { awsClient } from '../src/runtime/aws-client';
import { checkedAccount } from './destroy/account';
import { makeSecrets } from './secrets/make-secrets';
import { secretsText } from './secrets/secrets-text';
import { run } from './terminal/main';

/*
 * `npm run secrets -- SUFFIX`: makes the secrets that an environment needs before its first deploy, where
 * they are not there yet, and says what to write into the configuration.
 */

const USAGE = 'npm run secrets -- SUFFIX';

run(async () => {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [environmentSuffix, ...others] = positionals;
  if (environmentSuffix === undefined || others.length > 0) {
    throw new Error(`one environment must be named, got '${positionals.join(' ')}'\n${USAGE}`);
  }
  await checkedAccount(awsClient(STSClient, {}, { region: REGION }), environmentSuffix);
  const made = await makeSecrets(awsClient(SecretsManagerClient, {}, { region: REGION }), {
    environmentSuffix,
    keyArn: environmentFor(environmentSuffix).secretsKeyArn,
    isTested: environmentSuffix === staging.environmentSuffix,
  });
  console.log(secretsText(made));
});
