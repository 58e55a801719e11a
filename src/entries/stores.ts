import { readFileSync } from 'node:fs';
import { cached, type CachedCatalogue } from '../storage/cache/cached-catalogue';
import { NearVideoCache } from '../storage/cache/near-video-cache';
import { RedisVideoCache } from '../storage/cache/redis-store';
import type { VideoCache } from '../storage/cache/video-cache';
import type { CatalogueConnection } from '../storage/catalogue/connection';
import { postgresCatalogue } from '../storage/catalogue/catalogue';
import type { Environment } from '../runtime/environment';
import type { Logger } from '../runtime/logger';
import { secretField } from '../runtime/secrets';

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

export interface CatalogueBehindCache {
  readonly catalogue: CachedCatalogue;
  readonly cache: VideoCache;
  readonly close: () => Promise<void>;
}

/** The only way to a catalogue in AWS, so that every write goes around the cache. */
export function openCatalogue(
  environment: Environment<(typeof databaseVariables | typeof cacheVariables)[number]>,
  logger: Logger,
  maxConnections: number,
): CatalogueBehindCache {
  const { redisUrl, redisSecretArn } = environment;
  const cache = new NearVideoCache(
    new RedisVideoCache({
      url: redisUrl,
      logger,
      ...(redisSecretArn !== undefined && { password: secretField(redisSecretArn, 'token') }),
    }),
  );
  const connection = databaseConnection(environment);
  const catalogue = postgresCatalogue({ ...connection, logger, maxConnections });
  return {
    catalogue: cached(catalogue, cache),
    cache,
    async close() {
      await Promise.all([cache.close(), catalogue.close()]);
    },
  };
}
