import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getAbsoluteFSPath } from 'swagger-ui-dist';
import { anApi, type Api } from '../support/fakes/an-api';

let directory: string;
let api: Api;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'page-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<!doctype html><title>catalogue</title>');
  await writeFile(join(directory, 'assets/main-7QZK4ALC.js'), 'start()');
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
    expect(policy).toContain("connect-src 'self' https://uploads.example.com");
    expect(policy).not.toMatch(/unsafe|\*/);
  });

  test('has its hashed files kept for a year, and all others asked about', async () => {
    const cached = async (url: string) => (await get(url)).headers['cache-control'];
    expect(await cached('/assets/main-7QZK4ALC.js')).toBe('public, max-age=31536000, immutable');
    expect(await cached('/robots.txt')).toBe('no-cache');
  });

  test.each(['/.env', '/../package.json', '/%2e%2e/package.json', '/assets', '/assets/nothing.js'])(
    'holds nothing at %s',
    async (url) => {
      const response = await get(url);
      expect([403, 404]).toContain(response.statusCode);
      expect(response.body).not.toContain(directory);
    },
  );

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
    for (const file of files) expect((await get(`/docs/${file}`)).statusCode).toBe(200);
  });

  test('is found without the slash too', async () => {
    const response = await get('/docs');
    expect([response.statusCode, response.headers.location]).toEqual([308, 'docs/']);
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
