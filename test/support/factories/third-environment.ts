import type { DeliveredEnvironment } from '../../../lib/config/delivered-environment';
import { delivered, staging } from '../../../lib/config/environments';
import { exampleSecretArn } from '../../../lib/config/examples';

export const UAT_ACCOUNT = '555555555555';

/** Has everything that an environment can have. */
const uat: DeliveredEnvironment = {
  config: {
    ...staging,
    environmentSuffix: 'uat',
    account: UAT_ACCOUNT,
    databaseSecretArn: exampleSecretArn(UAT_ACCOUNT, 'uat/database'),
    databaseUserSecretArn: exampleSecretArn(UAT_ACCOUNT, 'uat/database-user'),
    databaseWorkerSecretArn: exampleSecretArn(UAT_ACCOUNT, 'uat/database-worker'),
    cacheSecretArn: exampleSecretArn(UAT_ACCOUNT, 'uat/cache'),
    apiKeysSecretArn: exampleSecretArn(UAT_ACCOUNT, 'uat/api-keys'),
    canaryKeySecretArn: exampleSecretArn(UAT_ACCOUNT, 'uat/canary-key'),
  },
  approval: 'by-a-person',
  integrationKeysSecretArn: exampleSecretArn(UAT_ACCOUNT, 'uat/integration-keys'),
  smokeTest: 'run',
  alarms: 'watched',
  audit: 'none',
};

/** What the pipeline deploys, with `uat` after the first environment. */
export function withUat(): DeliveredEnvironment[] {
  return delivered.flatMap((each, index) => (index === 0 ? [each, uat] : [each]));
}
