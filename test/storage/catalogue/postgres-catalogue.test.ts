import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InvalidCursorError } from '../../../src/domain/errors';
import { encodeCursor } from '../../../src/storage/catalogue/cursor';
import { clientConfig } from '../../../src/storage/catalogue/connection';
import { Database, type DatabaseOptions } from '../../../src/storage/catalogue/database';
import { beginningScan, lookUp, orderedScan } from '../../../src/storage/catalogue/list-statements';
import { VideoReads } from '../../../src/storage/catalogue/video-reads';
import { migrate } from '../../../src/storage/catalogue/migrate';
import {
  type PostgresCatalogue,
  postgresCatalogue,
} from '../../../src/storage/catalogue/catalogue';
import type { Video } from '../../../src/domain/video';
import { CatalogueQueryError, CatalogueUnavailableError } from '../../../src/storage/errors';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../tools/embedded-postgres';
import { LEASE_SECONDS, ready } from '../../support/factories/claims';
import {
  aNewerUpload,
  aQuery,
  aReceivedObject,
  aVideoUpload,
} from '../../support/factories/videos';
import { ACTOR, remove } from './catalogue-subject';

const NO_ID = '00000000-0000-5000-8000-000000000000';
const NOWHERE = 'postgresql://nobody@127.0.0.1:1/none';

