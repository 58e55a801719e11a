import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { getAbsoluteFSPath } from 'swagger-ui-dist';
import { listen } from '../../src/api/server';
import { anApi, type Api } from '../support/drivers/api';

let directory: string;
let api: Api;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'page-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>catalogue</title>');
  await writeFile(join(directory, 'assets/main-7QZK4ALC.js'), 'start()');
  await writeFile(join(directory, 'favicon.svg'), '<svg/>');
  await writeFile(join(directory, 'robots.txt'), 'no');
  await writeFile(join(directory, '.env'), 'no');
  api = anApi({ pageDirectory: directory, swaggerUiDirectory: getAbsoluteFSPath() });
});

afterAll(async () => {
  await api.app.close();
  await rm(directory, { recursive: true });
});

const get = (url: string) => api.app.inject({ url });

describe('the page', () => {
  test.each(['/', '/index.html'])('is served at %s', async (url) => {
    const response = await get(url);
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('catalogue');
    expect(response.headers['cache-control']).toBe('no-cache');
  });

  test('may load nothing from elsewhere, run nothing inline, and send bytes to the bucket alone', async () => {
    const policy = String((await get('/')).headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    const bucket = 'https://uploads.example.com';
    expect(policy).toContain(`media-src 'self' ${bucket}/incoming/;`);
    expect(policy).toContain(`connect-src 'self' ${bucket}/incoming/ ${bucket}/certificates/;`);
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  test('says who signs people in, and lets the page ask for tokens there alone', async () => {
    const folder = join(directory, 'signed-in');
    await mkdir(folder);
    await writeFile(join(folder, 'index.html'), '<meta content="%SIGN_IN%" />');
    const without = anApi({ pageDirectory: folder }).app;
    expect((await without.inject({ url: '/' })).body).toBe('<meta content="" />');
    await without.close();
    const signIn = {
      issuer: 'https://keys.example/a"b',
      clientId: 'page',
      origin: 'https://people.example',
    };
    const { app } = anApi({ pageDirectory: folder, signIn });
    const { body, headers } = await app.inject({ url: '/' });
    await app.close();
    expect(body).toContain(
      '{&quot;issuer&quot;:&quot;https://keys.example/a\\&quot;b&quot;,&quot;clientId&quot;:&quot;page&quot;}',
    );
    expect(headers['content-security-policy']).toContain(
      "connect-src 'self' https://uploads.example.com/incoming/ https://uploads.example.com/certificates/ https://keys.example https://people.example;",
    );
  });

  test('has its hashed files kept for a year, and all others asked about', async () => {
    const cached = async (url: string) => (await get(url)).headers['cache-control'];
    expect(await cached('/assets/main-7QZK4ALC.js')).toBe('public, max-age=31536000, immutable');
    expect(await cached('/robots.txt')).toBe('no-cache');
  });

  test('is sent again only when its text has changed, whatever the time of its file', async () => {
    const file = join(directory, 'index.html');
    const before = await get('/');
    const ask = () =>
      api.app.inject({ url: '/', headers: { 'if-none-match': String(before.headers.etag) } });
    const same = await ask();
    expect([same.statusCode, same.body]).toEqual([304, '']);
    expect(same.headers['content-security-policy']).toBe(before.headers['content-security-policy']);
    const { atime, mtime } = await stat(file);
    await writeFile(file, before.body.replace('catalogue', 'CATALOGUE'));
    await utimes(file, atime, mtime);
    const changed = await ask();
    await writeFile(file, before.body);
    expect([changed.statusCode, changed.body]).toEqual([200, expect.stringContaining('CATALOGUE')]);
  });

  test.each([
    ['/.env', 404],
    ['/../package.json', 404],
    ['/../../etc/passwd', 404],
    ['/%2e%2e/package.json', 404],
    ['/..%2f..%2fetc%2fpasswd', 404],
    ['/docs/%2e%2e/x', 404],
    ['/assets', 404],
    ['/assets/nothing.js', 404],
    [`/assets/${'a'.repeat(5000)}`, 404],
    ['/robots.txt%00', 400],
    ['/%00', 400],
    ['/docs/swagger-ui.css%00', 400],
  ])('holds nothing at %s, which is no fault of ours', async (url, status) => {
    api.log.length = 0;
    const response = await get(url);
    expect([response.statusCode, response.headers['content-type']]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect(response.body).not.toContain(directory);
    expect(api.log.map(({ level }) => level)).toEqual(['info']);
  });

  test.each([
    ['/../../etc/passwd', 404],
    ['/docs/%2e%2e/x', 404],
    ['//etc/passwd', 404],
    ['/..%5c..%5cetc', 404],
    ['/app.js%00', 400],
  ])('holds nothing at %s, as it comes over the wire', async (path, status) => {
    const server = await listen(
      anApi({ pageDirectory: directory, swaggerUiDirectory: getAbsoluteFSPath() }).app,
      { port: 0, host: '127.0.0.1' },
    );
    try {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      expect(await text(socket)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    } finally {
      await server.close();
    }
  });

  test('is asked wrongly where a range or a condition does not hold', async () => {
    const ask = (headers: Record<string, string>) =>
      api.app.inject({ url: '/robots.txt', headers });
    const range = await ask({ range: 'bytes=99-' });
    expect([range.statusCode, range.json()]).toEqual([
      416,
      expect.objectContaining({ code: 'range_not_satisfiable', status: 416 }),
    ]);
    expect((await ask({ 'if-match': '"x"' })).statusCode).toBe(412);
  });

  test('hides no rule of the API: an id that is too long is told so', async () => {
    const response = await api.call({ url: `/v1/videos/${'a'.repeat(300)}` });
    expect([response.statusCode, response.json<{ detail: string }>().detail]).toEqual([
      400,
      expect.stringContaining("'id' must be a UUID, got 'aaa"),
    ]);
  });

  test('leaves the API as it is', async () => {
    const missing = await get('/v1/nothing');
    expect([missing.statusCode, missing.headers['content-type']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
    expect((await get('/v1/videos/popular/x')).statusCode).toBe(404);
    const health = await api.call({ url: '/v1/health' });
    expect(health.headers['content-security-policy']).toBeUndefined();
  });
});

describe('the page of the API', () => {
  test('is served with what it needs, and runs nothing inline', async () => {
    const page = await get('/docs/');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toContain("default-src 'self'");
    expect(page.body).not.toMatch(/<script>|onload=|https?:\/\//);
    const files = Array.from(page.body.matchAll(/(?:href|src)="([^"]+)"/g), ([, file]) => file);
    expect(files).toHaveLength(4);
    for (const file of files) {
      const { pathname } = new URL(file ?? '', 'http://a/docs/');
      expect([pathname, (await get(pathname)).statusCode]).toEqual([pathname, 200]);
    }
  });

  test('is found without the slash too', async () => {
    const response = await get('/docs');
    expect([response.statusCode, response.headers.location]).toEqual([308, 'docs/index.html']);
    expect((await get('/docs/index.html')).body).toBe((await get('/docs/')).body);
  });

  test('serves no other file of its package', async () => {
    expect((await get('/docs/package.json')).statusCode).toBe(404);
  });
});

test('without folders there are no pages', async () => {
  const { app } = anApi();
  expect((await app.inject({ url: '/' })).statusCode).toBe(404);
  expect((await app.inject({ url: '/docs/' })).statusCode).toBe(404);
});
