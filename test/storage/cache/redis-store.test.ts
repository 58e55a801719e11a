import { Redis } from 'ioredis';
import { RedisVideoCache } from '../../../src/storage/cache/redis-store';
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
});

/** Rankings have names of their own, which tests of the same clock share. */
async function flush(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushdb();
  redis.disconnect();
}
