import { type PostgresCatalogue, postgresCatalogue } from '../../src/storage/catalogue/catalogue';
import { claimed, SHA256 } from '../support/factories/claims';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import { aNewerUpload, aReceivedObject, aRejection } from '../support/factories/videos';
import { addWriter, AUDIT, findingsOf, letLeasesRunOut, misjudged, recoveriesMs } from './audit';

const result = { sha256: SHA256 };

const nothing = {
  ready: 0,
  rejected: 0,
  unfinished: 0,
  endedTwice: 0,
  staleWrites: 0,
  heldLeases: 0,
};

describe('the audit of a run with faults', () => {
  let database: TestDatabase;
  let users: [string, string];
  let first: PostgresCatalogue;
  let second: PostgresCatalogue;

  beforeEach(async () => {
    database = await createDatabase(databaseServers()[0]);
    await database.client.query(AUDIT);
    // users are the whole server's: of other tests, too
    const { pathname } = new URL(database.url);
    users = [`first_${pathname.slice(1)}`, `second_${pathname.slice(1)}`];
    [first, second] = (await Promise.all(users.map(catalogueOf))) as [
      PostgresCatalogue,
      PostgresCatalogue,
    ];
  });

  afterEach(async () => {
    await Promise.all([first.close(), second.close()]);
    await database.client.query(`DROP OWNED BY ${users.join()}; DROP ROLE ${users.join()}`);
    await database.drop();
  });

  async function catalogueOf(user: string): Promise<PostgresCatalogue> {
    const url = new URL(database.url);
    url.username = user;
    url.password = await addWriter(database.client, user);
    return postgresCatalogue({ connectionString: url.href });
  }

  /** What the catalogue refuses, written all the same, by whom `user` names. */
  async function write(user: string, changes: string): Promise<void> {
    await database.client.query(`SET SESSION AUTHORIZATION ${user}`);
    await database.client.query(`UPDATE videos SET ${changes}`);
    await database.client.query('RESET SESSION AUTHORIZATION');
  }

  test('finds nothing in videos that end once, taken over or uploaded anew', async () => {
    const upload = aReceivedObject();
    await claimed(first, upload);
    await letLeasesRunOut(database.client);
    await second.leases.complete(await claimed(second, upload), result);
    await first.leases.reject(await claimed(first, aNewerUpload(upload)), aRejection(), SHA256);
    await second.leases.complete(await claimed(second), result);
    expect(await findingsOf(database.client)).toEqual({ ...nothing, ready: 1, rejected: 1 });
  });

  test('finds a video that nobody ends', async () => {
    const lease = await claimed(first);
    await first.leases.release(lease, 'the worker was stopped');
    expect(await findingsOf(database.client)).toEqual({ ...nothing, unfinished: 1 });
  });

  test('finds a video that failed and was never replayed', async () => {
    const lease = await claimed(first);
    await first.leases.fail(lease, 'no luck');
    expect(await findingsOf(database.client)).toEqual({ ...nothing, unfinished: 1 });
  });

  test.each(["status = 'rejected'", 'processed_at = clock_timestamp()'])(
    'finds a version that ends again, with %s',
    async (end) => {
      await first.leases.complete(await claimed(first), result);
      await write(users[0], end);
      expect(await findingsOf(database.client)).toMatchObject({ endedTwice: 1, staleWrites: 0 });
    },
  );

  test('finds what somebody writes who was taken over', async () => {
    await second.leases.complete(await claimed(second), result);
    await write(users[0], "title = 'late'");
    expect(await findingsOf(database.client)).toEqual({ ...nothing, ready: 1, staleWrites: 1 });
  });

  test('takes it from anybody that a video failed', async () => {
    const lease = await claimed(first);
    await first.leases.release(lease, 'no luck');
    await write(users[1], "status = 'failed'");
    expect(await findingsOf(database.client)).toMatchObject({ staleWrites: 0 });
  });

  test('finds a lease that is held to the end', async () => {
    await claimed(first);
    expect(await findingsOf(database.client)).toEqual({ ...nothing, unfinished: 1, heldLeases: 1 });
  });

  test('finds a video that ended otherwise than most with the same file', async () => {
    const [upload, ...others] = [1, 2, 3, 4].map(() => aReceivedObject({ sizeBytes: 1000 }));
    for (const other of others) await first.leases.complete(await claimed(first, other), result);
    await first.leases.reject(await claimed(first, upload), aRejection(), SHA256);
    await first.leases.reject(
      await claimed(first, aReceivedObject({ sizeBytes: 2 })),
      aRejection(),
      SHA256,
    );
    expect(await misjudged(database.client)).toEqual([
      {
        key: upload?.object.key,
        judgement: `rejected ${aRejection().code}`,
        usual: 'ready',
      },
    ]);
  });

  test('knows how long each video waited that a dead worker held, and of no other', async () => {
    const [before, held, finished] = [aReceivedObject(), aReceivedObject(), aReceivedObject()];
    const now = async () =>
      (await database.client.query<{ now: Date }>('SELECT clock_timestamp() AS now')).rows[0]
        ?.now ?? new Date(0);
    // of an earlier life
    await claimed(first, before);
    const from = await now();
    await claimed(first, held);
    await first.leases.complete(await claimed(first, finished), result);
    await claimed(second);
    const to = await now();
    await letLeasesRunOut(database.client);
    await claimed(second, held);
    await claimed(second, before);
    const waited = await recoveriesMs(database.client, { user: users[0], from, to });
    expect(waited).toEqual([expect.any(Number)]);
    expect(waited[0]).toBeGreaterThan(0);
  });
});
