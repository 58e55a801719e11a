import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { createLogger } from '../src/runtime/logger';
import { MemoryVideoCache } from '../src/storage/cache/memory-video-cache';
import { NearVideoCache } from '../src/storage/cache/near-video-cache';
import { RedisVideoCache } from '../src/storage/cache/redis-video-cache';
import { redisUrl, startRedis } from '../test/support/redis-process';

/*
 * Reads of cached videos a second, against a bare GET of the same text through the same client library
 * and connection settings: what the cache itself costs. Run: npx tsx bench/cache.bench.ts
 */

const VIDEOS = 1000;
const DOCUMENT_BYTES = 8000;
const MEASURE_MS = 2000;
const ROUNDS = 3; // the best counts: noise of a shared machine only ever slows down
const CONCURRENCIES = [1, 64];

type Read = (id: string) => Promise<unknown>;

async function main(): Promise<void> {
  const server = await startRedis();
  try {
    await compare(redisUrl(server));
  } finally {
    await server.kill();
  }
}

async function compare(url: string): Promise<void> {
  const logger = createLogger('warn');
  const bare = new Redis(url);
  const redis = new RedisVideoCache({ url, logger });
  const near = new NearVideoCache(new RedisVideoCache({ url, logger }));
  const memory = new MemoryVideoCache();

  const ids = Array.from({ length: VIDEOS }, () => randomUUID());
  const json = JSON.stringify({ title: 'v'.repeat(DOCUMENT_BYTES) });
  const load = (id: string) => () => Promise.resolve({ id, revision: 1, json });
  await Promise.all(ids.map((id) => bare.set(id, json)));

  const subjects: readonly (readonly [string, Read])[] = [
    ['bare ioredis GET', (id) => bare.get(id)],
    ['RedisVideoCache', (id) => redis.read(id, load(id))],
    ['with a near tier', (id) => near.read(id, load(id))],
    ['MemoryVideoCache', (id) => memory.read(id, load(id))],
  ];
  for (const concurrency of CONCURRENCIES) {
    const best = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, read] of subjects) {
        for (const id of ids) await read(id); // every entry is there
        const rate = await readsPerSecond(read, ids, concurrency);
        best.set(name, Math.max(best.get(name) ?? 0, rate));
      }
    }
    print(concurrency, best);
  }

  bare.disconnect();
  await Promise.all([redis.close(), near.close(), memory.close()]);
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

function print(concurrency: number, rates: ReadonlyMap<string, number>): void {
  const limit = rates.get('bare ioredis GET') ?? NaN;
  console.log(`\ncached reads, ${concurrency} at a time`);
  for (const [name, rate] of rates) {
    const perSecond = Math.round(rate).toLocaleString('en').padStart(9);
    console.log(`  ${name.padEnd(18)}${perSecond} /s  ${(rate / limit).toFixed(2)} × bare`);
  }
}

void main();
