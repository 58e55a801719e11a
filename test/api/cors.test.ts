import { aStoredReport } from '../support/factories/qc';
import { aVideo } from '../support/factories/videos';
import { anApi } from '../support/drivers/api';

const PAGE = 'https://video.example.jp';
const allowedOrigins = [PAGE, 'https://other.example.jp'];

test('scripts of a page that is named may call, and read what tells them how to go on', async () => {
  const { call, catalogue } = anApi({ allowedOrigins });
  const { id } = catalogue.put(aVideo());
  const { headers } = await call({ url: `/v1/videos/${id}`, headers: { origin: PAGE } });
  expect(headers['access-control-allow-origin']).toBe(PAGE);
  expect(headers['access-control-allow-credentials']).toBeUndefined();
  expect(headers['access-control-expose-headers']).toContain('etag');
  expect(headers.vary).toContain('Origin');
});

test('an answer that depends on more than the origin says all of it', async () => {
  const { call, catalogue } = anApi({ allowedOrigins });
  const { id } = catalogue.put(aVideo());
  catalogue.qc.put(id, { reports: [aStoredReport()] });
  const { headers } = await call({ url: `/v1/videos/${id}/qc/report`, headers: { origin: PAGE } });
  expect(headers.vary).toMatch(/Origin.*accept-language/);
});

test('they read a refusal too', async () => {
  const { call } = anApi({ allowedOrigins });
  const response = await call({ url: '/v1/videos', key: 'wrong', headers: { origin: PAGE } });
  expect([response.statusCode, response.headers['access-control-allow-origin']]).toEqual([
    401,
    PAGE,
  ]);
});

test('a browser that asks beforehand is answered without a key', async () => {
  const { app } = anApi({ allowedOrigins });
  const preflight = {
    origin: PAGE,
    'access-control-request-method': 'PATCH',
    'access-control-request-headers': 'if-match,x-api-key',
  };
  const { statusCode, headers } = await app.inject({
    method: 'OPTIONS',
    url: `/v1/videos/${aVideo().id}`,
    headers: preflight,
  });
  expect(statusCode).toBe(204);
  expect(headers['access-control-allow-methods']).toContain('PATCH');
  for (const name of ['if-match', 'idempotency-key']) {
    expect(headers['access-control-allow-headers']).toContain(name);
  }
});

test.each([
  ['another page', { allowedOrigins }, 'https://evil.example'],
  ['a page whose name begins like one', { allowedOrigins }, `${PAGE}.evil.example`],
  ['a file', { allowedOrigins }, 'null'],
  ['any page where none is named', {}, PAGE],
])('scripts of %s may not', async (_what, dependencies, origin) => {
  const { call } = anApi(dependencies);
  const { headers } = await call({ url: '/v1/videos', headers: { origin } });
  expect(headers['access-control-allow-origin']).toBeUndefined();
});
