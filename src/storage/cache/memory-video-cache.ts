import { systemClock } from '../../runtime/clock';
import { MemoryStore, type MemoryLimits } from './memory-store';
import { StoreVideoCache, type StoreVideoCacheOptions } from './store-video-cache';

export interface MemoryVideoCacheOptions extends StoreVideoCacheOptions {
  /** @default DEFAULT_MEMORY_LIMITS */
  readonly limits?: MemoryLimits;
}

/** The cache of a platform that runs in one process. */
export class MemoryVideoCache extends StoreVideoCache {
  constructor(options: MemoryVideoCacheOptions = {}) {
    super(new MemoryStore(options.clock ?? systemClock, options.limits), options);
  }
}
