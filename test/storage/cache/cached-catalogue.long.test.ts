import * as fc from 'fast-check';
import { changes } from '../../../src/storage/cache/cached-catalogue';
import {
  type PostgresCatalogue,
  postgresCatalogue,
} from '../../../src/storage/catalogue/catalogue';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';
import { readersSeeEachWrite, type Write, writes } from './catalogue-writes';

const SEQUENCES = 200;

jest.setTimeout(120_000);

let database: TestDatabase;
let postgres: PostgresCatalogue;

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  postgres = postgresCatalogue({ connectionString: database.url });
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => {
  await postgres.close();
  await database.drop();
});

test('whatever is written in whatever order, readers through the cache see it at once', async () => {
  await fc.assert(readersSeeEachWrite(postgres, database), { numRuns: SEQUENCES });
});

/** No document shows what `deletions.begin` changes. */
const changing = (Object.keys(writes) as Write[]).filter((write) => {
  const { of, method } = changesOf(write);
  return of[method] !== 'nothing' && write !== 'deletions.begin';
});

test.each(changing)('that the cache is not told of %s is found', async (write) => {
  const { of, method } = changesOf(write);
  jest.spyOn(of as Record<string, () => string>, method).mockReturnValue('of no video');
  const options = { numRuns: SEQUENCES, endOnFailure: true };
  const { errorInstance } = await fc.check(readersSeeEachWrite(postgres, database), options);
  expect(errorInstance).toHaveProperty('matcherResult.pass', false);
});

function changesOf(write: Write): { of: Record<string, unknown>; method: string } {
  const [port = '', method = ''] = write.split('.');
  return { of: changes[port as keyof typeof changes], method };
}
