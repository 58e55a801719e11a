import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Video } from '../../src/domain/video';
import { ApiClient, type PresignedPut } from '../support/drivers/api-client';
import { apiUrl, integrationKeys, objectExists } from './deployment';

/* What people do with videos, from the upload to the delete. */

/** From the last byte of a small clip to the final status; a cold environment included. */
const WITHIN_MS = 60_000;

describe('a video', () => {
  /** In every file name, so that these videos are found among others, and by no other run. */
  const run = randomUUID().slice(0, 8);
  const ids = new Set<string>();
  let api: ApiClient;

  beforeAll(async () => {
    api = new ApiClient(apiUrl, (await integrationKeys()).writeKey);
  });

  afterAll(async () => {
    for (const id of ids) await api.request('DELETE', `/v1/videos/${id}`);
  });

  const clipFile = (name: string) => path.join(__dirname, 'clips', name);

  /** Uploads a clip and waits for the worker. */
  async function processed(clip: string, fileName: string): Promise<Video> {
    const { id } = await api.upload(clipFile(clip), fileName);
    ids.add(id);
    const video = await api.finished({ q: fileName }, { withinMs: WITHIN_MS });
    expect(video.id).toBe(id);
    return video;
  }

  test('an uploaded clip gets its status, checksum and metadata', async () => {
    const video = await processed('clip.mp4', `東京湾の夜景 ${run}.mp4`);
    expect(video).toMatchObject({ status: 'ready', title: `東京湾の夜景 ${run}`, rejection: null });
    expect(video.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(video.metadata?.streams).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'video', codec: 'h264' }),
        expect.objectContaining({ type: 'audio', codec: 'aac' }),
      ]),
    );
    expect(video.metadata?.container.durationSeconds).toBeGreaterThan(0);
  });

  test('a clip plays: its address answers with ranges of its bytes, and no key', async () => {
    const { id } = await processed('clip.mp4', `plays ${run}.mp4`);
    const playback = await api.json<{ url: string }>(200, 'GET', `/v1/videos/${id}/playback`);
    expect(playback).toMatchObject({ contentType: 'video/mp4', playable: true });
    const part = await fetch(playback.url, {
      headers: { range: 'bytes=4-7' },
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    expect([part.status, await part.text()]).toEqual([206, 'ftyp']);
  });

  test('a measured clip has a poster, a filmstrip and a waveform, kept by browsers for a day', async () => {
    const { id, object } = await processed('clip.mp4', `seen ${run}.mp4`);
    const upload = `upload=${object?.sequencer ?? ''}`;
    for (const [kind, told] of [
      ['poster', { width: 480, jpegBase64: expect.stringMatching(/^\/9j\//) as unknown }],
      ['filmstrip', { columns: expect.any(Number) as unknown }],
      ['waveform', { peaks: expect.arrayContaining([expect.any(Number)]) as unknown }],
    ] as const) {
      const url = `/v1/videos/${id}/${kind}?${upload}`;
      expect(await api.json(200, 'GET', url)).toMatchObject(told);
      const { headers } = await api.request('GET', url);
      expect(headers.get('cache-control')).toBe('private, max-age=86400, immutable');
    }
    const other = await api.request('GET', `/v1/videos/${id}/poster?upload=0`);
    expect(other.status).toBe(204);
  });

  test('a video is found by Japanese words, in part and in other writing', async () => {
    const { id } = await processed('clip.mp4', `朝のニュース${run}.mp4`);
    for (const q of [`朝 ${run}`, `ニュース ${run}`, `ﾆｭｰｽ ${run}`, `にゅーす ${run}`]) {
      expect({ q, ids: (await api.list({ q })).map((video) => video.id) }).toEqual({
        q,
        ids: [id],
      });
    }
    expect(await api.list({ q: `夕方 ${run}` })).toEqual([]);
  });

  test('the second read comes from the cache; one with the ETag has no body', async () => {
    const { id } = await processed('clip.mp4', `cached ${run}.mp4`);
    await api.request('GET', `/v1/videos/${id}`);
    const second = await api.request('GET', `/v1/videos/${id}`);
    expect(second.headers.get('x-cache')).toBe('HIT');

    const etag = second.headers.get('etag') ?? '';
    const third = await api.request('GET', `/v1/videos/${id}`, {
      headers: { 'if-none-match': etag },
    });
    expect({ status: third.status, body: await third.text() }).toEqual({ status: 304, body: '' });
  });

  test('a changed title is read at once, under a new ETag', async () => {
    const { id, revision } = await processed('clip.mp4', `before ${run}.mp4`);
    await api.request('GET', `/v1/videos/${id}`);
    await api.json(200, 'PATCH', `/v1/videos/${id}`, { body: { title: `改題 ${run}` } });
    const changed = await api.json<Video>(200, 'GET', `/v1/videos/${id}`);
    expect(changed).toMatchObject({ title: `改題 ${run}`, revision: revision + 1 });
  });

  test('a broken file is rejected, and says why', async () => {
    const video = await processed('index-missing.mp4', `broken ${run}.mp4`);
    expect(video).toMatchObject({ status: 'rejected', rejection: { code: 'truncated' } });
    expect(await api.list({ q: `broken ${run}`, status: 'ready' })).toEqual([]);
  });

  test('asked for twice under one key, it is one video; another body is refused', async () => {
    const headers = { 'idempotency-key': `${run}-1` };
    const body = { fileName: `asked twice ${run}.mp4`, sizeBytes: 5 };
    const ask = () => api.json<{ video: Video }>(201, 'POST', '/v1/videos', { body, headers });
    const [first, second] = await Promise.all([ask(), ask()]);
    ids.add(first.video.id);
    expect(second.video).toEqual(first.video);
    expect(await api.list({ q: body.fileName })).toEqual([first.video]);
    const other = { ...body, sizeBytes: 6 };
    await api.json(422, 'POST', '/v1/videos', { body: other, headers });
  });

  test('an upload address is good once: what arrived stays', async () => {
    const fileName = `twice ${run}.mp4`;
    const { id, put } = await api.upload(clipFile('clip.mp4'), fileName);
    ids.add(id);
    const first = await api.finished({ q: fileName }, { withinMs: WITHIN_MS });
    const bytes = await readFile(clipFile('clip.mp4'));
    expect(await api.send(put, bytes.fill(0, 100))).toBe(412);
    expect(await api.json<Video>(200, 'GET', `/v1/videos/${id}`)).toEqual(first);
  });

  test('an upload address takes no other number of bytes than was declared', async () => {
    const fileName = `declared ${run}.mp4`;
    const body = { fileName, sizeBytes: 5 };
    const { video, upload } = await api.json<{ video: Video; upload: { request: PresignedPut } }>(
      201,
      'POST',
      '/v1/videos',
      { body },
    );
    ids.add(video.id);
    // an emulated bucket checks no signature: then it is the worker that refuses them
    const isTaken = (await api.send(upload.request, Buffer.alloc(4))) === 200;
    const { status, rejection } = isTaken
      ? await api.finished({ q: fileName }, { withinMs: WITHIN_MS })
      : await api.json<Video>(200, 'GET', `/v1/videos/${video.id}`);
    expect(rejection?.code ?? status).toBe(isTaken ? 'not_as_declared' : 'awaiting_upload');
  });

  test('a deleted video does not come back by its upload address', async () => {
    const fileName = `revived ${run}.mp4`;
    const { id, put } = await api.upload(clipFile('clip.mp4'), fileName);
    await api.finished({ q: fileName }, { withinMs: WITHIN_MS });
    expect((await api.request('DELETE', `/v1/videos/${id}`)).status).toBe(204);
    expect(await api.send(put, await readFile(clipFile('clip.mp4')))).toBe(200);
    // a video that is uploaded later is ready, so the worker has heard of the late bytes by then
    await processed('clip.mp4', `later ${run}.mp4`);
    expect((await api.request('GET', `/v1/videos/${id}`)).status).toBe(404);
    expect(await api.list({ q: fileName })).toEqual([]);
  });

  test('a video that is viewed more rises in popularity', async () => {
    const { id } = await processed('clip.mp4', `liked ${run}.mp4`);
    const score = async () => {
      const { items } = await api.json<{ items: { score: number; video: Video }[] }>(
        200,
        'GET',
        '/v1/videos/popular?limit=100',
      );
      return items.find(({ video }) => video.id === id)?.score ?? 0;
    };
    const before = await score();
    for (let views = 0; views < 5; views += 1) await api.request('GET', `/v1/videos/${id}`);
    // views are counted in batches
    const deadline = Date.now() + WITHIN_MS;
    while ((await score()) <= before && Date.now() < deadline) {
      await api.request('GET', `/v1/videos/${id}`);
    }
    expect(await score()).toBeGreaterThan(before);
  });

  test('a deleted video leaves neither row, nor bytes, nor cache entry', async () => {
    const { id, object } = await processed('clip.mp4', `unwanted ${run}.mp4`);
    if (object === null) throw new Error('a processed video must have its object');
    await api.request('GET', `/v1/videos/${id}`);
    expect(await objectExists(object)).toBe(true);

    expect((await api.request('DELETE', `/v1/videos/${id}`)).status).toBe(204);

    expect((await api.request('GET', `/v1/videos/${id}`)).status).toBe(404);
    expect(await api.list({ q: `unwanted ${run}` })).toEqual([]);
    expect(await objectExists(object)).toBe(false);
  });
});
