import * as fc from 'fast-check';
import { cached } from '../../../src/storage/cache/cached-catalogue';
import { MemoryVideoCache } from '../../../src/storage/cache/memory-store';
import {
  type PostgresCatalogue,
  postgresCatalogue,
} from '../../../src/storage/catalogue/catalogue';
import { claimed, LEASE_SECONDS, SHA256 } from '../../support/factories/claims';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';
import { aReceivedObject } from '../../support/factories/videos';
import { readersSeeEachWrite } from './catalogue-writes';

/** Many more are in the long test. */
const SEQUENCES = 25;

let database: TestDatabase;
let postgres: PostgresCatalogue;

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  postgres = postgresCatalogue({ connectionString: database.url });
});
afterAll(async () => {
  await postgres.close();
  await database.drop();
});

test('whatever is written in whatever order, readers through the cache see it at once', async () => {
  await fc.assert(readersSeeEachWrite(postgres, database), { numRuns: SEQUENCES });
});

test('a message that comes back shows what a worker wrote that was killed before the cache forgot', async () => {
  const catalogue = cached(postgres, new MemoryVideoCache());
  const upload = aReceivedObject();
  const lease = await claimed(catalogue, upload);
  await catalogue.videos.read(lease.videoId);
  await postgres.leases.complete(lease, { sha256: SHA256 });
  expect((await catalogue.videos.read(lease.videoId)).document).toMatchObject({ revision: 1 });
  expect(await catalogue.claims.claim(upload, LEASE_SECONDS)).toMatchObject({ outcome: 'done' });
  expect((await catalogue.videos.read(lease.videoId)).document).toMatchObject({ revision: 2 });
});
