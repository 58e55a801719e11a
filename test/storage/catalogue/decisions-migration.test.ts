import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Qc } from '../../../src/domain/qc';
import { postgresCatalogue } from '../../../src/storage/catalogue/catalogue';
import { migrate } from '../../../src/storage/catalogue/migrate';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';
import { aReport, tooLoud } from '../../support/factories/qc';

const MIGRATION = ['010.do.decisions.sql', '011.do.declared-loudness.sql']
  .map((name) => path.join(__dirname, '../../../src/storage/catalogue/migrations', name))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const proposal = {
  verdict: 'pass',
  reason: 'a concert, loud on purpose',
  proposedBy: 'client:a',
  proposedAt: '2026-04-01T00:00:00.000Z',
};
const override = {
  ...proposal,
  approvedBy: 'client:b',
  approvedAt: '2026-04-01T01:00:00.000Z',
};
const later = { ...proposal, verdict: 'review', proposedAt: '2026-04-01T02:00:00.000Z' };

/** As the release before stored what people had decided. */
const AS_BEFORE = `
  DROP TABLE qc_decisions;
  ALTER TABLE qc_reports DROP COLUMN result, DROP COLUMN loudness;
  ALTER TABLE videos DROP COLUMN verdict_by`;

describe.each(databaseServers())('overrides of the release before, on $name', (server) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase(server);
    await database.client.query(AS_BEFORE);
  });
  afterEach(() => database.drop());

  async function stored(before: { proposal?: object; override?: object }): Promise<string> {
    const id = randomUUID();
    const { client } = database;
    await client.query(
      `INSERT INTO videos (id, bucket, object_key, title, file_name, search_text, search_grams, status,
        sequencer, verdict)
       VALUES ($1::uuid, 'b', $1::uuid::text, '', '', '', '{}', 'ready', '1', $2)`,
      [id, before.override ? 'pass' : 'warn'],
    );
    await client.query(
      `WITH report AS (
        INSERT INTO qc_reports (video_id, sequencer, profile_id, profile_version, judged, broken_rules,
          report, proposal, override)
        VALUES ($1, '1', 'streaming', 2, 'warn', '{}', $2, $3, $4) RETURNING id)
       UPDATE videos SET qc_report = report.id FROM report WHERE videos.id = $1`,
      [
        id,
        JSON.stringify(aReport(tooLoud)),
        before.proposal && JSON.stringify(before.proposal),
        before.override && JSON.stringify(before.override),
      ],
    );
    return id;
  }

  it('are decisions from then on, and decide as before', async () => {
    const ids = [
      await stored({}),
      await stored({ proposal }),
      await stored({ override }),
      await stored({ override, proposal: later }),
    ];
    await database.client.query(MIGRATION);
    const catalogue = postgresCatalogue({ connectionString: database.url });
    const records = [];
    for (const id of ids) {
      const { verdict, verdictBy } = JSON.parse((await catalogue.videos.find(id))?.json ?? '') as {
        verdict: string;
        verdictBy: string;
      };
      const { report } = JSON.parse(await catalogue.qc.find(id)) as Qc;
      expect(report).toMatchObject({ verdict, verdictBy, loudness: -12 });
      records.push({
        verdict: `${verdict} by ${verdictBy}`,
        proposal: report?.proposal,
        override: report?.override,
      });
    }
    await catalogue.close();
    const approved = { ...override, note: null };
    expect(records).toEqual([
      { verdict: 'warn by rules', proposal: null, override: null },
      { verdict: 'warn by rules', proposal, override: null },
      { verdict: 'pass by override', proposal: null, override: approved },
      { verdict: 'pass by override', proposal: later, override: approved },
    ]);
  });
});

describe.each(databaseServers())('proposals of the release before, on $name', (server) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase(server);
  });
  afterEach(() => database.drop());

  it('are in the list of what waits from then on, unless somebody decided', async () => {
    const { client, url } = database;
    const reason = 'a concert, loud on purpose';
    const decided = { by: 'client:a', at: '2026-04-01T00:00:00.000Z' };
    const proposed = { kind: 'proposed', verdict: 'pass', reason, ...decided };
    const refused = { kind: 'refused', proposedAt: decided.at, reason, ...decided };
    for (const [id, decisions] of [
      [randomUUID(), [proposed]],
      [randomUUID(), [proposed, refused]],
    ] as const) {
      await client.query(
        `INSERT INTO videos (id, bucket, object_key, title, file_name, search_text, search_grams, status,
          sequencer)
         VALUES ($1::uuid, 'b', $1::uuid::text, '', '', '', '{}', 'ready', '1')`,
        [id],
      );
      for (const [i, decision] of decisions.entries()) {
        await client.query(
          `WITH report AS (
            INSERT INTO qc_reports (video_id, sequencer, profile_id, profile_version, judged,
              broken_rules, report)
            VALUES ($1, '1', 'streaming', 2, 'warn', '{}', '{}')
            ON CONFLICT (video_id, sequencer, profile_id, profile_version)
              DO UPDATE SET judged = 'warn' RETURNING id),
          shown AS (UPDATE videos SET qc_report = report.id FROM report WHERE videos.id = $1)
          INSERT INTO qc_decisions (video_id, sequencer, report_id, result, decision)
          SELECT $1, '1', id, 1, $2 FROM report`,
          [id, JSON.stringify({ ...decision, at: `2026-04-01T0${i}:00:00.000Z` })],
        );
      }
    }
    await client.query('UPDATE videos SET waiting_proposal = NULL');
    await client.query('DELETE FROM schema_migrations WHERE version = 18');
    await migrate({ connectionString: url });
    const { rows } = await client.query(
      'SELECT waiting_proposal AS proposal FROM videos WHERE waiting_proposal IS NOT NULL',
    );
    expect(rows).toEqual([
      { proposal: { verdict: 'pass', reason, proposedBy: 'client:a', proposedAt: decided.at } },
    ]);
  });
});