describe('the pool', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(databaseServers()[0]);
  });
  afterAll(() => database.drop());

  async function withCatalogue(
    test: (catalogue: PostgresCatalogue) => Promise<void>,
    options: Partial<DatabaseOptions> = {},
  ): Promise<void> {
    const catalogue = postgresCatalogue({ connectionString: database.url, ...options });
    try {
      await test(catalogue);
    } finally {
      await catalogue.close();
    }
  }

  it.each(['createdAt', 'duration', 'size'] as const)(
    'refuses a made-up cursor of the order %s, whose check is right',
    async (sort) => {
      await withCatalogue(async ({ videos }) => {
        for (const key of ['none', '', '1e999', '9'.repeat(400)]) {
          const query = aQuery({ sort });
          const cursor = encodeCursor({ key, id: NO_ID }, query);
          await expect(videos.list({ ...query, cursor })).rejects.toThrow(InvalidCursorError);
        }
      });
    },
  );

  it('takes a newer upload to a video that had come back before deletions were for ever', async () => {
    await withCatalogue(async (catalogue) => {
      const upload = aReceivedObject();
      await remove(catalogue, await ready(catalogue, upload));
      const revival = (state: string) =>
        database.client.query(`ALTER TABLE videos ${state} TRIGGER no_revival`);
      await revival('DISABLE');
      await database.client.query(
        `INSERT INTO videos (id, bucket, object_key, version_id, sequencer, size_bytes, status, fence,
           attempts, title, file_name, search_text, search_grams)
         SELECT video_id, $1, $2, $3, $4, 1, 'ready', nextval('video_fences'), 1, 'a', 'a', '', '{}'
         FROM tombstones`,
        [upload.object.bucket, upload.object.key, upload.object.versionId, upload.object.sequencer],
      );
      await revival('ENABLE');
      expect(await catalogue.claims.claim(aNewerUpload(upload), LEASE_SECONDS)).toMatchObject({
        outcome: 'claimed',
      });
    });
  });

  it('replaces connections that the server ended, and tells', async () => {
    const warn = jest.fn();
    await withCatalogue(
      async (catalogue) => {
        await catalogue.videos.ping();
        await database.client.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name = 'streamtech-catalogue'`,
        );
        while (warn.mock.calls.length === 0) await new Promise(setImmediate);
        await expect(catalogue.videos.ping()).resolves.toBeUndefined();
      },
      { logger: { warn } },
    );
  });

  it('asks for the password at each connection, so that a new one is picked up', async () => {
    const url = new URL(database.url);
    const password = jest.fn().mockResolvedValueOnce('expired').mockResolvedValue(url.password);
    url.password = '';
    await withCatalogue(
      async (catalogue) => {
        await expect(catalogue.videos.ping()).rejects.toThrow(CatalogueUnavailableError);
        await expect(catalogue.videos.ping()).resolves.toBeUndefined();
      },
      { connectionString: url.href, password },
    );
    expect(password).toHaveBeenCalledTimes(2);
  });

  it('bounds every statement, on the server too', async () => {
    const db = new Database({ connectionString: database.url });
    const [row] = await db.prepared<{ limit: string }>({
      name: 'limit',
      text: "SELECT current_setting('statement_timeout') AS limit",
    });
    await db.close();
    expect(row).toEqual({ limit: '10s' });
  });

  it('tells a refused statement from a missing server', async () => {
    await withCatalogue(async (catalogue) => {
      await database.client.query('ALTER TABLE videos RENAME TO gone');
      const failure = catalogue.videos.find(NO_ID);
      await expect(failure).rejects.toThrow(CatalogueQueryError);
      await expect(failure).rejects.toThrow(/statement 'find'.*"videos" does not exist/);
      await database.client.query('ALTER TABLE gone RENAME TO videos');
    });
  });

  it('says that the server does not answer', async () => {
    await withCatalogue(
      async (catalogue) => {
        const error = await catalogue.videos.ping().catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(CatalogueUnavailableError);
        expect(error).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
      },
      { connectionString: NOWHERE },
    );
  });
});

it('works on after the server was restarted', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'restart-'));
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ directory });
  const { url } = server;
  await migrate({ connectionString: url });
  const catalogue = postgresCatalogue({ connectionString: url });
  const { id } = await catalogue.uploads.register(aVideoUpload(), ACTOR);
  await server.stop();
  await expect(catalogue.videos.find(id)).rejects.toThrow(CatalogueUnavailableError);
  server = await startEmbeddedPostgres({ directory, port: Number(new URL(url).port) });
  expect(await catalogue.videos.find(id)).toMatchObject({ id });
  await catalogue.close();
  await server.stop();
  await rm(directory, { recursive: true });
});

describe('a connection', () => {
  it('is made as the connection string says', () => {
    expect(clientConfig({ connectionString: NOWHERE })).toMatchObject({
      connectionString: NOWHERE,
      keepAlive: true,
    });
  });

  it('is encrypted as told, and takes the string apart when the password comes from elsewhere', () => {
    const ssl = { ca: 'certificate', rejectUnauthorized: true };
    const password = () => Promise.resolve('secret');
    const connectionString = 'postgresql://us%40er@db.example/videos';
    expect(clientConfig({ connectionString, ssl, password })).toMatchObject({
      host: 'db.example',
      port: 5432,
      user: 'us@er',
      database: 'videos',
      ssl,
      password,
    });
  });
});

describe('a list of many', () => {
  let database: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    database = await createDatabase(databaseServers()[0]);
    db = new Database({ connectionString: database.url });
    // more than a scan looks at; the oldest are the only ones of their kind, but for one that is new, and
    // the smallest the only low ones
    await database.client.query(`
      INSERT INTO videos (id, title, file_name, status, bucket, object_key, sequencer,
        created_at, size_bytes, height, search_text, search_grams)
      SELECT gen_random_uuid(), 'video ' || n, n || '.mp4',
        CASE WHEN n <= 3 THEN 'failed' WHEN n IN (500, 6000) THEN 'rejected' ELSE 'ready' END, 'bucket', n::text, '0A',
        now() - (6000 - n) * interval '1 minute', n, CASE WHEN n <= 900 THEN 480 ELSE 1080 END,
        'VIDEO ' || n || CASE WHEN n > 3 THEN '' ELSE ' RARE' END,
        CASE WHEN n > 3 THEN '{}'::text[] ELSE '{RA,AR,RE}' END
      FROM generate_series(1, 6000) AS n`);
    await database.client.query('VACUUM ANALYZE videos');
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  it.each([{ search: 'rare' }, { status: ['failed'] as const }])(
    'finds what the ordered scan does not reach: %j',
    async (conditions) => {
      const catalogue = postgresCatalogue({ connectionString: database.url });
      const query = aQuery({ ...conditions, limit: 2 });
      const first = await catalogue.videos.list(query);
      expect(first.items).toHaveLength(2);
      const last = await catalogue.videos.list({ ...query, cursor: first.nextCursor ?? '' });
      expect(last.items).toHaveLength(1);
      expect(last.nextCursor).toBeNull();
      await catalogue.close();
    },
  );

  it.each([
    ['scans on when it has found half a page', 1, ['list-ordered-scan', 'list-ordered-scan']],
    ['looks up what it has hardly met', 3, ['list-ordered-scan', 'list-look-up']],
  ])('%s', async (_, limit, statements) => {
    const planned = jest.spyOn(db, 'planned');
    const { items } = await new VideoReads(db).list(aQuery({ status: ['rejected'], limit }));
    expect(items).toHaveLength(Math.min(limit, 2));
    expect(planned.mock.calls.map(([{ name }]) => name)).toEqual(statements);
    planned.mockRestore();
  });

  async function planOf(statement: { text: string; values: readonly unknown[] }): Promise<string> {
    const text = `EXPLAIN ${statement.text}`;
    const rows = await db.planned<{ 'QUERY PLAN': string }>(
      { name: 'plan', text },
      statement.values,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  it.each([
    ['-createdAt', 'videos_by_creation', '2026-04-01'],
    ['title', 'videos_by_title', 'video 7'],
    ['reading', 'videos_by_reading_up', 'ア'],
    ['-reading', 'videos_by_reading_down', 'ア'],
    ['duration', 'videos_by_duration_up', '5'],
    ['-duration', 'videos_by_duration_down', '5'],
    ['size', 'videos_by_size_up', '5'],
    ['-size', 'videos_by_size_down', '5'],
  ] as const)('scans along the index of %s, from the cursor on', async (sort, index, key) => {
    const plan = await planOf(orderedScan(aQuery({ sort }), { key, id: NO_ID }, 5000));
    expect(plan).toMatch(new RegExp(`Index (Only )?Scan (Backward )?using ${index} on videos`));
    expect(plan).toMatch(/Index Cond: \(ROW\(/);
  });

  it.each(['-createdAt', '-size'] as const)(
    'looks up what waits for approval by an index of its own, in the order %s',
    async (sort) => {
      const plan = await planOf(lookUp(aQuery({ sort, waiting: 'approval' }), undefined));
      expect(plan).toMatch(/using videos_waiting on videos/);
    },
  );

  it('walks along the titles that begin with the words, from the cursor on', async () => {
    const query = aQuery({ search: 'video' });
    const after = {
      rank: 'beginning',
      titleKey: 'VIDEO 2',
      createdAt: '2026-04-01',
      id: NO_ID,
    } as const;
    const plan = await planOf(beginningScan(query, after));
    expect(plan).toMatch(/Index Scan using videos_by_title_key on videos/);
    expect(plan).not.toMatch(/Sort/);
    expect(plan).toMatch(/Index Cond:[^]*?>= 'VIDEO 2'/);
  });

  it.each(['', '0', '7\n2026-04-01', '0\nnever\na', '1\nnever', '2\n', 'x\n2026-04-01'])(
    'refuses a made-up cursor of relevance whose check is right: %j',
    async (key) => {
      const query = aQuery({ search: 'video', sort: 'relevance' });
      const cursor = encodeCursor({ key, id: NO_ID }, query);
      await expect(new VideoReads(db).list({ ...query, cursor })).rejects.toThrow(
        InvalidCursorError,
      );
    },
  );

  it('walks the index of sizes, without the rows, to what is low and therefore small', async () => {
    const query = aQuery({ sort: '-size', maxHeight: 480, limit: 2 });
    expect(await planOf(lookUp(query, undefined))).toMatch(
      /Index Only Scan Backward using videos_by_size_down/,
    );
    const { items, nextCursor } = await new VideoReads(db).list(query);
    const cursor = nextCursor ?? '';
    const next = await new VideoReads(db).list({ ...query, cursor });
    const titles = [...items, ...next.items].map(({ json }) => (JSON.parse(json) as Video).title);
    expect(titles).toEqual(['video 900', 'video 899', 'video 898', 'video 897']);
  });

  it('looks up what few match, also in the order of sizes', async () => {
    const plan = await planOf(lookUp(aQuery({ sort: '-size', status: ['failed'] }), undefined));
    expect(plan).toContain('videos_status');
  });

  it('looks words up by their grams', async () => {
    expect(await planOf(lookUp(aQuery({ search: 'rare' }), undefined))).toContain('videos_search');
  });
});
