import type { Clock } from '../../runtime/clock';
import type { CacheStore, WeightedRanking } from './cache-store';
import { POPULARITY_HALF_LIFE_HOURS, type PopularVideo } from './video-cache';

const HALF_LIFE_MS = POPULARITY_HALF_LIFE_HOURS * 3_600_000;

/**
 * Views are added up in buckets of this length, 60 hours. A reader sums the current and the last
 * bucket, so that no view is forgotten before it has faded to 1/2^10, a thousandth.
 */
const BUCKET_MS = 10 * HALF_LIFE_MS;

/** Long enough to be read as the last bucket until its successor ends. */
const BUCKET_TTL_MS = 2 * BUCKET_MS;

/** Bounds memory (about 1 MB a bucket) and the time of a sum (about 10 ms in Redis). */
const MAX_RANKED_VIDEOS = 10_000;

/** Views wait this long to be sent in one go. */
export const FLUSH_INTERVAL_MS = 1000;

/** Bounds what one flush sends, should a second bring more different videos than this. */
const MAX_PENDING_VIDEOS = 1000;

/**
 * The processes that share a store sum a ranking up this often, and each of them asks for it this often, however
 * often it is asked itself.
 */
export const RANKING_MAX_AGE_MS = 5000;

/** What one sum brings: the API's longest list. */
const RANKING_LENGTH = 100;

/**
 * Which videos are viewed most, views fading with age. Every view halves at the same pace, so nothing
 * has to be recomputed as time goes by: within a bucket a view weighs 2^(its time / half-life), more
 * the later it comes, and the reader scales the whole bucket down by the time since it began.
 */
export class Popularity {
  private readonly store: CacheStore;
  private readonly clock: Clock;
  private pending = new Map<string, number>();
  private flushedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private ranking: { readonly at: number; readonly videos: Promise<PopularVideo[]> } | undefined;

  constructor(store: CacheStore, clock: Clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Never fails; views are lost while the store is down. */
  count(id: string): void {
    this.pending.set(id, (this.pending.get(id) ?? 0) + 1);
    const elapsed = this.clock() - this.flushedAt;
    // a Lambda function is frozen between requests, timers and all: the next view sends the last ones
    if (elapsed >= FLUSH_INTERVAL_MS || this.pending.size >= MAX_PENDING_VIDEOS) {
      void this.flush();
    } else {
      this.timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS - elapsed).unref();
    }
  }

  /** Best first; empty when the store is down. */
  async top(limit: number): Promise<PopularVideo[]> {
    const now = this.clock();
    if (limit > RANKING_LENGTH) return this.sum(now, limit);
    if (!this.ranking || now - this.ranking.at >= RANKING_MAX_AGE_MS) {
      this.ranking = { at: now, videos: this.sum(now, RANKING_LENGTH) };
    }
    return (await this.ranking.videos).slice(0, limit);
  }

  async close(): Promise<void> {
    await this.flush();
  }

  private async sum(now: number, limit: number): Promise<PopularVideo[]> {
    await this.flush();
    const sum = { name: sumName(now), ttlMs: RANKING_MAX_AGE_MS };
    const top = await this.store.topScores(rankingsAt(now), limit, sum).catch(() => []);
    return top.map(({ member, score }) => ({ id: member, score }));
  }

  private async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const now = this.clock();
    this.flushedAt = now;
    if (this.pending.size === 0) return;

    const weight = 2 ** ((now % BUCKET_MS) / HALF_LIFE_MS);
    const scores = new Map(Array.from(this.pending, ([id, views]) => [id, views * weight]));
    this.pending = new Map();
    const limits = { ttlMs: BUCKET_TTL_MS, maxMembers: MAX_RANKED_VIDEOS };
    await this.store.addScores(bucketName(now), scores, limits).catch(() => undefined);
  }
}

/** The hash tag keeps all buckets in one slot of a Redis cluster, as their sum needs it. */
function bucketName(at: number): string {
  return `{popularity}:${Math.floor(at / BUCKET_MS)}`;
}

/** The same for all processes for as long as a ranking may be old. */
function sumName(at: number): string {
  return `{popularity}:sum:${Math.floor(at / RANKING_MAX_AGE_MS)}`;
}

function rankingsAt(now: number): WeightedRanking[] {
  const sinceStart = now % BUCKET_MS;
  return [
    { name: bucketName(now), weight: 2 ** (-sinceStart / HALF_LIFE_MS) },
    { name: bucketName(now - BUCKET_MS), weight: 2 ** (-(sinceStart + BUCKET_MS) / HALF_LIFE_MS) },
  ];
}
