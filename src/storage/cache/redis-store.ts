import type { ChainableCommander, Redis } from 'ioredis';
import type { CacheStore, ScoredMember, WeightedRanking } from './cache-store';
import { RedisConnection, type RedisConnectionOptions } from './redis-connection';
import { StoreVideoCache, type StoreVideoCacheOptions } from './store-video-cache';

/**
 * Limit of deletes that could not be sent yet; the oldest are dropped first. At thousands of changes a day
 * those are of entries that have expired.
 */
const MAX_PENDING_DELETES = 100_000;

/** Keys of one pipeline: some tens of kB, a few milliseconds. */
const DELETES_PER_BATCH = 1000;

/** Redis runs a script as one step: nobody can write between the look and the write. */
const REPLACE_SCRIPT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

/** KEYS: the sum, its rankings; ARGV: how many are wanted, milliseconds that a sum lives, the weights. */
const TOP_SCRIPT = `
if redis.call('EXISTS', KEYS[1]) == 0 then
  local sum = {'ZUNIONSTORE', KEYS[1], #KEYS - 1}
  for i = 2, #KEYS do sum[#sum + 1] = KEYS[i] end
  sum[#sum + 1] = 'WEIGHTS'
  for i = 3, #ARGV do sum[#sum + 1] = ARGV[i] end
  redis.call(unpack(sum))
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return redis.call('ZRANGE', KEYS[1], 0, ARGV[1] - 1, 'REV', 'WITHSCORES')`;

/** A cache store in Redis, 6.2 or later. */
export class RedisStore implements CacheStore {
  private readonly connection: RedisConnection;
  private readonly pendingDeletes = new Set<string>();

  constructor(connection: RedisConnection) {
    this.connection = connection;
    // an entry that changed while Redis was out of reach must not be read when it is back
    connection.beforeUp((redis) =>
      this.pendingDeletes.size > 0 ? this.deletePending(redis) : undefined,
    );
  }

  get(key: string): Promise<string | null> {
    return this.connection.run((redis) => redis.get(key));
  }

  async add(key: string, value: string, ttlMs: number): Promise<boolean> {
    return (
      (await this.connection.run((redis) => redis.set(key, value, 'PX', ttlMs, 'NX'))) === 'OK'
    );
  }

  async replace(key: string, expected: string, value: string, ttlMs: number): Promise<boolean> {
    const replaced = await this.connection.run((redis) =>
      redis.eval(REPLACE_SCRIPT, 1, key, expected, value, ttlMs),
    );
    return replaced === 1;
  }

  async delete(key: string): Promise<void> {
    try {
      await this.connection.run((redis) => redis.del(key));
    } catch (error) {
      this.addPending(key);
      throw error;
    }
  }

  async addScores(
    ranking: string,
    scores: ReadonlyMap<string, number>,
    limits: { readonly ttlMs: number; readonly maxMembers: number },
  ): Promise<void> {
    await this.connection.run((redis) => {
      const pipeline = redis.pipeline();
      for (const [member, score] of scores) pipeline.zincrby(ranking, score, member);
      pipeline.zremrangebyrank(ranking, 0, -limits.maxMembers - 1);
      pipeline.pexpire(ranking, limits.ttlMs);
      return resultsOf(pipeline);
    });
  }

  async topScores(
    rankings: readonly WeightedRanking[],
    limit: number,
    { name, ttlMs }: { readonly name: string; readonly ttlMs: number },
  ): Promise<ScoredMember[]> {
    const keys = [name, ...rankings.map((ranking) => ranking.name)];
    const weights = rankings.map(({ weight }) => weight);
    const flat = await this.connection.run((redis) =>
      redis.eval(TOP_SCRIPT, keys.length, ...keys, limit, ttlMs, ...weights),
    );
    return pairsOf(flat as string[]);
  }

  state(): 'up' | 'down' {
    return this.connection.state();
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private addPending(key: string): void {
    const [oldest] = this.pendingDeletes;
    if (oldest !== undefined && this.pendingDeletes.size >= MAX_PENDING_DELETES) {
      this.pendingDeletes.delete(oldest);
    }
    this.pendingDeletes.add(key);
  }

  private async deletePending(redis: Redis): Promise<void> {
    const keys = Array.from(this.pendingDeletes).slice(0, DELETES_PER_BATCH);
    const pipeline = redis.pipeline();
    for (const key of keys) {
      // first, so that the same key can become pending again meanwhile
      this.pendingDeletes.delete(key);
      pipeline.del(key);
    }
    try {
      await resultsOf(pipeline);
    } catch (error) {
      keys.forEach((key) => {
        this.addPending(key);
      });
      throw error;
    }
  }
}

/** Results of all commands. @throws the first error among them */
async function resultsOf(commands: ChainableCommander): Promise<unknown[]> {
  const replies = (await commands.exec()) ?? [];
  return replies.map(([error, result]) => {
    if (error) throw error;
    return result;
  });
}

/** Redis answers member, score, member, score …, scores as text. */
function pairsOf(flat: readonly string[]): ScoredMember[] {
  const pairs: ScoredMember[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    pairs.push({ member: flat[i] ?? '', score: Number(flat[i + 1]) });
  }
  return pairs;
}

export type RedisVideoCacheOptions = RedisConnectionOptions & StoreVideoCacheOptions;

/** The cache that all processes share. It connects and reconnects by itself. */
export class RedisVideoCache extends StoreVideoCache {
  constructor(options: RedisVideoCacheOptions) {
    super(new RedisStore(new RedisConnection(options)), options);
  }
}
