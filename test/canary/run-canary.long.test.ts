import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CanaryApi } from '../../src/canary/canary-api';
import { runCanary } from '../../src/canary/run-canary';
import { aPlatform, type APlatform, closeAndRemove } from '../support/servers/local-platform';
import { mediaTool } from '../support/media';

const clipsFolder = path.join(__dirname, '../integ/clips');
const clipOf = (name: string) => new Uint8Array(readFileSync(path.join(clipsFolder, name)));

jest.setTimeout(120_000);

describe('the canary, against a whole platform', () => {
  let platform: APlatform;
  const counted: string[] = [];
  const metrics = {
    count: (name: string) => void counted.push(name),
    duration: (name: string) => void counted.push(name),
  };

  beforeAll(async () => {
    platform = await aPlatform({
      ffprobePath: await mediaTool('ffprobe'),
      ffmpegPath: await mediaTool('ffmpeg'),
    });
  });
  afterAll(() => closeAndRemove(platform));
  beforeEach(() => counted.splice(0));
  afterEach(async () => {
    for (const { id } of await platform.api.list({})) {
      await platform.api.request('DELETE', `/v1/videos/${id}`);
    }
  });

  const run = ({ clip = 'clip.mp4', key = platform.apiKey, clock = Date.now } = {}) =>
    runCanary({
      api: new CanaryApi(platform.url, () => Promise.resolve(key)),
      clip: clipOf(clip),
      metrics,
      clock,
    });
  const popular = () => platform.api.json(200, 'GET', '/v1/videos/popular?limit=100');

  test('brings a clip through, counts it, and leaves neither video nor view', async () => {
    await run();
    expect(counted).toEqual(['CanarySucceeded', 'CanaryTime']);
    expect(await platform.api.list({})).toEqual([]);
    expect(await popular()).toEqual({ items: [] });
  });

  test('fails when the clip is not processed as it must be, and deletes it all the same', async () => {
    await expect(run({ clip: 'index-missing.mp4' })).rejects.toThrow("the clip became 'rejected'");
    expect(counted).toEqual([]);
    expect(await platform.api.list({})).toEqual([]);
  });

  test('fails when it is not let in', async () => {
    await expect(run({ key: 'st_unknown' })).rejects.toThrow(/answered 401, not 200/);
    expect(counted).toEqual([]);
  });

  test('deletes what a run that was killed has left, and no video of anybody else', async () => {
    const file = path.join(clipsFolder, 'clip.mp4');
    const left = `streamtech-canary-${crypto.randomUUID()}.mp4`;
    await platform.api.upload(file, left);
    const { id } = await platform.api.upload(file, 'streamtech-canary-of-somebody.mp4');
    await run();
    expect(await platform.api.list({ q: left })).toHaveLength(1); // another run may be at work on it
    const later = () => Date.now() + 16 * 60_000;
    await run({ clock: later });
    expect((await platform.api.list({})).map((video) => video.id)).toEqual([id]);
  });
});
