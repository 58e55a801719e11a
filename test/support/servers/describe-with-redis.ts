import { describeWith, type Requirement } from './describe-with';
import { isOnPath } from '../on-path';
import { redisUrl, startRedis } from './redis-process';
import type { ServerProcess } from './server-process';

const redisOnPath: Requirement = {
  met: isOnPath('redis-server'),
  remedy: 'no redis-server on PATH; apt-get install redis-server, or set TEST_REDIS_URL',
};

/** Tests against the Redis that TEST_REDIS_URL names, else against one of their own. */
export function describeWithRedis(title: string, tests: (url: () => string) => void): void {
  const given = process.env['TEST_REDIS_URL'];
  if (given) {
    describe(`${title} at TEST_REDIS_URL:`, () => {
      tests(() => given);
    });
  } else {
    describeWithOwnRedis(title, (server) => {
      tests(() => redisUrl(server()));
    });
  }
}

/** Tests against a Redis that they may stop and kill. */
export function describeWithOwnRedis(
  title: string,
  tests: (server: () => ServerProcess) => void,
): void {
  describeWith(redisOnPath, title, () => {
    let server: ServerProcess;
    beforeAll(async () => {
      server = await startRedis();
    });
    afterAll(() => server.kill());
    tests(() => server);
  });
}
