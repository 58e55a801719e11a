import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type pg from 'pg';
import { AuditLog } from '../src/storage/catalogue/audit-log';
import { Database } from '../src/storage/catalogue/database';
import { migrate } from '../src/storage/catalogue/migrate';
import type { AuditQuery } from '../src/storage/catalogue/types';
import { startEmbeddedPostgres } from '../tools/embedded-postgres';
import { withClient } from '../tools/postgres-client';
import type { BenchRow } from './bench-row';

/*
 * Pages of an audit log of ten million entries, one each 10 seconds from 2023 on. The data stays in `data/`,
 * because making it takes minutes.
 */

const ROWS = 10_000_000;
const LIMIT_MS = 50;
const ROUNDS = 20;

const queries: Readonly<Record<string, Omit<AuditQuery, 'limit'>>> = {
  'from an hour before the end': { from: '2026-03-03T08:46:40Z' },
  'five minutes of the middle': { from: '2024-08-01T00:00:00Z', to: '2024-08-01T00:05:00Z' },
  'the first minutes': { to: '2023-01-01T00:05:00Z' },
  'an actor that did nothing': { actor: 'client:none' },
  'a rare action': { action: 'case.opened' },
  'an action that never was': { action: 'case.advanced' },
  'deleted videos': { action: 'deletion.done' },
};

export async function run(): Promise<BenchRow[]> {
  const server = await startEmbeddedPostgres({
    directory: 'data/bench-audit',
    // as much memory as a small RDS instance gives; nothing here has to outlive a crash
    settings: {
      shared_buffers: '1GB',
      maintenance_work_mem: '512MB',
      max_wal_size: '4GB',
      fsync: 'off',
    },
  });
  const db = new Database({ connectionString: server.url, maxConnections: 1 });
  try {
    await migrate({ connectionString: server.url });
    await withClient(server.url, fill);
    const rows: BenchRow[] = [];
    const plans: string[] = [];
    for (const [what, query] of Object.entries(queries)) {
      rows.push(await measure(new AuditLog(db), what, query));
      plans.push(`── ${what}\n${await planOf(db, query)}\n`);
    }
    writeFileSync(path.join(__dirname, 'audit-plans.txt'), plans.join('\n'));
    return rows;
  } finally {
    await db.close();
    await server.stop();
  }
}

/** Unless it was before. */
async function fill(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ last: string | null }>(
    'SELECT max(id) AS last FROM audit_log',
  );
  if (Number(rows[0]?.last ?? 0) >= ROWS) return;
  await client.query(INSERT, [ROWS]);
  await client.query('VACUUM ANALYZE audit_log');
}

const INSERT = `
  INSERT INTO audit_log (at, actor, action, video_id, after)
  SELECT timestamptz '2023-01-01Z' + n * interval '10 s',
    CASE WHEN n % 10 < 6 THEN 'worker' WHEN n % 1000 = 999 THEN 'retention' ELSE 'client:' || n % 7 END,
    CASE WHEN n % 2000 = 1999 THEN 'deletion.done' WHEN n % 100000 = 0 THEN 'case.opened'
      ELSE (ARRAY['upload.asked', 'video.ready', 'qc.judged', 'programme.set'])[1 + n % 4] END,
    gen_random_uuid(), json_build_object('key', 'incoming/' || n, 'sequencer', '0A')
  FROM generate_series(1, $1::integer) AS n`;

/** The first two pages, over and over, once the pages of the disk are in memory. */
async function measure(
  log: AuditLog,
  what: string,
  query: Omit<AuditQuery, 'limit'>,
): Promise<BenchRow> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    let cursor: string | null | undefined;
    for (let page = 0; page < 2 && cursor !== null; page++) {
      const begin = performance.now();
      ({ nextCursor: cursor } = await log.list({ ...query, limit: 50, ...(cursor && { cursor }) }));
      times.push(performance.now() - begin);
    }
    // the first round reads them from the disk
    if (round === 0) times.length = 0;
  }
  const p99 = times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? 0;
  return {
    what: `audit log of ${ROWS.toLocaleString()} entries, ${what}, p99`,
    ours: p99,
    limit: LIMIT_MS,
    unit: 'ms',
    ratio: p99 / LIMIT_MS,
    target: '<= 1 x',
    command: 'npm run bench -- audit',
  };
}

async function planOf(db: Database, query: Omit<AuditQuery, 'limit'>): Promise<string> {
  let plan = '';
  const explained = new AuditLog({
    planned: async ({ text }, values) => {
      const explain = { name: 'plan', text: `EXPLAIN (ANALYZE, BUFFERS) ${text}` };
      const rows = await db.planned<{ 'QUERY PLAN': string }>(explain, values);
      plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      return [];
    },
  });
  await explained.list({ ...query, limit: 50 });
  return plan;
}

if (require.main === module) {
  void run().then((rows) => {
    console.table(rows);
  });
}
