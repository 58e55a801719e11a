import { MemoryVideoCache } from '../../src/storage/cache/memory-store';
import { claimed, withCatalogue } from '../support/factories/claims';
import { createDatabase, databaseServers } from '../support/servers/databases';
import { anApi } from '../support/drivers/api';
import { readsOfVideos } from '../support/reads-of-videos';

const READERS = 1_000;

test('a thousand readers of a video that is not cached cost the database one read', async () => {
  const { url, drop } = await createDatabase(databaseServers()[0]);
  const { videoId: id } = await withCatalogue(url, claimed);
  const before = await readsOfVideos(url);

  await withCatalogue(url, async (catalogue) => {
    const { call } = anApi({ catalogue, cache: new MemoryVideoCache() });
    const calls = Array.from({ length: READERS }, () => call({ url: `/v1/videos/${id}` }));
    const answers = await Promise.all(calls);
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  });

  expect((await readsOfVideos(url)) - before).toBe(1);
  await drop();
});
