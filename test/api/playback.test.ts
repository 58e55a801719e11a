import { aVideo, someMetadata } from '../support/factories/videos';
import { anApi } from '../support/drivers/api';

const FOUR_HOURS_MS = 4 * 3_600_000;

test('hands out an address of the version that the video is of', async () => {
  const { call, catalogue, objects } = anApi();
  const presignGet = jest.spyOn(objects, 'presignGet');
  const video = catalogue.put(aVideo({ metadata: someMetadata() }));
  const before = Date.now();
  const { statusCode, headers, body } = await call({ url: `/v1/videos/${video.id}/playback` });
  expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store']);
  const { url, expiresAt, ...told } = JSON.parse(body) as Record<string, string>;
  expect(told).toEqual({ contentType: 'video/mp4', playable: true });
  expect(url).toContain(objects.origin);
  expect(Date.parse(expiresAt ?? '') - before).toBeGreaterThanOrEqual(FOUR_HOURS_MS);
  expect(presignGet.mock.calls[0]?.[0]).toMatchObject({
    key: video.object?.key,
    versionId: video.object?.versionId,
  });
});

test('hands out what no browser plays as bytes to keep', async () => {
  const { call, catalogue } = anApi();
  const metadata = someMetadata();
  const container = { ...metadata.container, formatName: 'mxf' };
  const { id } = catalogue.put(aVideo({ metadata: { ...metadata, container } }));
  const { body } = await call({ url: `/v1/videos/${id}/playback` });
  expect(JSON.parse(body)).toMatchObject({
    contentType: 'application/octet-stream',
    playable: false,
  });
});

test('says when there is nothing to play', async () => {
  const { call, catalogue } = anApi();
  const { id } = catalogue.put(aVideo({ object: null, status: 'awaiting_upload' }));
  const waiting = await call({ url: `/v1/videos/${id}/playback` });
  expect([waiting.statusCode, JSON.parse(waiting.body)]).toMatchObject([
    404,
    { code: 'nothing_uploaded' },
  ]);
  const gone = await call({ url: '/v1/videos/00000000-0000-5000-8000-000000000000/playback' });
  expect(JSON.parse(gone.body)).toMatchObject({ code: 'video_not_found' });
});

test('is for those who may read', async () => {
  const { call, catalogue, keys } = anApi();
  const { id } = catalogue.put(aVideo());
  const url = `/v1/videos/${id}/playback`;
  expect((await call({ url, key: keys.write })).statusCode).toBe(403);
  expect((await call({ url, key: null })).statusCode).toBe(401);
});
