import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createLogger } from '../src/runtime/logger';
import { NearVideoCache } from '../src/storage/cache/near-video-cache';
import { RedisVideoCache } from '../src/storage/cache/redis-store';
import type { VideoCache } from '../src/storage/cache/video-cache';
import { migrate } from '../src/storage/catalogue/migrate';
import { type PostgresCatalogue, postgresCatalogue } from '../src/storage/catalogue/catalogue';
import { ready, withCatalogue } from '../test/support/factories/claims';
import { readsOfVideos } from '../test/support/reads-of-videos';
import { redisUrl, startRedis } from '../test/support/servers/redis-process';
import { startEmbeddedPostgres } from '../tools/embedded-postgres';
import { servedApp, servedBare } from './api.bench';
import type { BenchRow } from './bench-row';
import { compareAll, overHttp, type Scenario } from './measure-http';
import { redisBenchmark } from './redis-benchmark';

/*
 * A read over HTTP, cached and not, against a bare server on `node:http` that passes the text on, and
 * against Redis's own client, which has no HTTP to serve. Then a crowd on one video that is not cached.
 */

const COMMAND = 'npm run bench -- http';
const CONNECTIONS = [1, 8, 64];
const READERS = 1_000;
const ANSWER_MS = 60_000;

export async function run(): Promise<BenchRow[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'streamtech-bench-'));
  const postgres = await startEmbeddedPostgres({ directory });
  const redis = await startRedis();
  await migrate({ connectionString: postgres.url });
  try {
    return [
      ...(await rates(postgres.url, redis.port, redisUrl(redis))),
      await crowd(postgres.url, redisUrl(redis)),
    ];
  } finally {
    await redis.kill();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function rates(postgres: string, redisPort: number, redis: string): Promise<BenchRow[]> {
  const catalogue = postgresCatalogue({ connectionString: postgres });
  // eslint-disable-next-line no-restricted-syntax -- bare is what is compared with
  const pool = new pg.Pool({ connectionString: postgres, max: 10 });
  // eslint-disable-next-line no-restricted-syntax -- bare is what is compared with
  const bare = new Redis(redis);
  const far = redisCache(redis);
  const near = new NearVideoCache(redisCache(redis));
  try {
    const { id, json } = await aStoredVideo(catalogue);
    await pool.query('CREATE TABLE bare (id uuid PRIMARY KEY, doc text NOT NULL)');
    await pool.query('INSERT INTO bare VALUES ($1, $2)', [id, json]);
    await bare.set('bare', json);

    const select = { name: 'bare', text: 'SELECT doc FROM bare WHERE id = $1', values: [id] };
    const app = (cache: ServedCache) => servedApp({ catalogue, cache }, id);
    const served = {
      far: await app(far),
      near: await app(near),
      uncached: await app(new NoCache()),
      bareRedis: await servedBare(() => bare.get('bare')),
      barePostgres: await servedBare(
        async () => (await pool.query<{ doc: string }>(select)).rows[0]?.doc ?? null,
      ),
    };
    const scenarios = CONNECTIONS.flatMap((connections): Scenario[] => [
      {
        what: 'GET a video from Redis, against node:http and ioredis',
        target: '>= 0.85',
        connections,
        ours: overHttp(served.far),
        limit: overHttp(served.bareRedis),
      },
      {
        what: 'GET a video from Redis, against redis-benchmark',
        target: '-',
        connections,
        ours: overHttp(served.far),
        limit: () => redisBenchmark(redisPort, 'bare', connections),
      },
      {
        what: 'GET a video, in-process tier, against node:http and ioredis',
        target: '>= 1.2',
        connections,
        ours: overHttp(served.near),
        limit: overHttp(served.bareRedis),
      },
      {
        what: 'GET a video from PostgreSQL, against node:http and pg',
        target: '>= 0.8',
        connections,
        ours: overHttp(served.uncached),
        limit: overHttp(served.barePostgres),
      },
    ]);
    try {
      return await compareAll(scenarios, COMMAND);
    } finally {
      await Promise.all(Object.values(served).map(({ close }) => close()));
    }
  } finally {
    bare.disconnect();
    await Promise.all([far.close(), near.close(), pool.end(), catalogue.close()]);
  }
}

/** What a crowd that asks at once for one video, not in Redis yet, costs the database. */
async function crowd(postgres: string, redis: string): Promise<BenchRow> {
  const { id } = await withCatalogue(postgres, aStoredVideo);
  const before = await readsOfVideos(postgres);
  const cache = redisCache(redis);
  await withCatalogue(postgres, async (catalogue) => {
    const { url, headers, close } = await servedApp({ catalogue, cache }, id);
    const answers = await Promise.all(
      Array.from({ length: READERS }, () =>
        fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_MS) }),
      ),
    );
    for (const answer of answers) {
      if (!(await answer.text()).includes(id))
        throw new Error(`video '${id}' was not answered, but ${answer.status}`);
    }
    await close();
  });
  await cache.close();
  const ours = (await readsOfVideos(postgres)) - before;
  const what = `${READERS.toLocaleString()} readers at once of a video that is not cached`;
  const unit = 'reads of the database';
  return { what, ours, limit: 1, unit, ratio: ours, target: '= 1', command: COMMAND };
}

type ServedCache = Parameters<typeof servedApp>[0]['cache'];

function redisCache(url: string): RedisVideoCache {
  return new RedisVideoCache({ url, logger: createLogger('warn') });
}

async function aStoredVideo(catalogue: PostgresCatalogue): Promise<{ id: string; json: string }> {
  const id = await ready(catalogue);
  const document = await catalogue.videos.find(id);
  return { id, json: document?.json ?? '' };
}

/** Remembers nothing, so that every read is one of the catalogue. */
class NoCache implements ServedCache {
  async read(_id: string, load: Parameters<VideoCache['read']>[1]) {
    return { document: await load(), source: 'MISS' as const };
  }
  invalidate = () => Promise.resolve();
  countView = () => undefined;
  popular = () => Promise.resolve([]);
  state = () => 'up' as const;
}
