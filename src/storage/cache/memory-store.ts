import { LRUCache } from 'lru-cache';
import { type Clock, systemClock } from '../../runtime/clock';
import type { CacheStore, ScoredMember, WeightedRanking } from './cache-store';
import { StoreVideoCache, type StoreVideoCacheOptions } from './store-video-cache';

/** Bounds of the memory that entries take; the least recently used go first. */
export interface MemoryLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
}

/** A document has 5 to 20 kB, so that bytes are the bound that usually counts. */
export const DEFAULT_MEMORY_LIMITS: MemoryLimits = { maxEntries: 50_000, maxBytes: 64 * 1024 ** 2 };

/** A cache store inside the process. */
export class MemoryStore implements CacheStore {
  private readonly entries: LRUCache<string, string>;
  private readonly rankings: LRUCache<string, Map<string, number>>;

  constructor(clock: Clock, limits: MemoryLimits = DEFAULT_MEMORY_LIMITS) {
    // 0: every look asks the clock instead of one that is read once a millisecond
    const time = { perf: { now: clock }, ttlResolution: 0 };
    this.entries = new LRUCache({
      ...time,
      max: limits.maxEntries,
      maxSize: limits.maxBytes,
      sizeCalculation: bytesOf,
    });
    this.rankings = new LRUCache({ ...time, max: MAX_RANKINGS });
  }

  get(key: string): Promise<string | null> {
    return Promise.resolve(this.entries.get(key) ?? null);
  }

  add(key: string, value: string, ttlMs: number): Promise<boolean> {
    const free = !this.entries.has(key);
    if (free) this.entries.set(key, value, { ttl: ttlMs });
    return Promise.resolve(free);
  }

  replace(key: string, expected: string, value: string, ttlMs: number): Promise<boolean> {
    const matches = this.entries.get(key) === expected;
    if (matches) this.entries.set(key, value, { ttl: ttlMs });
    return Promise.resolve(matches);
  }

  delete(key: string): Promise<void> {
    this.entries.delete(key);
    return Promise.resolve();
  }

  addScores(
    ranking: string,
    scores: ReadonlyMap<string, number>,
    limits: { readonly ttlMs: number; readonly maxMembers: number },
  ): Promise<void> {
    const sums = this.rankings.get(ranking) ?? new Map<string, number>();
    for (const [member, score] of scores) sums.set(member, (sums.get(member) ?? 0) + score);
    for (const { member } of bestFirst(sums).slice(limits.maxMembers)) sums.delete(member);
    this.rankings.set(ranking, sums, { ttl: limits.ttlMs });
    return Promise.resolve();
  }

  topScores(rankings: readonly WeightedRanking[], limit: number): Promise<ScoredMember[]> {
    const sums = new Map<string, number>();
    for (const { name, weight } of rankings) {
      for (const [member, score] of this.rankings.get(name) ?? []) {
        sums.set(member, (sums.get(member) ?? 0) + score * weight);
      }
    }
    return Promise.resolve(bestFirst(sums).slice(0, limit));
  }

  state(): 'up' {
    return 'up';
  }

  close(): Promise<void> {
    this.entries.clear();
    this.rankings.clear();
    return Promise.resolve();
  }
}

/** Two are alive at a time. */
const MAX_RANKINGS = 4;

/** V8 stores a string that has a character beyond Latin-1 in two bytes a character. */
export function bytesOf(value: string, key: string): number {
  return 2 * (key.length + value.length);
}

function bestFirst(sums: ReadonlyMap<string, number>): ScoredMember[] {
  return Array.from(sums, ([member, score]) => ({ member, score })).sort(
    (a, b) => b.score - a.score,
  );
}

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
