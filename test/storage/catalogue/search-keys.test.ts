import {
  type PostgresCatalogue,
  postgresCatalogue,
} from '../../../src/storage/catalogue/catalogue';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';
import { aQuery, aVideoUpload } from '../../support/factories/videos';
import { ACTOR } from './catalogue-subject';

/** Rows whose search keys were made by the rules of the release before. */

let database: TestDatabase;
let catalogue: PostgresCatalogue;

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  catalogue = postgresCatalogue({ connectionString: database.url });
});
beforeEach(() => database.client.query('TRUNCATE videos CASCADE'));
afterAll(async () => {
  await catalogue.close();
  await database.drop();
});

/** As the release before registered it. */
async function former(title: string): Promise<string> {
  const { id } = await catalogue.uploads.register(
    aVideoUpload({ title, fileName: 'a.mp4' }),
    ACTOR,
  );
  await database.client.query(
    `UPDATE videos SET search_text = upper(title) || E'\nA.MP4',
       search_grams = regexp_split_to_array(upper(title), '') WHERE id = $1`,
    [id],
  );
  return id;
}

async function find(search: string): Promise<string[]> {
  const { items } = await catalogue.videos.list(aQuery({ search }));
  return items.map(({ id }) => id);
}

async function oldKeys(): Promise<number> {
  const { rows } = await database.client.query<{ n: number }>(
    `SELECT count(*)::integer AS n FROM videos WHERE strpos(search_text, E'\x02') = 0`,
  );
  return rows[0]?.n ?? NaN;
}

it('finds them as before until they are made anew, and then by the new rules', async () => {
  const id = await former('髙橋');
  expect(await find('橋')).toEqual([id]);
  expect(await find('高橋')).toEqual([]);
  const before = await catalogue.videos.find(id);
  expect(await catalogue.searchKeys.remake(10)).toBe(1);
  expect(await find('高橋')).toEqual([id]);
  expect(await catalogue.videos.find(id)).toEqual(before);
});

it('makes so many anew at a time, and none twice', async () => {
  for (const title of ['a', 'b', 'c']) await former(title);
  expect(await catalogue.searchKeys.remake(2)).toBe(2);
  expect(await oldKeys()).toBe(1);
  expect(await catalogue.searchKeys.remake(2)).toBe(1);
  expect(await catalogue.searchKeys.remake(2)).toBe(0);
});

it('waits for no row that somebody has, and makes it another time', async () => {
  const id = await former('a');
  await former('b');
  await database.client.query(`BEGIN; SELECT FROM videos WHERE id = '${id}' FOR UPDATE`);
  expect(await catalogue.searchKeys.remake(10)).toBe(1);
  await database.client.query('ROLLBACK');
  expect(await catalogue.searchKeys.remake(10)).toBe(1);
  expect(await oldKeys()).toBe(0);
});

it('finds them without a look at the others', async () => {
  await former('a');
  await database.client.query('ANALYZE videos');
  await database.client.query('SET enable_seqscan = off');
  const { rows } = await database.client.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN SELECT id FROM videos WHERE strpos(search_text, E'\x02') = 0`,
  );
  await database.client.query('RESET enable_seqscan');
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toMatch(/videos_old_search_keys/);
});
