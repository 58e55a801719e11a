import type * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { environmentNames } from '../../src/runtime/environment';
import type { CacheCluster } from './cache-cluster';
import type { ExistingSecrets } from './existing-secrets';
import {
  DATABASE_NAME,
  DATABASE_OWNER,
  DATABASE_USER,
  DATABASE_WORKER,
  type MetadataDatabase,
} from './metadata-database';

/** Name of the file with the authorities of RDS, next to the code wherever it runs. */
export const RDS_CA_FILE = 'rds-ca-ap-northeast-1.pem';

/** How API and retention job find the database: as a user that reads and writes rows, no more. */
export function databaseEnvironment(
  database: MetadataDatabase,
  secrets: ExistingSecrets,
  codeDirectory: string,
): Record<string, string> {
  return databaseAs(DATABASE_USER, secrets.databaseUser, database, codeDirectory);
}

/** How the worker finds it: as a user that may delete none. */
export function workerDatabaseEnvironment(
  database: MetadataDatabase,
  secrets: ExistingSecrets,
  codeDirectory: string,
): Record<string, string> {
  return databaseAs(DATABASE_WORKER, secrets.databaseWorker, database, codeDirectory);
}

/** How the migration finds it: as the owner, who lets these users in. */
export function migrationEnvironment(
  database: MetadataDatabase,
  secrets: ExistingSecrets,
  codeDirectory: string,
): Record<string, string> {
  return {
    ...databaseAs(DATABASE_OWNER, secrets.database, database, codeDirectory),
    [environmentNames.databaseUserSecretArn]: secrets.databaseUser.secretArn,
    [environmentNames.databaseWorkerSecretArn]: secrets.databaseWorker.secretArn,
  };
}

/** How the code finds the cache; the token it reads from the secret. */
export function cacheEnvironment(
  cache: CacheCluster,
  secrets: ExistingSecrets,
): Record<string, string> {
  return {
    [environmentNames.redisUrl]: `rediss://${cache.primaryAddress}:${cache.primaryPort}`,
    [environmentNames.redisSecretArn]: secrets.cache.secretArn,
  };
}

/** The password is read from the secret when the code runs, so that it may rotate. */
function databaseAs(
  user: string,
  secret: secretsmanager.ISecret,
  { instance }: MetadataDatabase,
  codeDirectory: string,
): Record<string, string> {
  const { socketAddress } = instance.instanceEndpoint;
  return {
    [environmentNames.databaseUrl]: `postgresql://${user}@${socketAddress}/${DATABASE_NAME}`,
    [environmentNames.databaseSecretArn]: secret.secretArn,
    [environmentNames.databaseCaFile]: `${codeDirectory}/${RDS_CA_FILE}`,
  };
}
