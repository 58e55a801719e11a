import { LRUCache } from 'lru-cache';
import { systemClock, type Clock } from '../../runtime/clock';
import { DEFAULT_MEMORY_LIMITS, bytesOf, type MemoryLimits } from './memory-store';
import type { CachedRead, PopularVideo, VideoCache } from './video-cache';
import type { VideoDocument } from '../catalogue/types';

export interface NearVideoCacheOptions {
  /** Milliseconds; bounds how stale an answer can be. @default DEFAULT_NEAR_TTL_MS */
  readonly ttlMs?: number;
  /** @default DEFAULT_MEMORY_LIMITS */
  readonly limits?: MemoryLimits;
  /** @default the system's */
  readonly clock?: Clock;
}

/** A page that shows a video's progress asks about once a second. */
export const DEFAULT_NEAR_TTL_MS = 1000;

/**
 * Keeps what another cache answered, inside the process and for a moment: no round trip for what is
 * asked for many times a second. The price is staleness: a change made through this very cache is seen
 * at once, one made in another process up to `ttlMs` later.
 */
export class NearVideoCache implements VideoCache {
  private readonly far: VideoCache;
  private readonly documents: LRUCache<string, { readonly document: VideoDocument | null }>;
  private invalidations = 0;

  constructor(far: VideoCache, options: NearVideoCacheOptions = {}) {
    const limits = options.limits ?? DEFAULT_MEMORY_LIMITS;
    this.far = far;
    this.documents = new LRUCache({
      max: limits.maxEntries,
      maxSize: limits.maxBytes,
      sizeCalculation: ({ document }, id) => bytesOf(document?.json ?? '', id),
      ttl: options.ttlMs ?? DEFAULT_NEAR_TTL_MS,
      perf: { now: options.clock ?? systemClock },
      ttlResolution: 0,
    });
  }

  async read(id: string, load: () => Promise<VideoDocument | null>): Promise<CachedRead> {
    const near = this.documents.get(id);
    if (near) return { document: near.document, source: 'HIT' };

    const invalidations = this.invalidations;
    const read = await this.far.read(id, load);
    // what was read across an invalidation may be of before it
    if (invalidations === this.invalidations) this.documents.set(id, { document: read.document });
    return read;
  }

  async invalidate(id: string): Promise<void> {
    this.forget(id);
    await this.far.invalidate(id);
    this.forget(id);
  }

  countView(id: string): void {
    this.far.countView(id);
  }

  popular(limit: number): Promise<PopularVideo[]> {
    return this.far.popular(limit);
  }

  state(): 'up' | 'down' {
    return this.far.state();
  }

  async close(): Promise<void> {
    this.documents.clear();
    await this.far.close();
  }

  private forget(id: string): void {
    this.invalidations += 1;
    this.documents.delete(id);
  }
}
