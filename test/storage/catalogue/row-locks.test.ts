import {
  type PostgresCatalogue,
  postgresCatalogue,
} from '../../../src/storage/catalogue/catalogue';
import { claimed, expireLease } from '../../support/factories/claims';
import { aReceivedObject, aVideoUpload } from '../../support/factories/videos';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';
import { ACTOR } from './catalogue-subject';

/** What goes over many rows, beside requests that have some of them locked. */

let database: TestDatabase;
let catalogue: PostgresCatalogue;

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  catalogue = postgresCatalogue({ connectionString: database.url });
});
beforeEach(() => database.client.query('TRUNCATE idempotency_keys, videos CASCADE'));
afterAll(async () => {
  await catalogue.close();
  await database.drop();
});

async function abandoned(): Promise<string> {
  const { videoId } = await claimed(catalogue, aReceivedObject());
  await expireLease(database, videoId);
  return videoId;
}

/** While a request has locked what `text` selects. */
async function whileLocked<T>(text: string, work: () => Promise<T>): Promise<T> {
  await database.client.query(`BEGIN; ${text} FOR UPDATE`);
  try {
    return await work();
  } finally {
    await database.client.query('ROLLBACK');
  }
}

it('finds abandoned videos in the order of their ids', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 10; n += 1) ids.push(await abandoned());
  expect(await catalogue.leases.findAbandoned(1)).toEqual(ids.sort());
});

it('fails an abandoned video only when nobody else has its row', async () => {
  const id = await abandoned();
  const fail = () => catalogue.leases.failAbandoned(id, 1);
  expect(await whileLocked(`SELECT FROM videos WHERE id = '${id}'`, fail)).toBe(false);
  expect(await fail()).toBe(true);
});

it('forgets old keys, and waits for none that a request has taken', async () => {
  for (const key of ['first', 'second', 'third']) {
    await catalogue.uploads.registerRequested(aVideoUpload(), ACTOR, { key, sha256: '0' });
  }
  await database.client.query("UPDATE idempotency_keys SET created_at = now() - interval '2 days'");
  await whileLocked("SELECT FROM idempotency_keys WHERE key = 'second'", () =>
    catalogue.uploads.forgetRequests(),
  );
  const { rows } = await database.client.query('SELECT key FROM idempotency_keys');
  expect(rows).toEqual([{ key: 'second' }]);
});
