import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { createLogger } from '../src/runtime/logger';
import { NearVideoCache } from '../src/storage/cache/near-video-cache';
import { RedisVideoCache } from '../src/storage/cache/redis-store';
import { redisUrl, startRedis } from '../test/support/servers/redis-process';
import type { BenchRow } from './bench-row';

/*
 * Reads of cached videos a second, against a bare GET of the same text through the same client library
 * and connection settings: what the cache itself costs.
 */

const VIDEOS = 1000;
const DOCUMENT_BYTES = 8000;
const MEASURE_MS = 2000;
const ROUNDS = 3; // the best counts: noise of a shared machine only ever slows down
const CONCURRENCIES = [1, 64];

type Read = (id: string) => Promise<unknown>;

export async function run(): Promise<BenchRow[]> {
  const server = await startRedis();
  try {
    return await compare(redisUrl(server));
  } finally {
    await server.kill();
  }
}

async function compare(url: string): Promise<BenchRow[]> {
  const logger = createLogger('warn');
  // eslint-disable-next-line no-restricted-syntax -- bare is what is compared with
  const bare = new Redis(url);
  const redis = new RedisVideoCache({ url, logger });
  const near = new NearVideoCache(new RedisVideoCache({ url, logger }));

  const ids = Array.from({ length: VIDEOS }, () => randomUUID());
  const json = JSON.stringify({ title: 'v'.repeat(DOCUMENT_BYTES) });
  const load = (id: string) => () => Promise.resolve({ id, revision: 1, json });
  await Promise.all(ids.map((id) => bare.set(id, json)));

  const subjects: Readonly<Record<string, { read: Read; target: string }>> = {
    'read of a cached video': { read: (id) => redis.read(id, load(id)), target: '>= 0.85' },
    'read of a cached video, in-process tier': {
      read: (id) => near.read(id, load(id)),
      target: '>= 1.2',
    },
  };
  const rows: BenchRow[] = [];
  for (const concurrency of CONCURRENCIES) {
    const measure = async (read: Read) => {
      for (const id of ids) await read(id); // every entry is there
      return readsPerSecond(read, ids, concurrency);
    };
    for (const [what, { read, target }] of Object.entries(subjects)) {
      let [ours, limit] = [0, 0];
      for (let round = 0; round < ROUNDS; round += 1) {
        limit = Math.max(limit, await measure((id) => bare.get(id)));
        ours = Math.max(ours, await measure(read));
      }
      rows.push({
        what: `${what}, ${concurrency} at a time, against a bare GET of ioredis`,
        ours,
        limit,
        unit: 'reads/s',
        ratio: ours / limit,
        target,
        command: 'npm run bench -- cache',
      });
    }
  }

  bare.disconnect();
  await Promise.all([redis.close(), near.close()]);
  return rows;
}

async function readsPerSecond(
  read: Read,
  ids: readonly string[],
  concurrency: number,
): Promise<number> {
  let reads = 0;
  const start = performance.now();
  const lane = async (first: number): Promise<void> => {
    for (let i = first; ; i += 1) {
      await read(ids[i % ids.length] ?? '');
      reads += 1;
      // a lane that is answered in process would keep the event loop to itself
      if (i % 100 === 0) await new Promise(setImmediate);
      if (performance.now() - start > MEASURE_MS) return;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_, i) => lane(i * 13)));
  return (reads / (performance.now() - start)) * 1000;
}
