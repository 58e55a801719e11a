import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { migrate } from '../src/storage/catalogue/migrate';
import { type PostgresCatalogue, postgresCatalogue } from '../src/storage/catalogue/catalogue';
import { claimed } from '../test/support/factories/claims';
import { aVideo, someMetadata } from '../test/support/factories/videos';
import { startEmbeddedPostgres } from '../tools/embedded-postgres';
import type { BenchRow } from './bench-row';
import type { Lease } from '../src/storage/catalogue/types';

/*
 * The catalogue against one bare statement that moves as many bytes, prepared under a name, over as
 * many connections, on the same server with all its promises of durability.
 */

const VIDEOS = 1_000;
const CONNECTIONS = 8;
/** Rounds alternate between the two, so that what else the machine does hits both alike. */
const ROUNDS = 7;

interface Comparison {
  readonly what: string;
  readonly target: string;
  /** Calls at a time. */
  readonly lanes: number;
  /** Before each round. @default nothing needs to be */
  readonly prepare?: () => Promise<void>;
  readonly ours: (n: number) => Promise<unknown>;
  readonly limit: (n: number) => Promise<unknown>;
}

export async function run(): Promise<BenchRow[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'catalogue-bench-'));
  const server = await startEmbeddedPostgres({ directory });
  const connection = { connectionString: server.url };
  await migrate(connection);
  const catalogue = postgresCatalogue({ ...connection, maxConnections: CONNECTIONS });
  // eslint-disable-next-line no-restricted-syntax -- bare is what is compared with
  const bare = new pg.Pool({ ...connection, max: CONNECTIONS });
  try {
    const rows: BenchRow[] = [];
    for (const comparison of await comparisons(catalogue, bare)) {
      rows.push(await compare(comparison));
    }
    return rows;
  } finally {
    await catalogue.close();
    await bare.end();
    await server.stop();
    await rm(directory, { recursive: true });
  }
}

async function comparisons(catalogue: PostgresCatalogue, bare: pg.Pool): Promise<Comparison[]> {
  await bare.query('CREATE TABLE bare (id uuid PRIMARY KEY, doc jsonb NOT NULL)');
  const doc = JSON.stringify(aVideo());
  const upsert = (id: string) =>
    bare.query({
      name: 'upsert',
      text: `INSERT INTO bare (id, doc) VALUES ($1, $2)
             ON CONFLICT (id) DO UPDATE SET doc = EXCLUDED.doc`,
      values: [id, doc],
    });
  const select = (id: string) =>
    bare.query({ name: 'select', text: 'SELECT doc::text FROM bare WHERE id = $1', values: [id] });
  const claim = () => claimed(catalogue);

  const leases = await Promise.all(Array.from({ length: VIDEOS }, claim));
  const at = (n: number): Lease => {
    const lease = leases[n % VIDEOS];
    if (!lease) throw new Error(`'n' must not be negative, got ${n}`);
    return lease;
  };
  /** Leases of videos that no round has ended yet. */
  const open: Lease[] = [];
  const metadata = someMetadata();
  for (const lease of leases) await catalogue.leases.storeMetadata(lease, metadata);
  for (const { videoId } of leases) await upsert(videoId);
  await bare.query('VACUUM ANALYZE');

  const lanes = (count: number) => (count === 1 ? 'one at a time' : `${count} at a time`);
  return [1, CONNECTIONS].flatMap((count): Comparison[] => [
    {
      what: `uncached read, ${lanes(count)}`,
      target: '>= 0.8 x bare prepared SELECT doc::text',
      lanes: count,
      ours: (n) => catalogue.videos.find(at(n).videoId),
      limit: (n) => select(at(n).videoId),
    },
    {
      what: `claim of a new video, ${lanes(count)}`,
      target: '>= 0.8 x bare prepared upsert',
      lanes: count,
      ours: claim,
      limit: () => upsert(randomUUID()),
    },
    {
      what: `final status of a claimed video, audited, ${lanes(count)}`,
      target: '>= 0.8 x bare prepared upsert',
      lanes: count,
      prepare: async () => {
        while (open.length < VIDEOS) open.push(await claim());
      },
      ours: () => catalogue.leases.complete(open.pop() ?? at(0), { sha256: 'a'.repeat(64) }),
      limit: (n) => upsert(at(n).videoId),
    },
    {
      what: `metadata of a claimed video, ${lanes(count)}`,
      target: '>= 0.8 x bare prepared upsert',
      lanes: count,
      ours: (n) => catalogue.leases.storeMetadata(at(n), metadata),
      limit: (n) => upsert(at(n).videoId),
    },
  ]);
}

async function compare({
  what,
  target,
  lanes,
  prepare,
  ours,
  limit,
}: Comparison): Promise<BenchRow> {
  const rounds: { ours: number; limit: number }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await prepare?.();
    rounds.push({ limit: await rate(limit, lanes), ours: await rate(ours, lanes) });
  }
  const byRatio = rounds.sort((a, b) => a.ours / a.limit - b.ours / b.limit);
  const median = byRatio[(ROUNDS - 1) / 2] ?? { ours: NaN, limit: NaN };
  return {
    what,
    ours: Math.round(median.ours),
    limit: Math.round(median.limit),
    unit: 'calls/s',
    ratio: median.ours / median.limit,
    target,
    command: 'npm run bench -- catalogue',
  };
}

/** Calls a second; `n` counts them. */
async function rate(call: (n: number) => Promise<unknown>, lanes: number): Promise<number> {
  let n = 0;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (n < VIDEOS) await call(n++);
    }),
  );
  return (1000 * VIDEOS) / (performance.now() - begin);
}

if (require.main === module) {
  void run().then((rows) => {
    console.table(rows);
  });
}
