import { aVideo } from '../support/factories/videos';
import { anApi, type Api } from '../support/drivers/api';

const KEY = 'incoming/a.mp4';

/** An API that holds one video, read once, so that it is cached. */
async function withVideo() {
  const api = anApi();
  const object = { bucket: 'uploads', key: KEY, versionId: null, sequencer: '01' };
  const video = api.catalogue.put(aVideo({ object }));
  api.objects.stored.set(KEY, 1);
  const url = `/v1/videos/${video.id}`;
  await api.call({ url });
  return { ...api, id: video.id, url };
}

const remove = ({ call }: Api, url: string) => call({ method: 'DELETE', url });

test('a delete removes row, bytes and cache entry', async () => {
  const api = await withVideo();
  expect((await remove(api, api.url)).statusCode).toBe(204);
  expect((await api.call({ url: api.url })).statusCode).toBe(404);
  expect(api.objects.stored.size).toBe(0);
});

test('a delete that fails at the bytes keeps the video, and works when repeated', async () => {
  const api = await withVideo();
  api.objects.fault = new Error('the bucket is away');
  expect((await remove(api, api.url)).statusCode).toBe(500);
  expect((await api.call({ url: api.url })).statusCode).toBe(200);
  api.objects.fault = undefined;
  expect((await remove(api, api.url)).statusCode).toBe(204);
});

test('a delete that fails at the row works when repeated, though the bytes are gone', async () => {
  const api = await withVideo();
  jest
    .spyOn(api.catalogue.ports.deletions, 'end')
    .mockRejectedValueOnce(new Error('the database is away'));
  expect((await remove(api, api.url)).statusCode).toBe(500);
  expect((await remove(api, api.url)).statusCode).toBe(204);
});

test('a delete of what is gone still drops the cache entry that an earlier one left', async () => {
  const api = await withVideo();
  await api.catalogue.ports.deletions.begin(api.id, 'client:another', 'by another');
  await api.catalogue.ports.deletions.end(api.id, 'client:another');
  expect((await api.call({ url: api.url })).statusCode).toBe(200); // stale
  expect((await remove(api, api.url)).statusCode).toBe(404);
  expect((await api.call({ url: api.url })).statusCode).toBe(404);
});

test('a delete drops the parts of an upload under way', async () => {
  const api = anApi();
  const created = await api.call({
    method: 'POST',
    url: '/v1/videos',
    payload: { fileName: 'a.mxf', sizeBytes: 200 * 1024 * 1024 },
  });
  expect(api.objects.parts.size).toBe(1);
  const response = await remove(api, String(created.headers.location));
  expect(response.statusCode).toBe(204);
  expect(api.objects.parts.size).toBe(0);
  expect(api.catalogue.uploads.size).toBe(0);
});

test('a delete removes the bytes of which no worker has heard yet', async () => {
  const api = anApi();
  const created = await api.call({
    method: 'POST',
    url: '/v1/videos',
    payload: { fileName: 'a.mp4', sizeBytes: 5 },
  });
  const [upload] = [...api.catalogue.uploads.values()];
  api.objects.stored.set(upload?.key ?? '', 5);
  await remove(api, String(created.headers.location));
  expect(api.objects.stored.size).toBe(0);
});

test('a video for which nothing was ever asked can be deleted', async () => {
  const api = anApi();
  const { id } = api.catalogue.put(aVideo({ object: null }));
  expect((await remove(api, `/v1/videos/${id}`)).statusCode).toBe(204);
});
