import * as fc from 'fast-check';
import { changes } from '../../../src/storage/cache/cached-catalogue';
import { PostgresCatalogue } from '../../../src/storage/catalogue/postgres-catalogue';
import { createDatabase, databaseServers, type TestDatabase } from '../../support/database-servers';
import { readersSeeEachWrite, type Write, writes } from './catalogue-writes';

const SEQUENCES = 200;

jest.setTimeout(120_000);

let database: TestDatabase;
let postgres: PostgresCatalogue;

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  postgres = new PostgresCatalogue({ connectionString: database.url });
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await postgres.close();
  await database.drop();
});

test('whatever is written in whatever order, readers through the cache see it at once', async () => {
  await fc.assert(readersSeeEachWrite(postgres, database), { numRuns: SEQUENCES });
});

/** No document shows what `beginDeletion` changes. */
const changing = (Object.keys(writes) as Write[]).filter(
  (write) => changes[write] !== 'nothing' && write !== 'beginDeletion',
);

test.each(changing)('that the cache is not told of %s is found', async (write) => {
  jest
    .spyOn(changes as unknown as Record<Write, () => string>, write)
    .mockReturnValue('of no video');
  const options = { numRuns: SEQUENCES, endOnFailure: true };
  const { errorInstance } = await fc.check(readersSeeEachWrite(postgres, database), options);
  expect(errorInstance).toHaveProperty('matcherResult.pass', false);
});
