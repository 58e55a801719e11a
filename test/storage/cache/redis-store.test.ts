import { Redis } from 'ioredis';
import { RedisConnection } from '../../../src/storage/cache/redis-connection';
import { RedisStore, RedisVideoCache } from '../../../src/storage/cache/redis-store';
import { describeWithRedis } from '../../support/servers/describe-with-redis';
import { recordingLogger } from '../../support/log-lines';
import { videoCacheContract } from './video-cache-contract';

describeWithRedis('RedisVideoCache', (url) => {
  videoCacheContract('in Redis', async (clock) => {
    await flush(url());
    const { logger } = recordingLogger();
    return {
      cache: new RedisVideoCache({ url: url(), logger, clock }),
      other: new RedisVideoCache({ url: url(), logger, clock }),
    };
  });

  describe('the sum of rankings', () => {
    const rankings = [{ name: '{popularity}:1', weight: 2 }];
    let redis: Redis;
    let stores: RedisStore[];
    beforeEach(async () => {
      await flush(url());
      redis = new Redis(url());
      const { logger } = recordingLogger();
      stores = [1, 2].map(() => new RedisStore(new RedisConnection({ url: url(), logger })));
    });
    afterEach(async () => {
      redis.disconnect();
      await Promise.all(stores.map((store) => store.close()));
    });
    const add = (member: string) =>
      stores[0]?.addScores('{popularity}:1', new Map([[member, 1]]), {
        ttlMs: 60_000,
        maxMembers: 10,
      });
    const top = (name: string) =>
      Promise.all(
        stores.map(async (store) => {
          const found = await store.topScores(rankings, 10, { name, ttlMs: 60_000 });
          return found.map(({ member, score }) => `${member} ${score}`);
        }),
      );

    it('is made once for all processes that ask for it by one name', async () => {
      await add('a');
      await redis.config('RESETSTAT');
      for (let i = 0; i < 10; i += 1) await top('{popularity}:sum');
      expect(await redis.info('commandstats')).toContain('cmdstat_zunionstore:calls=1,');
    });

    it('is another by another name', async () => {
      await add('a');
      expect(await top('{popularity}:sum:1')).toEqual([['a 2'], ['a 2']]);
      await add('b');
      expect(await top('{popularity}:sum:1')).toEqual([['a 2'], ['a 2']]);
      const both = ['b 2', 'a 2'];
      expect(await top('{popularity}:sum:2')).toEqual([both, both]);
    });
  });
});

/** Rankings have names of their own, which tests of the same clock share. */
async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushdb();
  redis.disconnect();
}
