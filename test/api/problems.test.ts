import { CatalogueUnavailableError } from '../../src/storage/errors';
import { gzipSync } from 'node:zlib';
import { absolutePath as swaggerUiDirectory } from 'swagger-ui-dist';
import { aVideo } from '../support/factories/videos';
import { anApi } from '../support/drivers/api';

interface Problem {
  code: string;
  detail: string;
  instance: string;
  errors?: { path: string; message: string }[];
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const nested = (times: number) => `${'['.repeat(times)}${']'.repeat(times)}`;

describe('a request that no route takes', () => {
  test.each([
    ['DELETE', '/v1/videos', 'POST, GET, HEAD'],
    ['PATCH', '/v1/health', 'GET, HEAD'],
    ['GET', `/v1/videos/${aVideo().id}/reprocess?x=1`, 'POST'],
  ] as const)('%s %s is answered 405 with the methods that are', async (method, url, allow) => {
    const response = await anApi().call({ method, url });
    expect(response.statusCode).toBe(405);
    expect(response.headers.allow).toBe(allow);
  });

  const withPages = () =>
    anApi({
      pageDirectory: __dirname,
      swaggerUiDirectory: swaggerUiDirectory(),
      allowedOrigins: ['https://page.example.com'],
    });

  test.each(
    ['/', '/docs', '/docs/', '/docs/start.js'].flatMap((url) =>
      (['POST', 'PUT', 'DELETE', 'PATCH'] as const).map((method) => [method, url] as const),
    ),
  )('%s %s is answered 405, as that is a page', async (method, url) => {
    const response = await withPages().app.inject({ method, url });
    expect([response.statusCode, response.json<Problem>().code]).toEqual([
      405,
      'method_not_allowed',
    ]);
    expect(response.headers.allow).toBe('GET, HEAD');
  });

  test.each(['/nothing.js', '//', '/docs/startXjs', '/docs/*'])(
    'POST %s, which is no page, is answered 404',
    async (url) => {
      const response = await withPages().app.inject({ method: 'POST', url });
      expect(response.statusCode).toBe(404);
    },
  );

  test.each(['/', '/v1', '/v1/videos/a/b', '/v2/videos', '/v1/nothing', '//'])(
    'GET %s is answered 404',
    async (url) => {
      const response = await anApi().app.inject({ url });
      expect([response.statusCode, response.json<Problem>().code]).toEqual([
        404,
        'route_not_found',
      ]);
    },
  );

  test('a malformed URL is answered 400', async () => {
    const response = await anApi().app.inject({ url: '/v1/videos/%E0%A4%A' });
    expect([response.statusCode, response.json<Problem>().code]).toEqual([400, 'invalid_request']);
  });

  test('too long an id is answered 400', async () => {
    const response = await anApi().call({ url: `/v1/videos/${'a'.repeat(101)}` });
    expect(response.statusCode).toBe(400);
  });
});

describe('a body', () => {
  const send = (payload: string | Buffer, type = 'application/json', headers = {}) =>
    anApi().call({
      method: 'POST',
      url: '/v1/videos',
      payload,
      headers: { 'content-type': type, ...headers },
    });

  test.each([
    ['that is no JSON', '{"fileName":', 'malformed_json', 400],
    ['that would change prototypes', '{"__proto__":{"a":1}}', 'invalid_request', 400],
    ['of 64 KiB and more', `{"fileName":"${'a'.repeat(65_536)}"}`, 'body_too_large', 413],
    ['that is missing', '', 'invalid_request', 400],
    ['that is no object', '[1]', 'invalid_request', 400],
    ['that is no UTF-8', latin1('{"fileName":"caf\u00e9"}'), 'malformed_json', 400],
    ['that ends within a character', Buffer.from('"あ').subarray(0, -1), 'malformed_json', 400],
    ['nested 33 times', nested(33), 'malformed_json', 400],
    ['nested 5,000 times', nested(5000), 'malformed_json', 400],
    ['nested 32 times', nested(32), 'invalid_request', 400],
  ])('%s is refused', async (_what, payload, code, status) => {
    const response = await send(payload);
    expect([response.statusCode, response.json<Problem>().code]).toEqual([status, code]);
  });

  test.each(['gzip', 'br', 'deflate', 'x'])('in the encoding %s is refused', async (encoding) => {
    const body = gzipSync('{"fileName":"a.mp4","sizeBytes":1}');
    const refused = await send(body, 'application/json', { 'content-encoding': encoding });
    expect(refused.statusCode).toBe(415);
    expect(refused.json<Problem>()).toMatchObject({
      code: 'unsupported_content_encoding',
      detail: `a body must be sent as it is, without 'Content-Encoding', got '${encoding}'`,
    });
  });

  test('may say that it has no encoding', async () => {
    const body = '{"fileName":"a.mp4","sizeBytes":1}';
    const taken = await send(body, 'application/json', { 'content-encoding': 'identity' });
    expect(taken.statusCode).toBe(201);
  });

  test.each(['text/plain', 'multipart/form-data; boundary=x', 'nonsense'])(
    'of type %s is refused with 415',
    async (type) => {
      expect((await send('a', type)).statusCode).toBe(415);
    },
  );
});

test.each([
  ['{"__proto__":{"a":1}}', "'__proto__' is not known in the body; known are 'title'"],
  ['{"title":"a","constructor":{}}', "'constructor' is not known in the body; known are 'title'"],
])('a name that means something to JavaScript is a name: %s', async (payload, detail) => {
  const response = await anApi().call({
    method: 'PATCH',
    url: `/v1/videos/${aVideo().id}`,
    payload,
    headers: { 'content-type': 'application/json' },
  });
  expect(response.statusCode).toBe(400);
  expect(response.json<Problem>().detail).toContain(detail);
});

describe('a value that breaks a rule', () => {
  test.each([
    ['limit=0', "'limit' must be 1 to 200, got 0"],
    ['limit=2.5', "'limit' must be a whole number, got 2.5"],
    ['limit=0x10', "'limit' must be a number, got '0x10'"],
    ['limit=', "'limit' must be a number, got ''"],
    ['limit=1&limit=2', '\'limit\' must be a number, got ["1","2"]'],
    ['q=', "'q' must not be empty, got ''"],
    [`q=${'x'.repeat(101)}`, `'q' must hold at most 100 characters, got '${'x'.repeat(59)}…`],
    [
      'q=%00',
      "'q' must not hold a control character, an invisible one, one that turns the direction of text, half a surrogate pair, or U+FFFD, which stands for what is no UTF-8, got '\0'",
    ],
    [
      'hdr=sdr,4k',
      "'hdr.1' must be one of 'sdr', 'hlg', 'pq', 'hdr10', 'hdr10plus', 'dolby_vision', got '4k'",
    ],
    [
      'createdFrom=today',
      "'createdFrom' must be a time in ISO 8601 with its zone, such as 2026-04-01T00:00:00Z, got 'today'",
    ],
    [
      'createdFrom=0000-01-01T00:00:00Z',
      "'createdFrom' must be from 0001-01-01 to 9999-12-31 in UTC, got '0000-01-01T00:00:00Z'",
    ],
    [
      'createdTo=9999-12-31T23:59:59-23:59',
      "'createdTo' must be from 0001-01-01 to 9999-12-31 in UTC, got '9999-12-31T23:59:59-23:59'",
    ],
    [`codec=${Array(21).fill('a').join(',')}`, "'codec' must hold at most 20 values, got"],
  ])('%s is told in the words of the house', async (query, message) => {
    const response = await anApi().call({ url: `/v1/videos?${query}` });
    expect(response.statusCode).toBe(400);
    const problem = response.json<Problem>();
    expect(problem.errors).toHaveLength(1);
    expect(problem.errors?.[0]?.message).toContain(message);
    expect(problem.detail).toBe(problem.errors?.[0]?.message);
  });

  test('is told together with all others', async () => {
    const response = await anApi().call({
      method: 'POST',
      url: '/v1/videos',
      payload: { fileName: 'a/b', sizeBytes: '1', titel: 'x' },
    });
    expect(response.json<Problem>().errors).toEqual([
      { path: 'fileName', message: "'fileName' must not hold a path separator, got 'a/b'" },
      { path: 'sizeBytes', message: "'sizeBytes' must be a number, got '1'" },
      {
        path: 'titel',
        message:
          "'titel' is not known in the body; known are 'fileName', 'sizeBytes', 'contentType', 'title', 'reading', 'profile'",
      },
    ]);
  });

  test('is told when it is the name of a query parameter that nobody knows', async () => {
    const api = anApi();
    const list = await api.call({ url: '/v1/videos/popular?limt=5' });
    expect(list.json<Problem>().detail).toBe("'limt' is not known in the query; known are 'limit'");
    const one = await api.call({ url: `/v1/videos/${aVideo().id}?a=1` });
    expect(one.json<Problem>().detail).toBe("'a' is not known in the query; none is known here");
  });
});

describe('a fault of ours', () => {
  test('is answered 500 with nothing but the id of the request, and logged with it', async () => {
    const api = anApi();
    api.catalogue.fault = new Error('password authentication failed for user "api"');
    const response = await api.call({ url: `/v1/videos/${aVideo().id}` });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('password');
    expect(api.log).toContainEqual(
      expect.objectContaining({
        level: 'error',
        requestId: response.json<Problem>().instance,
        err: expect.objectContaining({ message: api.catalogue.fault.message }) as unknown,
      }),
    );
  });

  test('is answered 500 also where what was thrown is no error', async () => {
    const api = anApi({
      authenticate: () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- what is tested
        throw 'a string';
      },
    });
    expect((await api.call({ url: '/v1/videos' })).statusCode).toBe(500);
  });

  test('is answered 503 with Retry-After when the database is away', async () => {
    const api = anApi();
    api.catalogue.fault = new CatalogueUnavailableError(new Error('ECONNREFUSED 10.0.1.7:5432'));
    const response = await api.call({ url: '/v1/videos' });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('5');
    expect(response.body).not.toContain('10.0.1.7');
  });
});

test('every problem is of the media type of problems, not cached and not sniffed', async () => {
  const response = await anApi().call({ url: '/v1/videos?x' });
  expect(response.headers).toMatchObject({
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
});
