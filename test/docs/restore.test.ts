import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { auditEntrySchema } from '../../src/domain/audit';
import { type PostgresCatalogue, postgresCatalogue } from '../../src/storage/catalogue/catalogue';
import { ready } from '../support/factories/claims';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import { aProgramme, aReceivedObject, daysAgo } from '../support/factories/videos';
import { block } from './restore-page';

/* The commands of docs/restore.md, as they stand there. */

describe('a database of one’s own', () => {
  const [server] = databaseServers();
  const folder = mkdtempSync(path.join(tmpdir(), 'dump-'));
  chmodSync(folder, 0o777); // the server writes it, perhaps as another user
  const commands = (name: string) => block(name).replaceAll('/var/backups/streamtech', folder);
  let from: TestDatabase;
  const restored: TestDatabase[] = [];
  const ids: string[] = [];
  const ACTOR = 'client:編成';

  beforeAll(async () => {
    from = await createDatabase(server);
    const catalogue = postgresCatalogue({ connectionString: from.url });
    for (let count = 0; count < 3; count += 1) {
      const id = await ready(catalogue, aReceivedObject({ key: `incoming/夜景${count}.mp4` }));
      await catalogue.programmes.store(id, ACTOR, {
        programme: aProgramme({ broadcastAt: daysAgo(1) }),
        mayShorten: false,
      });
      await catalogue.programmes.openCase(
        id,
        randomUUID(),
        { origin: 'request', reference: `R-${count}\t"\\`, receivedAt: daysAgo(0) },
        ACTOR,
      );
      ids.push(id);
    }
    await catalogue.close();
    await from.client.query(commands('dump'));
  });
  afterAll(async () => {
    for (const each of [from, ...restored]) await each.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** An empty one into which it was restored. */
  async function aRestored(): Promise<TestDatabase> {
    const database = await createDatabase(server);
    restored.push(database);
    await database.client.query(commands('restore'));
    return database;
  }

  const rowsOf = async ({ client }: TestDatabase) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    );
    const all: Record<string, string[]> = {};
    for (const { name } of tables) {
      if (name === 'schema_migrations') continue;
      const { rows } = await client.query<{ row: string }>(
        `SELECT t::text AS row FROM ${name} t ORDER BY 1`,
      );
      all[name] = rows.map(({ row }) => row);
    }
    return all;
  };

  it('has every row again, of every table', async () => {
    const before = await rowsOf(from);
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining(['audit_log', 'correction_cases', 'qc_reports', 'videos']),
    );
    expect(before['videos']).toHaveLength(3);
    expect(before['correction_cases']).toHaveLength(3);
    expect(before['audit_log']?.length).toBeGreaterThanOrEqual(9);
    expect(await rowsOf(await aRestored())).toEqual(before);
  });

  describe('is a catalogue', () => {
    let to: TestDatabase;
    let catalogue: PostgresCatalogue;
    beforeEach(async () => {
      to = await aRestored();
      catalogue = postgresCatalogue({ connectionString: to.url });
    });
    afterEach(() => catalogue.close());
    const audit = async () =>
      (await catalogue.audit.list({ limit: 1000 })).items.map((item) =>
        auditEntrySchema.parse(JSON.parse(item)),
      );

    it('that finds every video, case and audit entry', async () => {
      expect(await catalogue.videos.findMany(ids)).toHaveLength(3);
      for (const id of ids) {
        expect(await catalogue.programmes.casesOf(id)).toHaveLength(1);
        expect((await audit()).filter(({ videoId }) => videoId === id).length).toBe(3);
      }
    });

    it('that still keeps what must be kept', async () => {
      const [id = ''] = ids;
      await expect(catalogue.deletions.begin(id, ACTOR, 'test')).rejects.toThrow(/kept|held|until/);
      await expect(to.client.query('DELETE FROM audit_log')).rejects.toThrow(/append-only/);
    });

    it('that goes on where it was, with later fences and later entries', async () => {
      const fence = async ({ client }: TestDatabase) =>
        (await client.query<{ last: string }>('SELECT last_value AS last FROM video_fences'))
          .rows[0]?.last;
      expect(await fence(to)).toBe(await fence(from));
      const count = (await audit()).length;
      await ready(catalogue, aReceivedObject({ key: 'incoming/later.mp4' }));
      expect((await audit()).length).toBe(count + 1);
    });
  });

  it('is left as it was when a row is there already', async () => {
    const to = await aRestored();
    const before = await rowsOf(to);
    await expect(to.client.query(commands('restore'))).rejects.toThrow(/duplicate key/);
    await to.client.query('ROLLBACK');
    expect(await rowsOf(to)).toEqual(before);
  });
});
