import { until } from '../support/until';
import { execFile } from 'node:child_process';
import { cp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { block } from '../docs/restore-page';
import { ended } from '../support/drivers/command';
import { type APlatform, aPlatform, closeAndRemove } from '../support/servers/local-platform';
import { SAMPLES_TIMEOUT_MS, sampleFolder } from '../support/media';

/*
 * What only a platform on this machine does; what it has in common with a deployed one is in
 * test/integ/, see integration-tests.long.test.ts.
 */

interface Log {
  readonly items: readonly { readonly action: string; readonly videoId: string }[];
}

/** What DESIGN promises to people who drop a file, with the page's own polling left out. */
const VISIBLE_WITHIN_MS = 3000;
const withinMs = 30_000;

jest.setTimeout(90_000);

describe('the platform on one machine', () => {
  let samples: string;
  let platform: APlatform;

  beforeAll(async () => {
    samples = await sampleFolder();
    platform = await aPlatform();
  }, SAMPLES_TIMEOUT_MS);

  afterAll(() => closeAndRemove(platform));

  function drop(sample: string, name: string): Promise<void> {
    return cp(path.join(samples, sample), path.join(platform.incomingDirectory, name));
  }

  test('a dropped file can be found within three seconds', async () => {
    await drop('h264-aac.mp4', 'dropped.mp4');
    const writtenAt = Date.now();
    await until(async () => (await platform.api.list({ q: 'dropped' })).length > 0, withinMs);
    expect(Date.now() - writtenAt).toBeLessThan(VISIBLE_WITHIN_MS);
  });

  test('a dropped file gets its metadata and checksum', async () => {
    await drop('hdr10.mkv', 'hdr.mkv');
    const video = await platform.api.finished({ q: 'hdr.mkv' }, { withinMs });
    expect(video.status).toBe('ready');
    expect(video.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(video.metadata?.streams[0]).toMatchObject({ type: 'video', hdr: 'hdr10' });
  });

  test('a recording without a declared duration gets a measured one', async () => {
    await drop('live.mkv', 'live.mkv');
    const { metadata } = await platform.api.finished({ q: 'live' }, { withinMs });
    expect(metadata?.container.durationSource).toBe('packets');
    expect(metadata?.container.durationSeconds).toBeGreaterThan(0);
  });

  test('a file that is replaced is processed anew and stays one video', async () => {
    const query = { q: 'replaced' };
    await drop('h264-aac.mp4', 'replaced.mp4');
    const first = await platform.api.finished(query, { withinMs });
    await drop('broken/text.mp4', 'replaced.mp4');
    const second = await platform.api.finished(query, { after: first.revision + 1, withinMs });
    expect(second).toMatchObject({ id: first.id, status: 'rejected', metadata: null });
    await drop('hlg.mp4', 'replaced.mp4');
    const third = await platform.api.finished(query, { after: second.revision + 1, withinMs });
    expect(third).toMatchObject({ id: first.id, status: 'ready', rejection: null });
  });

  test('a video can be processed again', async () => {
    await drop('h264-aac.mp4', 'again.mp4');
    const first = await platform.api.finished({ q: 'again' }, { withinMs });
    await platform.api.json(202, 'POST', `/v1/videos/${first.id}/reprocess`);
    const second = await platform.api.finished(
      { q: 'again' },
      { after: first.revision + 1, withinMs },
    );
    expect(second).toMatchObject({ status: 'ready', sha256: first.sha256 });
  });

  test('a video that the retention command deleted is gone for readers within a second or two', async () => {
    await drop('h264-aac.mp4', 'due.mp4');
    const { id } = await platform.api.finished({ q: 'due' }, { withinMs });
    const programme = {
      broadcastAt: '2020-01-01 10:00',
      class: 'general',
      captions: { present: true },
      afterRetention: 'delete',
    };
    const url = `/v1/videos/${id}`;
    await platform.api.json(200, 'PUT', `${url}/programme`, { body: programme });
    const DATA_DIRECTORY = platform.settings.dataDirectory;
    const running = ended('retention.ts', [], { ...process.env, DATA_DIRECTORY });
    while ((await platform.api.list({ q: 'due' })).length > 0) {
      await platform.api.json(200, 'GET', url).catch(() => undefined); // keeps it in the cache
    }
    expect((await running).code).toBe(0);
    await until(async () => (await platform.api.request('GET', url)).status === 404, 1_500);
  });

  test('the audit log is written as a table that Excel reads as UTF-8', async () => {
    await drop('h264-aac.mp4', 'audited.mp4');
    const { id } = await platform.api.finished({ q: 'audited' }, { withinMs });
    await platform.api.json(200, 'PATCH', `/v1/videos/${id}`, { body: { title: '夜のニュース' } });
    const file = path.join(platform.settings.dataDirectory, 'audit.csv');
    const args = ['--url', platform.url, '--output', file];
    const { code, stderr } = await ended('audit.ts', args, {
      ...process.env,
      API_KEY: platform.apiKey,
    });
    const text = await readFile(file, 'utf8');
    expect(text).toMatch(/^\uFEFFid,at,atJapan,actor,action,videoId,before,after\r\n/);
    expect(text).toContain('夜のニュース');
    expect(stderr).toMatch(/^\d+ entr(y|ies)\n$/);
    expect(code).toBe(0);
  });

  test('a restart loses nothing, and takes in what came meanwhile', async () => {
    const ready = { status: 'ready' };
    const before = await aPlatform();
    const { settings } = before;
    await cp(path.join(samples, 'hlg.mp4'), path.join(before.incomingDirectory, 'kept.mp4'));
    await until(async () => (await before.api.list(ready)).length > 0, withinMs);
    const kept = await before.api.list({ q: 'kept' });
    await before.close();
    await cp(path.join(samples, 'hlg.mp4'), path.join(before.incomingDirectory, 'later.mp4'));
    const after = await aPlatform(settings);
    await until(async () => (await after.api.list(ready)).length > 1, withinMs);
    expect(await after.api.list({ q: 'kept' })).toEqual(kept);
    await after.close();
    await rm(settings.dataDirectory, { recursive: true, force: true });
  });

  test('a copy of its folder, as docs/restore.md has it, is the same: nothing is set aside or done again', async () => {
    const before = await aPlatform();
    for (const name of ['kept.mp4', 'free.mp4']) {
      await cp(path.join(samples, 'hlg.mp4'), path.join(before.incomingDirectory, name));
    }
    await until(async () => (await before.api.list({ status: 'ready' })).length > 1, withinMs);
    const [kept] = await before.api.list({ q: 'kept' });
    const programme = {
      broadcastAt: new Date(Date.now() - 24 * 3_600_000).toISOString(),
      class: 'general',
      captions: { present: true },
    };
    const url = `/v1/videos/${kept?.id ?? ''}/programme`;
    await before.api.json(200, 'PUT', url, { body: programme });
    const videos = await before.api.list({ sort: 'title' });
    await before.close();
    const dataDirectory = `${before.settings.dataDirectory}-copy`;
    const copy = block('copy')
      .replace('data-copy', dataDirectory)
      .replace('data', before.settings.dataDirectory);
    await promisify(execFile)('bash', ['-c', copy]);

    const after = await aPlatform({ ...before.settings, dataDirectory });
    const repeated = async () =>
      (await after.api.json<Log>(200, 'GET', '/v1/audit?action=upload.repeated')).items;
    await until(async () => (await repeated()).length > 1, withinMs);
    const again = await after.api.list({ sort: 'title' });
    expect(again).toEqual(
      videos.map((video, i) => ({
        ...video,
        object: { ...video.object, sequencer: again[i]?.object?.sequencer },
        revision: video.revision + 1,
        updatedAt: again[i]?.updatedAt,
      })),
    );
    const { items } = await after.api.json<Log>(200, 'GET', '/v1/audit');
    const wrong = ['upload.set_aside', 'upload.replaced', 'video.failed'];
    expect(items.filter(({ action }) => wrong.includes(action))).toEqual([]);
    expect(items.filter(({ action }) => action === 'video.ready')).toHaveLength(2);
    await closeAndRemove(after);
    await rm(before.settings.dataDirectory, { recursive: true, force: true });
  });
});
