import { readFileSync } from 'node:fs';
import { NearVideoCache } from '../storage/cache/near-video-cache';
import { RedisVideoCache } from '../storage/cache/redis-video-cache';
import type { CatalogueConnection } from '../storage/catalogue/connection';
import type { Environment } from './environment';
import type { Logger } from './logger';
import { secretField } from './secrets';

/** Environment variables that lead to the database. */
export const databaseVariables = ['databaseUrl', 'databaseSecretArn', 'databaseCaFile'] as const;

/** Environment variables that lead to the cache. */
export const cacheVariables = ['redisUrl', 'redisSecretArn'] as const;

export function databaseConnection(
  environment: Environment<(typeof databaseVariables)[number]>,
): CatalogueConnection {
  const { databaseUrl, databaseSecretArn, databaseCaFile } = environment;
  return {
    connectionString: databaseUrl,
    ...(databaseSecretArn !== undefined && {
      password: secretField(databaseSecretArn, 'password'),
    }),
    ...(databaseCaFile !== undefined && { ssl: { ca: readFileSync(databaseCaFile, 'utf8') } }),
  };
}

export function openCache(
  { redisUrl, redisSecretArn }: Environment<(typeof cacheVariables)[number]>,
  logger: Logger,
): NearVideoCache {
  const far = new RedisVideoCache({
    url: redisUrl,
    logger,
    ...(redisSecretArn !== undefined && { password: secretField(redisSecretArn, 'token') }),
  });
  return new NearVideoCache(far);
}
