import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTerminal } from '../../src/domain/status';
import type { Video } from '../../src/domain/video';
import { type APlatform, aPlatform, closeAndRemove } from '../support/a-platform';
import { SAMPLES_TIMEOUT_MS, sampleFolder } from '../support/media';

/** What DESIGN promises to people who drop a file, with the page's own polling left out. */
const VISIBLE_WITHIN_MS = 3000;
const PROCESSED_WITHIN_MS = 30_000;

jest.setTimeout(90_000);

describe('the platform on one machine', () => {
  let samples: string;
  let platform: APlatform;

  beforeAll(async () => {
    samples = await sampleFolder();
    platform = await aPlatform();
  }, SAMPLES_TIMEOUT_MS);

  afterAll(() => closeAndRemove(platform));

  /** The video of that query, when the worker has said its last word on it. */
  async function finished(query: string, after = 0): Promise<Video> {
    const deadline = Date.now() + PROCESSED_WITHIN_MS;
    for (;;) {
      const [video] = await platform.list(query);
      if (video && video.revision > after && isTerminal(video.status)) return video;
      if (Date.now() > deadline) throw new Error(`not processed in time: ${JSON.stringify(video)}`);
      await sleep(50);
    }
  }

  function drop(sample: string, name: string): Promise<void> {
    return cp(path.join(samples, sample), path.join(platform.incomingDirectory, name));
  }

  async function upload(sample: string, fileName: string): Promise<Video> {
    const bytes = await readFile(path.join(samples, sample));
    const asked = await platform.request('POST', '/v1/videos', {
      body: { fileName, sizeBytes: bytes.length, contentType: 'video/mp4' },
    });
    expect(asked.status).toBe(201);
    const { video, upload: plan } = (await asked.json()) as {
      video: Video;
      upload: { request: { url: string; headers: Record<string, string> } };
    };
    expect(video.status).toBe('awaiting_upload');
    const { url, headers } = plan.request;
    const sent = await fetch(url, { method: 'PUT', headers, body: bytes });
    expect(sent.status).toBe(200);
    return video;
  }

  test('a dropped file can be found within three seconds', async () => {
    await drop('h264-aac.mp4', 'dropped.mp4');
    const writtenAt = Date.now();
    while ((await platform.list('q=dropped')).length === 0) await sleep(50);
    expect(Date.now() - writtenAt).toBeLessThan(VISIBLE_WITHIN_MS);
  });

  test('a dropped file gets its metadata and checksum', async () => {
    await drop('hdr10.mkv', 'hdr.mkv');
    const video = await finished('q=hdr.mkv');
    expect(video.status).toBe('ready');
    expect(video.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(video.metadata?.streams[0]).toMatchObject({ type: 'video', hdr: 'hdr10' });
  });

  test('a recording without a declared duration gets a measured one', async () => {
    await drop('live.mkv', 'live.mkv');
    const { metadata } = await finished('q=live');
    expect(metadata?.container.durationSource).toBe('packets');
    expect(metadata?.container.durationSeconds).toBeGreaterThan(0);
  });

  test('an upload over HTTP keeps its name and is processed', async () => {
    const { id } = await upload('h264-aac.mp4', '東京湾の夜景.mp4');
    const video = await finished('q=東京湾');
    expect(video).toMatchObject({ id, status: 'ready', title: '東京湾の夜景' });
    expect((await platform.list('q=湾')).map((each) => each.id)).toContain(id);
  });

  test('a file that is no video is rejected with its reason', async () => {
    await drop('broken/index-missing.mp4', 'cut-off.mp4');
    expect(await finished('q=cut-off')).toMatchObject({
      status: 'rejected',
      rejection: { code: 'truncated' },
    });
  });

  test('a file that is replaced is processed anew and stays one video', async () => {
    await drop('h264-aac.mp4', 'replaced.mp4');
    const first = await finished('q=replaced');
    await drop('broken/text.mp4', 'replaced.mp4');
    const second = await finished('q=replaced', first.revision + 1);
    expect(second).toMatchObject({ id: first.id, status: 'rejected', metadata: null });
    await drop('hlg.mp4', 'replaced.mp4');
    const third = await finished('q=replaced', second.revision + 1);
    expect(third).toMatchObject({ id: first.id, status: 'ready', rejection: null });
  });

  test('a second read comes from the cache, and one with its ETag has no body', async () => {
    const { id } = await upload('h264-aac.mp4', 'cached.mp4');
    await finished('q=cached');
    await platform.request('GET', `/v1/videos/${id}`);
    const second = await platform.request('GET', `/v1/videos/${id}`);
    expect(second.headers.get('x-cache')).toBe('HIT');
    const third = await platform.request('GET', `/v1/videos/${id}`, {
      headers: { 'if-none-match': second.headers.get('etag') ?? '' },
    });
    expect(third.status).toBe(304);
  });

  test('a changed title is seen by the next read', async () => {
    const { id } = await upload('h264-aac.mp4', 'before.mp4');
    await finished('q=before');
    await platform.request('GET', `/v1/videos/${id}`);
    await platform.request('PATCH', `/v1/videos/${id}`, { body: { title: '改題' } });
    const read = (await (await platform.request('GET', `/v1/videos/${id}`)).json()) as Video;
    expect(read.title).toBe('改題');
  });

  test('a video that is viewed becomes popular', async () => {
    const { id } = await upload('h264-aac.mp4', 'liked.mp4');
    await finished('q=liked');
    for (let views = 0; views < 5; views += 1) await platform.request('GET', `/v1/videos/${id}`);
    const popular = await platform.request('GET', '/v1/videos/popular?limit=100');
    const { items } = (await popular.json()) as { items: { score: number; video: Video }[] };
    const [best] = items.filter(({ video }) => video.id === id);
    expect(best?.score).toBeGreaterThan(0);
  });

  test('a video can be processed again', async () => {
    const { id } = await upload('h264-aac.mp4', 'again.mp4');
    const first = await finished('q=again');
    const asked = await platform.request('POST', `/v1/videos/${id}/reprocess`);
    expect(asked.status).toBe(202);
    const second = await finished('q=again', first.revision + 1);
    expect(second).toMatchObject({ status: 'ready', sha256: first.sha256 });
  });

  test('a deleted video leaves neither row, nor bytes, nor cache entry', async () => {
    const { id } = await upload('h264-aac.mp4', 'unwanted.mp4');
    const { object } = await finished('q=unwanted');
    await platform.request('GET', `/v1/videos/${id}`);
    expect((await platform.request('DELETE', `/v1/videos/${id}`)).status).toBe(204);
    expect((await platform.request('GET', `/v1/videos/${id}`)).status).toBe(404);
    const { objects } = platform.stores;
    await expect(objects.head({ key: object?.key ?? '', versionId: null })).rejects.toThrow();
  });

  test('without a key nothing is told', async () => {
    const answer = await platform.request('GET', '/v1/videos', { headers: { 'x-api-key': '' } });
    expect(answer.status).toBe(401);
  });

  test('a restart loses nothing, and takes in what came meanwhile', async () => {
    const before = await aPlatform();
    const { settings } = before;
    await cp(path.join(samples, 'hlg.mp4'), path.join(before.incomingDirectory, 'kept.mp4'));
    while ((await before.list('status=ready')).length === 0) await sleep(50);
    const kept = await before.list('q=kept');
    await before.close();
    await cp(path.join(samples, 'hlg.mp4'), path.join(before.incomingDirectory, 'later.mp4'));
    const after = await aPlatform(settings);
    while ((await after.list('status=ready')).length < 2) await sleep(50);
    expect(await after.list('q=kept')).toEqual(kept);
    await after.close();
    await rm(settings.dataDirectory, { recursive: true, force: true });
  });
});
