/**
 * The little that the cache asks of a store of strings with expiry. Every method rejects, within a
 * bounded wait, when the store cannot be asked.
 */
export interface CacheStore {
  get(key: string): Promise<string | null>;

  /** Writes where nothing is; false when something is there. */
  add(key: string, value: string, ttlMs: number): Promise<boolean>;

  /** Writes where exactly `expected` is; false when anything else, or nothing, is there. */
  replace(key: string, expected: string, value: string, ttlMs: number): Promise<boolean>;

  /** Makes sure that what is there now is never read again, even if that takes until the store is back. */
  delete(key: string): Promise<void>;

  /** Adds to the scores of a ranking; keeps its `maxMembers` best. */
  addScores(
    ranking: string,
    scores: ReadonlyMap<string, number>,
    limits: { readonly ttlMs: number; readonly maxMembers: number },
  ): Promise<void>;

  /**
   * The best members of the weighted sum of rankings, best first. Processes that share the store share the sum: it is
   * made by the first that asks for it by this name, and kept for `ttlMs`.
   */
  topScores(
    rankings: readonly WeightedRanking[],
    limit: number,
    sum: { readonly name: string; readonly ttlMs: number },
  ): Promise<ScoredMember[]>;

  state(): 'up' | 'down';
  close(): Promise<void>;
}

export interface WeightedRanking {
  readonly name: string;
  readonly weight: number;
}

export interface ScoredMember {
  readonly member: string;
  readonly score: number;
}

/** The store cannot be asked now; the answer has to come from elsewhere. */
export class CacheDownError extends Error {
  constructor(options?: ErrorOptions) {
    super('the cache does not answer; ask the catalogue instead', options);
    this.name = 'CacheDownError';
  }
}
