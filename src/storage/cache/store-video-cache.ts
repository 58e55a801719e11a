import { randomUUID } from 'node:crypto';
import { systemClock, type Clock } from '../../runtime/clock';
import { CacheDownError, type CacheStore } from './cache-store';
import { decodeEntry, encodeDocument, encodeLease } from './entry';
import { Popularity } from './popularity';
import type { CachedRead, PopularVideo, VideoCache } from './video-cache';
import type { VideoDocument } from '../catalogue/types';

export interface StoreVideoCacheOptions {
  /** @default the system's */
  readonly clock?: Clock;
  /** 0 to below 1; spreads the expiry of entries. @default Math.random */
  readonly random?: () => number;
  /** Milliseconds; for a store that other processes' invalidations don't reach. @default no other bound */
  readonly maxTtlMs?: number;
}

/**
 * Bounds how long a reader can see an old version when an invalidation was lost for good, as when
 * Redis fails over before its replica has it; otherwise entries are dropped the moment they change.
 */
export const DOCUMENT_TTL_MS = 5 * 60_000;

/** Videos that were cached in one burst do not expire in one burst. */
export const TTL_JITTER = 0.1;

/** Short: an id that is asked for too early, while its upload is on the way, is to appear soon. */
export const ABSENT_TTL_MS = 5000;

/** Longer than any load takes; what is loaded later than this is not stored. */
export const LEASE_TTL_MS = 10_000;

/**
 * The cache-aside logic, over any {@link CacheStore}.
 *
 * Whoever misses first leaves a lease, a token of its own, and stores what it loaded only where that
 * token still is. An invalidation removes the token, so that a load which began before a change can
 * never store its stale result after it, in whichever process either of them runs. Whoever finds the
 * lease of another loads without storing.
 */
export class StoreVideoCache implements VideoCache {
  private readonly store: CacheStore;
  private readonly random: () => number;
  private readonly maxTtlMs: number;
  private readonly popularity: Popularity;
  /** Under way, so that a crowd asking for one video asks the store and the catalogue once. */
  private readonly reads = new Map<string, Promise<CachedRead>>();

  constructor(store: CacheStore, options: StoreVideoCacheOptions = {}) {
    this.store = store;
    this.random = options.random ?? Math.random;
    this.maxTtlMs = options.maxTtlMs ?? Infinity;
    this.popularity = new Popularity(store, options.clock ?? systemClock);
  }

  read(id: string, load: () => Promise<VideoDocument | null>): Promise<CachedRead> {
    const running = this.reads.get(id);
    if (running) return running;

    const reading = this.readOrLoad(id, load);
    this.reads.set(id, reading);
    const forget = () => {
      // after an invalidation a newer read may stand here
      if (this.reads.get(id) === reading) this.reads.delete(id);
    };
    reading.then(forget, forget);
    return reading;
  }

  async invalidate(id: string): Promise<void> {
    // who asks from now on is not to be given what a read of before the change will find
    this.reads.delete(id);
    await this.store.delete(keyOf(id)).catch(ifDown);
  }

  countView(id: string): void {
    this.popularity.count(id);
  }

  popular(limit: number): Promise<PopularVideo[]> {
    return this.popularity.top(limit);
  }

  state(): 'up' | 'down' {
    return this.store.state();
  }

  async close(): Promise<void> {
    await this.popularity.close();
    await this.store.close();
  }

  private async readOrLoad(
    id: string,
    load: () => Promise<VideoDocument | null>,
  ): Promise<CachedRead> {
    const text = await this.store.get(keyOf(id)).catch(ifDown);
    if (text === undefined) return { document: await load(), source: 'BYPASS' };

    const entry = decodeEntry(id, text);
    switch (entry.kind) {
      case 'document':
        return { document: entry.document, source: 'HIT' };
      case 'absent':
        return { document: null, source: 'HIT' };
      case 'lease':
        return { document: await load(), source: 'MISS' };
      case 'nothing':
        return { document: await this.loadAndStore(id, load), source: 'MISS' };
    }
  }

  private async loadAndStore(
    id: string,
    load: () => Promise<VideoDocument | null>,
  ): Promise<VideoDocument | null> {
    const lease = encodeLease(randomUUID());
    const leased = await this.store.add(keyOf(id), lease, LEASE_TTL_MS).catch(ifDown);
    const document = await load();
    if (leased) {
      const value = encodeDocument(document);
      await this.store.replace(keyOf(id), lease, value, this.ttlOf(document)).catch(ifDown);
    }
    return document;
  }

  private ttlOf(document: VideoDocument | null): number {
    const ttlMs = Math.min(document ? DOCUMENT_TTL_MS : ABSENT_TTL_MS, this.maxTtlMs);
    return Math.round(ttlMs * (1 - TTL_JITTER * this.random()));
  }
}

/** The hash tag puts a key and whatever may be kept beside it into one slot of a Redis cluster. */
function keyOf(id: string): string {
  return `video:{${id}}`;
}

/** Undefined in place of an answer when the store is down: then everything goes on without it. */
function ifDown(error: unknown): undefined {
  if (!(error instanceof CacheDownError)) throw error;
}
