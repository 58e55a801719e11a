import { setImmediate } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { COMMAND_TIMEOUT_MS } from '../../../src/storage/cache/redis-connection';
import {
  RedisVideoCache,
  type RedisVideoCacheOptions,
} from '../../../src/storage/cache/redis-store';
import type { VideoCache } from '../../../src/storage/cache/video-cache';
import { deferred } from '../../support/deferred';
import { recordingLogger } from '../../support/log-lines';
import { redisUrl } from '../../support/servers/redis-process';
import { describeWithOwnRedis } from '../../support/servers/describe-with-redis';
import { until } from '../../support/until';
import { freePort } from '../../support/servers/server-process';
import { aDocument, failingLoad, loads } from './video-cache-contract';

/** How much later than its limit a wait may end on a busy machine. */
const SCHEDULING_MS = 150;

const DOWN = 'the cache is down; the catalogue answers instead';
const BACK = 'the cache is back';

const caches: VideoCache[] = [];
afterEach(async () => {
  await Promise.all(caches.splice(0).map((cache) => cache.close()));
});

describeWithOwnRedis('RedisVideoCache when Redis is gone', (server) => {
  it('a killed server: right answers without a wait, one line down, one line up, no restart', async () => {
    const { cache, messages } = aCache(redisUrl(server()));
    const document = aDocument();
    await cache.read(document.id, loads(document));

    await server().kill();
    const waits: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      const { ms, result } = await timed(cache.read(document.id, loads(document)));
      expect(result).toEqual({ document, source: 'BYPASS' });
      waits.push(ms);
    }
    expect(Math.max(...waits)).toBeLessThan(COMMAND_TIMEOUT_MS + SCHEDULING_MS);
    expect(cache.state()).toBe('down');
    await cache.invalidate(document.id);
    cache.countView(document.id);
    expect(await cache.popular(10)).toEqual([]);
    expect(messages()).toEqual([DOWN]);

    await server().start();
    await until(() => cache.state() === 'up');
    expect((await cache.read(document.id, loads(document))).source).toBe('MISS');
    expect((await cache.read(document.id, failingLoad)).source).toBe('HIT');
    expect(messages()).toEqual([DOWN, BACK]);
  });

  it('a hanging server: one bounded wait, then none until it answers again', async () => {
    const { cache, messages } = aCache(redisUrl(server()));
    const document = aDocument();
    await cache.read(document.id, loads(document));

    server().signal('SIGSTOP');
    const first = await timed(cache.read(document.id, loads(document)));
    const second = await timed(cache.read(document.id, loads(document)));
    expect(first.result.source).toBe('BYPASS');
    expect(first.ms).toBeLessThan(COMMAND_TIMEOUT_MS + SCHEDULING_MS);
    expect(second.result.source).toBe('BYPASS');
    expect(second.ms).toBeLessThan(COMMAND_TIMEOUT_MS / 2);

    server().signal('SIGCONT');
    await until(() => cache.state() === 'up');
    expect((await cache.read(document.id, failingLoad)).source).toBe('HIT');
    expect(messages()).toEqual([DOWN, BACK]);
  });

  it('a change that Redis did not hear of is not served when it is back', async () => {
    const { cache } = aCache(redisUrl(server()));
    const old = aDocument();
    const changed = { ...old, revision: 2 };
    await cache.read(old.id, loads(old));

    server().signal('SIGSTOP');
    await cache.read('another', loads(null)); // from now on nothing is sent that could arrive later
    await cache.invalidate(old.id);
    server().signal('SIGCONT');
    await until(() => cache.state() === 'up');

    expect(await cache.read(old.id, loads(changed))).toEqual({ document: changed, source: 'MISS' });
  });

  it('a command that Redis refuses is reported once and passed by', async () => {
    const { cache, messages } = aCache(redisUrl(server()));
    const admin = new Redis(redisUrl(server()));
    await admin.lpush('video:{refused}', 'not a string');

    expect((await cache.read('refused', loads(null))).source).toBe('BYPASS');
    expect((await cache.read('refused', loads(null))).source).toBe('BYPASS');
    expect(messages()).toEqual(['the cache refused a command']);
    expect(cache.state()).toBe('up');
    admin.disconnect();
  });
});

describe('RedisVideoCache without a server', () => {
  it('answers, and says so once', async () => {
    const { cache, messages } = aCache(`redis://127.0.0.1:${await freePort()}`);

    expect((await timed(cache.read('x', loads(null)))).result.source).toBe('BYPASS');
    expect((await cache.read('x', loads(null))).source).toBe('BYPASS');
    expect(messages()).toEqual([DOWN]);
    await cache.close();
  });

  it('can be closed before it is connected, and twice', async () => {
    const password = deferred<string>();
    const { cache } = aCache(`redis://127.0.0.1:${await freePort()}`, {
      password: () => password.promise,
    });
    await cache.close();
    await cache.close();
    password.resolve('late');
    await setImmediate();
    expect(cache.state()).toBe('down');
  });
});

describeWithOwnRedis('RedisVideoCache with a token', (server) => {
  beforeAll(async () => {
    const admin = new Redis(redisUrl(server()));
    await admin.config('SET', 'requirepass', 'new-token');
    admin.disconnect();
  });

  it('a rotated token is fetched again', async () => {
    let token = 'old-token';
    const { cache, messages } = aCache(redisUrl(server()), {
      password: () => Promise.resolve(token),
    });
    expect((await cache.read('x', loads(null))).source).toBe('BYPASS');

    token = 'new-token';
    await until(() => cache.state() === 'up');
    expect(messages()).toEqual([DOWN, BACK]);
  });

  it('a token that cannot be had leaves the cache down', async () => {
    const { cache, messages } = aCache(redisUrl(server()), {
      password: () => Promise.reject(new Error('no access to the secret')),
    });
    expect((await cache.read('x', loads(null))).source).toBe('BYPASS');
    expect(messages()).toEqual([DOWN]);
  });
});

function aCache(url: string, options: Partial<RedisVideoCacheOptions> = {}) {
  const { logger, lines } = recordingLogger();
  const cache: VideoCache = new RedisVideoCache({ url, logger, ...options });
  caches.push(cache);
  return { cache, messages: () => lines.map(({ msg }) => msg) };
}

async function timed<T>(work: Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work;
  return { ms: performance.now() - start, result };
}
