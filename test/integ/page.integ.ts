import { randomUUID } from 'node:crypto';
import { ApiClient, type PresignedPut } from '../support/drivers/api-client';
import { apiUrl, integrationKeys, isDeployed, pageUrl } from './deployment';

/* The page, as a browser asks for it. */

describe('the page', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(path, pageUrl), { headers });

  test('needs no key, runs nothing inline, and is asked about again', async () => {
    const page = await get('');
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*/);

    const same = await get('', { 'if-none-match': page.headers.get('etag') ?? '' });
    expect(same.status).toBe(304);
  });

  test('has its scripts and its styles beside it, compressed, and kept for a year', async () => {
    const html = await (await get('')).text();
    const files = Array.from(
      html.matchAll(/(?:href|src)="\.\/([^"]+-[A-Z2-7]{8}\.\w+)"/g),
      ([, file]) => file,
    );
    expect(files).toEqual(expect.arrayContaining([expect.stringContaining('video-page-')]));
    for (const file of files) {
      const answer = await get(String(file), { 'accept-encoding': 'gzip' });
      const { length } = await answer.text();
      // the gateway sends what fits into one packet as it is
      const isSmall = answer.headers.get('content-encoding') === 'gzip' || length < 1024;
      expect([answer.status, isSmall]).toEqual([200, true]);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(length).toBeGreaterThan(0);
    }
  });

  test('of the API is found, with what it needs', async () => {
    const page = await get('docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    const html = await page.text();
    const files = Array.from(html.matchAll(/(?:href|src)="([^"]+)"/g), ([, file]) => file ?? '');
    expect(files).toHaveLength(4);
    for (const file of files) {
      expect([file, (await fetch(new URL(file, page.url))).status]).toEqual([file, 200]);
    }
  });

  test('knows no other file', async () => {
    expect((await get('nothing.js')).status).toBe(404);
  });

  test('may send bytes to the bucket; another page may not', async () => {
    if (!isDeployed) return; // where the bucket is a folder, its bytes go where the page comes from
    const api = new ApiClient(apiUrl, (await integrationKeys()).writeKey);
    const { video, upload } = await api.json<{
      video: { id: string };
      upload: { request: PresignedPut };
    }>(201, 'POST', '/v1/videos', { body: { fileName: `${randomUUID()}.mp4`, sizeBytes: 1 } });
    const allowed = async (origin: string) => {
      const { headers } = await fetch(upload.request.url, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'content-type,if-none-match',
        },
      });
      return headers.get('access-control-allow-origin');
    };
    const { origin } = new URL(pageUrl);
    expect(await allowed(origin)).toBe(origin);
    expect(await allowed('https://page.example.com')).toBeNull();
    await api.request('DELETE', `/v1/videos/${video.id}`);
  });
});
