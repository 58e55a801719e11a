import { RedisConnection, type RedisConnectionOptions } from './redis-connection';
import { RedisStore } from './redis-store';
import { StoreVideoCache, type StoreVideoCacheOptions } from './store-video-cache';

export type RedisVideoCacheOptions = RedisConnectionOptions & StoreVideoCacheOptions;

/** The cache that all processes share. Connects by itself, and again whenever it must. */
export class RedisVideoCache extends StoreVideoCache {
  constructor(options: RedisVideoCacheOptions) {
    super(new RedisStore(new RedisConnection(options)), options);
  }
}
