import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type PostgresCatalogue,
  postgresCatalogue,
} from '../../../src/storage/catalogue/catalogue';
import { ended } from '../../support/drivers/command';
import { ready } from '../../support/factories/claims';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';
import { aProgramme, aReceivedObject, daysAgo } from '../../support/factories/videos';

/* `npm run retention`: what it shows beforehand, and what it then does. */

jest.setTimeout(120_000);

let database: TestDatabase;
let catalogue: PostgresCatalogue;
let directory: string;

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  catalogue = postgresCatalogue({ connectionString: database.url });
  directory = await mkdtemp(path.join(tmpdir(), 'retention-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await catalogue.close();
  await database.drop();
});

function command(...args: string[]) {
  const env = { ...process.env, DATABASE_URL: database.url, DATA_DIRECTORY: directory };
  return ended('retention.ts', args, env);
}

async function broadcast(afterRetention: 'keep' | 'delete'): Promise<string> {
  const id = await ready(catalogue);
  const programme = aProgramme({ broadcastAt: daysAgo(100), afterRetention });
  await catalogue.programmes.store(id, 'client:tester', { programme, mayShorten: false });
  return id;
}

test('a dry run lists what would be deleted and why, and deletes nothing; a run deletes that', async () => {
  const due = await broadcast('delete');
  const kept = await broadcast('keep');
  const begun = await ready(catalogue);
  await catalogue.deletions.begin(begun, 'client:tester', 'rights expired');

  const dry = await command('--dry-run');
  expect(dry.code).toBe(0);
  expect(dry.stdout).toMatch(new RegExp(`${due} .* JST .*its retention has ended`));
  expect(dry.stdout).toMatch(new RegExp(`${begun} .*its deletion was begun, and not ended`));
  expect(dry.stdout).not.toContain(kept);
  expect(dry.stdout).toMatch(/\n2 videos would be deleted\n$/);
  expect(await catalogue.videos.findMany([due, kept, begun])).toHaveLength(3);

  expect(await command()).toMatchObject({ code: 0, stdout: '2 videos deleted\n' });
  expect(await catalogue.videos.findMany([due, kept, begun])).toMatchObject([{ id: kept }]);
  expect(await command('--dry-run')).toMatchObject({ stdout: '0 videos would be deleted\n' });
});

test('late uploads to deleted videos are told of, too', async () => {
  const upload = aReceivedObject({ versionId: null, bucket: 'local' });
  const id = await ready(catalogue, upload);
  await catalogue.deletions.begin(id, 'client:tester', 'rights expired');
  await catalogue.deletions.end(id, 'client:tester');
  await catalogue.unwanted.recordRefusal(upload);
  const stdout = (would: string) =>
    `0 videos ${would}deleted\nlate uploads to 1 deleted video ${would}removed\n`;
  expect(await command('--dry-run')).toMatchObject({ code: 0, stdout: stdout('would be ') });
  expect(await command()).toMatchObject({ code: 0, stdout: stdout('') });
  expect(await command()).toMatchObject({ code: 0, stdout: '0 videos deleted\n' });
});
