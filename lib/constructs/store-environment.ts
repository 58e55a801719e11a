import { environmentNames } from '../../src/runtime/environment';
import type { CacheCluster } from './cache-cluster';
import type { ExistingSecrets } from './existing-secrets';
import { DATABASE_NAME, DATABASE_USER, type MetadataDatabase } from './metadata-database';

/** Name of the file with the authorities of RDS, next to the code wherever it runs. */
export const RDS_CA_FILE = 'rds-ca-ap-northeast-1.pem';

/** How the code finds the database; the password it reads from the secret, so that it may rotate. */
export function databaseEnvironment(
  database: MetadataDatabase,
  secrets: ExistingSecrets,
  codeDirectory: string,
): Record<string, string> {
  const { instanceEndpoint } = database.instance;
  return {
    [environmentNames.databaseUrl]: `postgresql://${DATABASE_USER}@${instanceEndpoint.socketAddress}/${DATABASE_NAME}`,
    [environmentNames.databaseSecretArn]: secrets.database.secretArn,
    [environmentNames.databaseCaFile]: `${codeDirectory}/${RDS_CA_FILE}`,
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
