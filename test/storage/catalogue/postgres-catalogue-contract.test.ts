import { postgresCatalogue } from '../../../src/storage/catalogue/catalogue';
import { expireLease } from '../../support/factories/claims';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';
import { catalogueContract } from './catalogue-contract';

describe.each(databaseServers())('$name', (server) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(server);
    const { rows } = await database.client.query<{ name: string }>(
      'SELECT current_database() AS name',
    );
    // nothing may depend on how a database prints times
    await database.client.query(
      `ALTER DATABASE ${rows[0]?.name ?? ''} SET timezone = 'Asia/Tokyo'`,
    );
    await database.client.query(`ALTER DATABASE ${rows[0]?.name ?? ''} SET datestyle = 'SQL, DMY'`);
  });
  afterAll(() => database.drop());

  catalogueContract('PostgresCatalogue', async () => {
    const { client, url } = database;
    await client.query('TRUNCATE idempotency_keys, qc_profiles, videos CASCADE');
    const catalogue = postgresCatalogue({ connectionString: url });
    return {
      catalogue,
      expireLease: (id, secondsAgo) => expireLease(database, id, secondsAgo),
      ageKeys: async (hours) => {
        await client.query(
          'UPDATE idempotency_keys SET created_at = created_at - make_interval(secs => $1)',
          [hours * 3600],
        );
      },
      setUpdatedAt: async (id, updatedAt) => {
        await client.query('UPDATE videos SET updated_at = $2 WHERE id = $1', [id, updatedAt]);
      },
      setCreatedAt: async (id, createdAt) => {
        await client.query('UPDATE videos SET created_at = $2 WHERE id = $1', [id, createdAt]);
      },
      tombstone: async (id) => {
        const { rows } = await client.query<object>(
          'SELECT * FROM tombstones WHERE video_id = $1',
          [id],
        );
        return rows[0];
      },
      close: () => catalogue.close(),
    };
  });
});
