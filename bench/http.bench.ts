import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { createLogger } from '../src/runtime/logger';
import { NearVideoCache } from '../src/storage/cache/near-video-cache';
import { RedisVideoCache } from '../src/storage/cache/redis-video-cache';
import type { VideoCache } from '../src/storage/cache/video-cache';
import { migrate } from '../src/storage/catalogue/migrate';
import { PostgresCatalogue } from '../src/storage/catalogue/postgres-catalogue';
import { aReceivedObject, someMetadata } from '../test/support/factories';
import { redisUrl, startRedis } from '../test/support/redis-process';
import { startEmbeddedPostgres } from '../tools/embedded-postgres';
import { compareAll, servedApp, servedBare } from './api.bench';
import type { BenchRow } from './bench-row';

/* A read over HTTP, cached and not, against a bare server on `node:http` that passes the text on. */

const LEASE_SECONDS = 60;

export async function run(): Promise<BenchRow[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'streamtech-bench-'));
  const postgres = await startEmbeddedPostgres({ directory });
  const redis = await startRedis();
  await migrate({ connectionString: postgres.url });
  const catalogue = new PostgresCatalogue({ connectionString: postgres.url });
  const pool = new pg.Pool({ connectionString: postgres.url, max: 10 });
  const bare = new Redis(redisUrl(redis));
  const logger = createLogger('warn');
  const caches = [
    new RedisVideoCache({ url: redisUrl(redis), logger }),
    new NearVideoCache(new RedisVideoCache({ url: redisUrl(redis), logger })),
  ] as const;
  try {
    const { id, json } = await aStoredVideo(catalogue);
    await pool.query('CREATE TABLE bare (id uuid PRIMARY KEY, doc text NOT NULL)');
    await pool.query('INSERT INTO bare VALUES ($1, $2)', [id, json]);
    await bare.set('bare', json);

    const select = { name: 'bare', text: 'SELECT doc FROM bare WHERE id = $1', values: [id] };
    const fromRedis = () => servedBare(() => bare.get('bare'));
    const fromPostgres = () =>
      servedBare(async () => (await pool.query<{ doc: string }>(select)).rows[0]?.doc ?? null);
    const scenarios = [
      {
        what: 'GET a video from Redis, 64 connections',
        target: '>= 0.85',
        ours: () => servedApp({ catalogue, cache: caches[0] }, id),
        limit: fromRedis,
      },
      {
        what: 'GET a video from Redis behind the in-process tier, 64 connections',
        target: '>= 1.2',
        ours: () => servedApp({ catalogue, cache: caches[1] }, id),
        limit: fromRedis,
      },
      {
        what: 'GET a video from PostgreSQL, 64 connections',
        target: '>= 0.8',
        ours: () => servedApp({ catalogue, cache: new NoCache() }, id),
        limit: fromPostgres,
      },
    ];
    return await compareAll(scenarios, 'npm run bench -- http');
  } finally {
    bare.disconnect();
    await Promise.all(caches.map((cache) => cache.close()));
    await Promise.all([pool.end(), catalogue.close()]);
    await redis.kill();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function aStoredVideo(catalogue: PostgresCatalogue): Promise<{ id: string; json: string }> {
  const claim = await catalogue.claim(aReceivedObject(), LEASE_SECONDS);
  if (claim.outcome !== 'claimed') throw new Error(`got '${claim.outcome}'`);
  const { lease } = claim;
  await catalogue.complete(lease, { sha256: '0'.repeat(64), metadata: someMetadata() });
  const document = await catalogue.find(lease.videoId);
  return { id: lease.videoId, json: document?.json ?? '' };
}

/** Remembers nothing, so that every read is one of the catalogue. */
class NoCache implements Pick<
  VideoCache,
  'read' | 'invalidate' | 'countView' | 'popular' | 'state'
> {
  async read(_id: string, load: Parameters<VideoCache['read']>[1]) {
    return { document: await load(), source: 'MISS' as const };
  }
  invalidate = () => Promise.resolve();
  countView = () => undefined;
  popular = () => Promise.resolve([]);
  state = () => 'up' as const;
}
