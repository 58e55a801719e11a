import type { VideoDocument } from '../catalogue/types';

/**
 * The cache in front of the catalogue. It may forget at any time and may be gone altogether: an
 * answer then comes from the catalogue, later but right. No method throws because the cache is down.
 */
export interface VideoCache {
  /**
   * Cache-aside read: the cached document, or what `load` returns. One `load` runs per key at a time;
   * whoever asks meanwhile waits for it. That a video does not exist is remembered too, for less time.
   */
  read(id: string, load: () => Promise<VideoDocument | null>): Promise<CachedRead>;

  /** Forgets a video. Around every write, `cached` (cached-catalogue.ts) does it. */
  invalidate(id: string): Promise<void>;

  /** Counts a view. Cheap: counts are sent on in batches. */
  countView(id: string): void;

  /** The most viewed videos, recent views weighing more; best first. Empty when unknown. */
  popular(limit: number): Promise<PopularVideo[]>;

  state(): 'up' | 'down';
  close(): Promise<void>;
}

export interface CachedRead {
  readonly document: VideoDocument | null;
  /** `BYPASS`: the cache could not be asked. */
  readonly source: 'HIT' | 'MISS' | 'BYPASS';
}

export interface PopularVideo {
  readonly id: string;
  /** Views, each halved with every {@link POPULARITY_HALF_LIFE_HOURS} since it happened. */
  readonly score: number;
}

/** A working day's favourite has faded to an eighth by the next morning. */
export const POPULARITY_HALF_LIFE_HOURS = 6;
