import type { AuditEntry } from '../../../src/domain/audit';
import { AuditLog } from '../../../src/storage/catalogue/audit-log';
import { Database } from '../../../src/storage/catalogue/database';
import type { AuditQuery } from '../../../src/storage/catalogue/types';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';

/** How far the log is read for a page of it. */

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  db = new Database({ connectionString: database.url });
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

/** It refuses to be emptied otherwise. */
const empty = () =>
  database.client.query(
    'ALTER TABLE audit_log DISABLE TRIGGER USER; TRUNCATE audit_log; ALTER TABLE audit_log ENABLE TRIGGER USER',
  );
const list = (query: Partial<AuditQuery>) => new AuditLog(db).list({ limit: 50, ...query });
const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString();

describe('of many entries', () => {
  beforeAll(async () => {
    await empty();
    // one a minute; the oldest and the newest are of kinds of their own
    await database.client.query(
      `INSERT INTO audit_log (at, actor, action, video_id)
       SELECT $1::timestamptz + n * interval '1 minute', CASE WHEN n > 19990 THEN 'client:new' ELSE 'worker' END,
         CASE WHEN n > 19995 THEN 'deletion.done' ELSE 'video.ready' END, gen_random_uuid()
       FROM generate_series(0, 19999) AS n`,
      [minute(0)],
    );
    await database.client.query('VACUUM ANALYZE audit_log');
  });
  it.each<[string, Partial<AuditQuery>, number]>([
    ['a time near the end', { from: minute(19_990) }, 10],
    ['a short time in the middle', { from: minute(10_000), to: minute(10_010) }, 10],
    ['the first minutes', { to: minute(10) }, 10],
    ['a client that came late', { actor: 'client:new' }, 9],
    ['a client that did nothing', { actor: 'client:none' }, 0],
    ['a person who did nothing', { actor: 'person:none' }, 0],
    ['an action that came late', { action: 'deletion.done' }, 4],
    ['an action that never was', { action: 'case.opened' }, 0],
  ])('reads few for %s', async (_, query, found) => {
    const planned = jest.spyOn(db, 'planned');
    expect((await list(query)).items).toHaveLength(found);
    const [statement, values] = planned.mock.calls[0] ?? [];
    planned.mockRestore();
    const text = `EXPLAIN (ANALYZE, TIMING OFF) ${statement?.text ?? ''}`;
    const plan = await db.planned<{ 'QUERY PLAN': string }>({ name: 'plan', text }, values ?? []);
    const passed = plan.map((row) => /Rows Removed by .*: (\d+)/.exec(row['QUERY PLAN'])?.[1]);
    expect(passed.reduce((sum, rows) => sum + Number(rows ?? 0), 0)).toBeLessThan(20);
  });
});

it('finds entries whose id was given after that of a later time, as of transactions that cross', async () => {
  await empty();
  for (const at of [minute(0), minute(2), minute(1)]) {
    await database.client.query(
      "INSERT INTO audit_log (at, actor, action, video_id) VALUES ($1, 'worker', 'video.ready', gen_random_uuid())",
      [at],
    );
  }
  const times = async (query: Partial<AuditQuery>) =>
    (await list(query)).items.map((item) => (JSON.parse(item) as AuditEntry).at);
  expect(await times({ to: minute(2) })).toEqual([minute(0), minute(1)]);
  expect(await times({ from: minute(1) })).toEqual([minute(2), minute(1)]);
  expect(await times({ from: minute(1), to: minute(2) })).toEqual([minute(1)]);
});
