import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Qc } from '../../src/domain/qc';
import type { Video } from '../../src/domain/video';
import { type APlatform, aPlatform, closeAndRemove } from '../support/servers/local-platform';
import { ApiClient } from '../support/drivers/api-client';
import { fullSizeTool } from '../support/media';

jest.setTimeout(90_000);

/** Black and white, five times a second; a quiet tone. */
const FLASHES = [
  ...['-f', 'lavfi', '-i', "nullsrc=s=320x180:r=30:d=4,geq=lum='16+219*mod(floor(N/3),2)':cb=128:cr=128"],
  ...['-f', 'lavfi', '-i', 'sine=f=997:r=48000:d=4'],
  ...['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-shortest'],
]; // prettier-ignore

describe('a video that flashes', () => {
  let platform: APlatform;
  let approver: ApiClient;
  let id: string;
  /** Before two people had their say. */
  let qc: Qc;
  let failing: Video[];

  const read = () => platform.api.json<Qc>(200, 'GET', `/v1/videos/${id}/qc`);

  beforeAll(async () => {
    platform = await aPlatform({ qcProfile: 'jp-tv-2k' });
    approver = new ApiClient(platform.url, platform.approveKey);
    const file = path.join(platform.settings.dataDirectory, 'flashes.mp4');
    await promisify(execFile)(await fullSizeTool('ffmpeg'), ['-v', 'error', ...FLASHES, file]);
    ({ id } = await platform.api.upload(file, 'flashes.mp4'));
    await platform.api.finished({ q: 'flashes' }, { withinMs: 60_000 });
    qc = await read();
    failing = await platform.api.list({ verdict: 'fail', rule: 'flash-bt1702' });
  });

  afterAll(() => closeAndRemove(platform));

  test('is ready, and fails by the rules that it breaks', () => {
    expect(failing).toMatchObject([{ id, status: 'ready', verdict: 'fail' }]);
    expect(qc).toMatchObject({
      run: null,
      report: { profileId: 'jp-tv-2k', judged: 'fail', effective: true },
    });
    expect(qc.report?.brokenRules).toEqual(expect.arrayContaining(['flash-bt1702', 'flash-jba']));
    expect(qc.report?.brokenRules).not.toContain('decode-complete');
  });

  test('shows in its report where, with pictures', async () => {
    const report = await platform.api.request('GET', `/v1/videos/${id}/qc/report?lang=en`);
    expect(report.headers.get('content-type')).toContain('text/html');
    const html = await report.text();
    expect(html).toContain('src="data:image/jpeg;base64,');
    expect(html).toMatch(/certificate/);
  });

  test('is judged by another profile from what was measured', async () => {
    const { report } = await platform.api.json<Qc>(200, 'POST', `/v1/videos/${id}/qc`, {
      body: { profile: 'jp-cm-body' },
    });
    expect(report).toMatchObject({ profileId: 'jp-cm-body', judged: 'fail', effective: false });
    expect(report?.brokenRules).toContain('commercial-frames');
  });

  test('passes once two people say so, and not before', async () => {
    const verdict = { verdict: 'pass', reason: 'A test pattern, never to be broadcast' };
    const proposed = await platform.api.json<Qc>(202, 'POST', `/v1/videos/${id}/qc/override`, {
      body: verdict,
    });
    const note = 'Looked at it: a test pattern';
    const approval = { body: { proposedAt: proposed.report?.proposal?.proposedAt, note } };
    const path = `/v1/videos/${id}/qc/override/approval`;
    await platform.api.json(403, 'POST', path, approval);
    expect((await read()).report?.verdict).toBe('fail');
    await approver.json(200, 'POST', path, approval);
    expect((await read()).report).toMatchObject({ verdict: 'pass', judged: 'fail' });
    expect(await platform.api.list({ verdict: 'pass' })).toMatchObject([{ id }]);
  });
});
