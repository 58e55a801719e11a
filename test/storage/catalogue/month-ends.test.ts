import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProgrammeRecord } from '../../../src/domain/programme';
import { retentionOf } from '../../../src/domain/retention';
import { aCase, aProgramme } from '../../support/factories/videos';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';

const MIGRATION = readFileSync(
  path.join(__dirname, '../../../src/storage/catalogue/migrations/006.do.month-ends.sql'),
  'utf8',
);
const FIRST_DAY = Date.UTC(2026, 0, 1, 3);
const DAYS = 4 * 365 + 1;
const DAY_MS = 24 * 3600 * 1000;

/** As it was counted before: the same day of a later month, or its last. */
function formerly(broadcastAt: string, months: number): string {
  const local = new Date(Date.parse(broadcastAt) + 9 * 3600 * 1000);
  const [year, month] = [local.getUTCFullYear(), local.getUTCMonth() + months];
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(local.getUTCDate(), days);
  return new Date(Date.UTC(year, month, day, 14, 59, 59, 999)).toISOString();
}

interface Stored {
  readonly retain_until: Date;
  readonly held_until: Date;
  readonly programme: ProgrammeRecord;
}

describe('four years of broadcasts, a video a day', () => {
  let database: TestDatabase;
  let stored: Stored[];
  beforeAll(async () => {
    database = await createDatabase(databaseServers()[0]);
    const { client } = database;
    for (let day = 0; day < DAYS; day += 1) {
      const broadcastAt = new Date(FIRST_DAY + day * DAY_MS).toISOString();
      const [retainUntil, heldUntil] = [formerly(broadcastAt, 3), formerly(broadcastAt, 6)];
      const record = { ...aProgramme({ broadcastAt }), retainUntil, heldUntil };
      await client.query(
        `INSERT INTO videos (id, bucket, object_key, title, file_name, search_text, search_grams, status,
          programme, retain_until, held_until)
         VALUES ($1::uuid, 'b', $1::uuid::text, '', '', '', '{}', 'awaiting_upload', $2, $3, $4)`,
        [randomUUID(), JSON.stringify(record), retainUntil, heldUntil],
      );
    }
    await client.query(MIGRATION);
    const { rows } = await client.query<Stored>(
      'SELECT retain_until, held_until, programme FROM videos',
    );
    stored = rows;
  });
  afterAll(() => database.drop());

  it('are kept from then on as the Civil Code counts, by PostgreSQL as by the domain', () => {
    expect(stored).toHaveLength(DAYS);
    for (const { retain_until, held_until, programme } of stored) {
      const right = retentionOf(programme, [aCase()]);
      expect({
        retainUntil: retain_until.toISOString(),
        heldUntil: held_until.toISOString(),
      }).toEqual(right);
      expect(programme).toMatchObject(right);
    }
  });

  it('are never kept for less time than before', () => {
    const earlier = stored.filter(
      ({ retain_until, held_until, programme: { broadcastAt } }) =>
        retain_until.toISOString() < formerly(broadcastAt, 3) ||
        held_until.toISOString() < formerly(broadcastAt, 6),
    );
    expect(earlier).toEqual([]);
    const later = stored.filter(
      ({ retain_until, programme: { broadcastAt } }) =>
        retain_until.toISOString() > formerly(broadcastAt, 3),
    );
    // after the last days of February, April and September: the month three months later is longer
    expect(later).toHaveLength(4 * 3);
  });
});
