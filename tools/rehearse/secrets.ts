import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { staging } from '../../lib/config/environments';
import { awsClient } from '../../src/runtime/aws-client';
import { makeSecrets } from '../secrets/make-secrets';
import type { SecretArns } from './configuration';

/** Makes what must be there before an environment is deployed, as `npm run secrets` does. */
export async function rehearsedSecrets(suffixes: readonly string[]): Promise<SecretArns> {
  const client = awsClient(SecretsManagerClient);
  const arns: Record<string, string> = {};
  for (const environmentSuffix of suffixes) {
    const isTested = environmentSuffix === staging.environmentSuffix;
    const plan = { environmentSuffix, keyArn: 'aws-managed', isTested };
    for (const { setting, arn } of (await makeSecrets(client, plan)).secrets) {
      const isOfPipeline = setting === 'integrationKeysSecretArn';
      arns[isOfPipeline ? setting : `${environmentSuffix}/${setting}`] = arn;
    }
  }
  return arns;
}
