import { migrate } from '../src/storage/catalogue/migrate';
import { type PostgresCatalogue, postgresCatalogue } from '../src/storage/catalogue/catalogue';
import { aReceivedObject } from '../test/support/factories/videos';
import { execute } from '../tools/postgres-client';
import type { BenchRow } from './bench-row';
import { namesOf } from './search-catalogue';

const VIDEOS = 2_000;
const LANES = 8;
const ROUNDS = 5;
const BUCKET = 'inserts-bench';

/** New videos a second at the end of a table of `rows` against the start of one, on the same server. */
export async function insertRates(url: string, rows: number): Promise<BenchRow> {
  const empty = new URL(url);
  empty.pathname = '/inserts_bench';
  await execute(url, 'DROP DATABASE IF EXISTS inserts_bench', 'CREATE DATABASE inserts_bench');
  await migrate({ connectionString: empty.href });
  const [full, fresh] = [url, empty.href].map((connectionString) =>
    postgresCatalogue({ connectionString, maxConnections: LANES }),
  ) as [PostgresCatalogue, PostgresCatalogue];
  try {
    const rounds: { ours: number; limit: number; ratio: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const from = rows + round * VIDEOS;
      const [limit, ours] = [await rate(fresh, from), await rate(full, from)];
      rounds.push({ ours, limit, ratio: ours / limit });
    }
    const median = rounds.sort((a, b) => a.ratio - b.ratio)[(ROUNDS - 1) / 2] ?? rounds[0];
    return {
      what: `new video after ${rows.toLocaleString()} others, against the first thousands`,
      ...(median ?? { ours: NaN, limit: NaN, ratio: NaN }),
      unit: 'claims/s',
      target: '>= 0.8',
      command: 'npm run bench -- search',
    };
  } finally {
    await Promise.all([full.close(), fresh.close()]);
    const mine = `DELETE FROM videos WHERE bucket = '${BUCKET}'`;
    // without the entry that a deletion must have
    const [off, on] = ['DISABLE', 'ENABLE'].map((to) => `ALTER TABLE videos ${to} TRIGGER USER`);
    const clean = `BEGIN; ${off}; ${mine}; ${on}; COMMIT`;
    await execute(url, 'DROP DATABASE inserts_bench', clean, 'VACUUM videos');
  }
}

async function rate(catalogue: PostgresCatalogue, from: number): Promise<number> {
  let n = from;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      while (n < from + VIDEOS) {
        const key = `incoming/${n}/${namesOf(n++).title}.mp4`;
        await catalogue.claims.claim(aReceivedObject({ bucket: BUCKET, key }), 600);
      }
    }),
  );
  return (1000 * VIDEOS) / (performance.now() - begin);
}
