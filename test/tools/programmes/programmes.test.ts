import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ended } from '../../support/drivers/command';
import { aVideo } from '../../support/factories/videos';
import { keys, type PageApi, startPageApi } from '../../support/servers/page-api';

let directory: string;
let api: PageApi;
const video = aVideo({ id: randomUUID(), title: '鬼滅の刃', fileName: '鬼滅.mxf' });

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'programmes-'));
  api = await startPageApi(directory, [video]);
});
afterAll(async () => {
  await api.close();
  await rm(directory, { recursive: true });
});

async function store(reading: string) {
  const file = path.join(directory, 'table.csv');
  await writeFile(
    file,
    `ファイル名,放送日時,番組区分,字幕,よみ\n鬼滅.mxf,2025-11-15 25:30,一般,あり,${reading}\n`,
  );
  const environment = { ...process.env, API_KEY: keys.write };
  return ended('programmes.ts', ['--url', api.origin, file], environment);
}

it('stores the record of a programme, and how its title is read', async () => {
  expect(await store('きめつのやいば')).toMatchObject({
    code: 0,
    stdout: '1 of 1 record stored\n',
  });
  expect(api.catalogue.videos.get(video.id)).toMatchObject({
    title: '鬼滅の刃',
    reading: 'きめつのやいば',
    programme: { class: 'general' },
  });
  expect(await store('')).toMatchObject({ code: 0 });
  expect(api.catalogue.videos.get(video.id)?.reading).toBe('きめつのやいば');
});

it('sends nothing while a reading is wrong', async () => {
  const { revision } = api.catalogue.videos.get(video.id) ?? video;
  const { code, stderr } = await store('鬼滅');
  expect(code).toBe(1);
  expect(stderr).toContain("'reading'");
  expect(api.catalogue.videos.get(video.id)?.revision).toBe(revision);
});
