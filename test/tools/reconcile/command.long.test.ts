import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ended } from '../../support/drivers/command';
import { SAMPLES_TIMEOUT_MS, sampleFolder } from '../../support/media';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';
import { type APlatform, aPlatform, closeAndRemove } from '../../support/servers/local-platform';
import { until } from '../../support/until';

/* `npm run reconcile` on the platform of one machine, whose rows and files are of different times. */

const WITHIN_MS = 30_000;

jest.setTimeout(90_000);

describe('after a restore', () => {
  let samples: string;
  let platform: APlatform;
  let database: TestDatabase;

  beforeAll(async () => {
    samples = await sampleFolder();
    database = await createDatabase(databaseServers()[0]);
    platform = await aPlatform({ databaseUrl: database.url });
  }, SAMPLES_TIMEOUT_MS);
  afterAll(async () => {
    await closeAndRemove(platform);
    await database.drop();
  });

  const incoming = (name: string) => path.join(platform.incomingDirectory, name);

  function reconcile(...args: string[]) {
    const { port } = new URL(platform.url);
    const { dataDirectory } = platform.settings;
    const env = { ...process.env, DATA_DIRECTORY: dataDirectory, PORT: port };
    return ended('reconcile.ts', args, env);
  }

  it('names videos without bytes and bytes without a video, and puts them right when told to', async () => {
    for (const name of ['stays', 'lost', 'kept', 'unknown']) {
      await cp(path.join(samples, 'h264-aac.mp4'), incoming(`${name}.mp4`));
    }
    const [lost, kept, unknown] = await Promise.all(
      ['lost', 'kept', 'unknown'].map((q) => platform.api.finished({ q }, { withinMs: WITHIN_MS })),
    );
    await platform.api.finished({ q: 'stays' }, { withinMs: WITHIN_MS });
    await platform.api.json(200, 'PUT', `/v1/videos/${kept?.id ?? ''}/programme`, {
      body: {
        broadcastAt: new Date().toISOString(),
        class: 'general',
        captions: { present: true },
        afterRetention: 'keep',
      },
    });
    // the files are of an earlier time than these rows, and the rows of an earlier one than this file
    for (const name of ['lost', 'kept']) await rm(incoming(`${name}.mp4`));
    await forget(unknown?.id ?? '');

    const said = await reconcile();
    expect(said).toMatchObject({ code: 0, stderr: '' });
    expect(said.stdout).toContain(`video ${lost?.id ?? ''} without bytes`);
    expect(said.stdout).toMatch(/incoming\/unknown\.mp4 +│ bytes that no video has +│ --send/);
    expect(said.stdout).not.toContain('stays');
    expect(said.stdout).toMatch(/\n2 videos without bytes, 1 upload that no video has\n$/);
    expect(await platform.api.list({})).toHaveLength(3);

    expect(await reconcile('--delete', '3')).toMatchObject({
      code: 1,
      stderr: "'--delete' must be the number of videos without bytes, 2, got 3; nothing was done\n",
    });
    expect(await platform.api.list({})).toHaveLength(3);

    const done = await reconcile('--send', '--delete', '2');
    expect(done.stdout).toMatch(/\n1 upload sent once more\n1 video deleted\n$/);
    expect(done).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        new RegExp(
          `^${kept?.id ?? ''}: .*must not be deleted.*\\n1 video could not be deleted\\n$`,
        ),
      ) as unknown,
    });
    await platform.api.finished({ q: 'unknown' }, { withinMs: WITHIN_MS });
    await until(async () => (await platform.api.list({})).length === 3, WITHIN_MS);
    expect((await reconcile()).stdout).toMatch(/\n1 video without bytes, 0 uploads/);
  });

  it('names certificates of no video, and deletes them when told to alone', async () => {
    const folder = path.join(platform.settings.dataDirectory, 'certificates', 'gone');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, '1.pdf'), '%PDF-1.7');
    expect((await reconcile('--delete-pictures')).stdout).toMatch(
      /certificates\/gone\/ +│ certificates that no video has +│ --delete-certificates/,
    );
    expect(await readdir(folder)).toEqual(['1.pdf']);
    const { stdout } = await reconcile('--delete-certificates');
    expect(stdout).toContain('certificates of 1 video deleted');
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });

  it('names pictures of no video, and deletes them when told to', async () => {
    const pictures = path.join(platform.settings.dataDirectory, 'previews');
    await cp(path.join(samples, 'h264-aac.mp4'), incoming('pictured.mp4'));
    const { id: there } = await platform.api.finished({ q: 'pictured' }, { withinMs: WITHIN_MS });
    const gone = 'gone';
    for (const id of [gone, there]) {
      await mkdir(path.join(pictures, id), { recursive: true });
      await writeFile(path.join(pictures, id, 'poster.json'), '{}');
    }
    const said = await reconcile();
    expect(said.stdout).toMatch(
      /previews\/gone\/ +│ pictures that no video has +│ --delete-pictures/,
    );
    expect(said.stdout).not.toContain(`previews/${there}`);
    expect((await reconcile('--delete-pictures')).stdout).toContain('pictures of 1 video deleted');
    const left = await readdir(pictures);
    expect([left.includes(gone), left.includes(there)]).toEqual([false, true]);
    await platform.api.request('DELETE', `/v1/videos/${there}`);
  });

  /** As in a database of before the upload. */
  async function forget(id: string): Promise<void> {
    await database.client.query('SET session_replication_role = replica');
    await database.client.query('DELETE FROM videos WHERE id = $1', [id]);
  }
});
