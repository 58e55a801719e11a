import type { Previews } from '../../src/domain/previews';
import { storePreviews } from '../../src/storage/previews';
import { anApi } from '../support/drivers/api';
import { somePreviews } from '../support/factories/previews';
import { aVideo } from '../support/factories/videos';

/** An API with one video, of which that was made. */
async function apiWith(previews: Previews | null = somePreviews()) {
  const api = anApi();
  const video = api.catalogue.put(aVideo());
  const { object } = video;
  if (object === null) throw new Error("'object' must be an upload, got null");
  const { signal } = new AbortController();
  if (previews) await storePreviews(api.objects, video.id, object, previews, signal);
  const ask = (what: string, request: Partial<Parameters<typeof api.call>[0]> = {}) =>
    api.call({ url: `/v1/videos/${video.id}/${what}`, ...request });
  return { ...api, id: video.id, ask, upload: object.sequencer };
}

it.each(['poster', 'filmstrip', 'waveform'] as const)('hands out the %s', async (kind) => {
  const { ask } = await apiWith();
  const { statusCode, body } = await ask(kind);
  expect([statusCode, JSON.parse(body)]).toEqual([200, somePreviews()[kind]]);
});

describe('how long browsers keep a picture', () => {
  it('a day, where the address names the upload', async () => {
    const { ask, upload } = await apiWith();
    const { headers } = await ask(`poster?upload=${upload}`);
    expect(headers['cache-control']).toBe('private, max-age=86400, immutable');
  });

  it('else it is asked about each time, and told that it is the same', async () => {
    const { ask } = await apiWith();
    const { headers } = await ask('poster');
    expect(headers['cache-control']).toBe('private, no-cache');
    const again = await ask('poster', { headers: { 'if-none-match': String(headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });
});

describe('there is none', () => {
  it.each<[string, Previews | null, string]>([
    ['of a video that was not measured', null, 'poster'],
    ['of sound alone', somePreviews({ poster: null }), 'poster'],
    ['of another upload than the one that is asked for', somePreviews(), 'poster?upload=0FF1CE'],
  ])('%s', async (_, previews, what) => {
    const { ask } = await apiWith(previews);
    const { statusCode, headers, body } = await ask(what);
    expect([statusCode, headers['cache-control'], body]).toEqual([204, 'no-store', '']);
  });

  it('of a video of which no bytes have come', async () => {
    const { call, catalogue } = anApi();
    const { id } = catalogue.put(aVideo({ object: null, status: 'awaiting_upload' }));
    expect((await call({ url: `/v1/videos/${id}/poster` })).statusCode).toBe(204);
  });

  it('but no such video is an error', async () => {
    const { call } = anApi();
    const url = '/v1/videos/00000000-0000-5000-8000-000000000000/poster';
    expect((await call({ url })).statusCode).toBe(404);
  });
});

it('the pictures of a video go with it', async () => {
  const { call, id, objects } = await apiWith();
  expect(objects.contents.size).toBe(3);
  expect((await call({ url: `/v1/videos/${id}`, method: 'DELETE' })).statusCode).toBe(204);
  expect(objects.contents.size).toBe(0);
});

it('is for those who may read', async () => {
  const { ask, keys } = await apiWith();
  expect((await ask('poster', { key: keys.write })).statusCode).toBe(403);
  expect((await ask('poster', { key: null })).statusCode).toBe(401);
});
