import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { environmentFor, isTested } from '../../lib/config/environments';
import { awsClient } from '../../src/runtime/aws-client';
import { makeSecrets } from '../secrets/make-secrets';
import type { SecretArns } from './configuration';

/** Makes what must be there before an environment is deployed, as `npm run secrets` does. */
export async function rehearsedSecrets(suffixes: readonly string[]): Promise<SecretArns> {
  const client = awsClient(SecretsManagerClient);
  const arns: Record<string, string> = {};
  for (const environmentSuffix of suffixes) {
    const plan = {
      environmentSuffix,
      keyArn: 'aws-managed',
      isTested: isTested(environmentSuffix),
      hasCanary: environmentFor(environmentSuffix).canaryKeySecretArn !== 'none',
    };
    for (const { setting, arn } of (await makeSecrets(client, plan)).secrets) {
      arns[`${environmentSuffix}/${setting}`] = arn;
    }
  }
  return arns;
}
