import * as fc from 'fast-check';
import { type Route, routes, type Scope } from '../../src/api/routes';
import { anApi, type Call } from '../support/drivers/api';
import { aVideo } from '../support/factories/videos';

const all = routes as readonly Route[];
const keyed = all.filter(({ access }) => access !== 'public').map((route) => [route] as const);
const scoped = keyed.filter(([{ access }]) => access !== 'any');

/** A request that would succeed, but for its key. */
function requestTo({ method, path }: Route, key: string | null): Call {
  return { method, url: path.replaceAll(/\{\w+\}/g, aVideo().id), key };
}

describe('every route that needs a key', () => {
  test.each(keyed)('answers 401 without one: $operationId', async (route) => {
    const response = await anApi().call(requestTo(route, null));
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer realm="streamtech"');
  });

  test.each(keyed)('answers 401 to one that nobody holds: $operationId', async (route) => {
    const response = await anApi().call(requestTo(route, 'st_guess'));
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  test.each(scoped)('answers 403 and names the scope it needs: $operationId', async (route) => {
    const api = anApi();
    const response = await api.call(
      requestTo(route, route.access === 'read' ? api.keys.write : api.keys.read),
    );
    expect(response.statusCode).toBe(403);
    expect(response.json<{ detail: string }>().detail).toContain(`'${route.access}'`);
    expect(response.headers['www-authenticate']).toContain(`scope="${route.access}"`);
  });

  test.each(scoped)('lets the key through that has its scope: $operationId', async (route) => {
    const api = anApi();
    const key = api.keys[route.access as Scope];
    expect([401, 403]).not.toContain((await api.call(requestTo(route, key))).statusCode);
  });
});

test('a key is checked before anything else of the request is', async () => {
  const response = await anApi().call({
    method: 'POST',
    url: '/v1/videos?x=1',
    key: null,
    payload: '{',
    headers: { 'content-type': 'application/json' },
  });
  expect(response.statusCode).toBe(401);
});

test('a bearer token is as good as the header', async () => {
  const api = anApi();
  const headers = { authorization: `bearer ${api.keys.read}` };
  expect((await api.call({ url: '/v1/videos', key: null, headers })).statusCode).toBe(200);
});

test.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer a b', ''])(
  'the authorization %j is none',
  async (authorization) => {
    const api = anApi();
    const headers = { authorization };
    expect((await api.call({ url: '/v1/videos', key: null, headers })).statusCode).toBe(401);
  },
);

test('public routes ask for no key', async () => {
  const api = anApi();
  for (const route of all.filter(({ access }) => access === 'public')) {
    expect((await api.call({ url: route.path, key: null })).statusCode).toBe(200);
  }
});

/** What may be written in a path, query, header or body; half of it is trouble. */
const trouble = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 150 }),
  fc.constantFrom('', ' ', '\0', '\ud83d', '*', '"', "'; drop table video; --", '../../etc/passwd'),
  fc.constantFrom('-1', '0', '1e400', 'NaN', '0x10', '9'.repeat(40), '__proto__', 'constructor'),
  fc.constantFrom('%', '%00', '%C0%AF', '{}', '[]', 'null', 'undefined', '🎬'.repeat(30)),
);
const safe = (text: string) => encodeURIComponent(Buffer.from(text).toString());

describe('malformed values', () => {
  test('never give a 5xx and never tell of the inside, in any part of any route', async () => {
    const api = anApi();
    const { id } = api.catalogue.put(aVideo());
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...all.map(({ method, path }) => ({ method, path }))),
        trouble,
        fc.dictionary(fc.constantFrom('q', 'limit', 'status', 'sort', 'cursor', 'x'), trouble),
        fc.constantFrom('if-none-match', 'if-match', 'content-type', 'x-request-id'),
        fc.string({ maxLength: 60 }),
        fc.oneof(
          fc.json(),
          fc.object().map((body) => JSON.stringify(body)),
          trouble,
        ),
        fc.boolean(),
        async (route, pathValue, query, header, headerValue, body, realId) => {
          const search = Object.entries(query).map(([name, value]) => `${name}=${safe(value)}`);
          const path = route.path
            .replace('{id}', realId ? id : safe(pathValue) || 'x')
            .replace('{caseId}', realId ? id : safe(pathValue) || 'x');
          const response = await api.call({
            method: route.method,
            url: `${path}?${search.join('&')}`,
            headers: { 'content-type': 'application/json', [header]: headerValue },
            ...(route.method !== 'GET' && { payload: body }),
          });
          expect(response.statusCode).toBeLessThan(500);
          expect(response.body).not.toMatch(/node_modules|\.[jt]s:\d+|Error:/);
          expect(response.body).not.toContain(api.keys.all);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('never give a 5xx as a raw path', async () => {
    const api = anApi();
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[!-~]{0,120}$/), async (path) => {
        const response = await api.app.inject({ url: `/v1/videos/${path.replaceAll('#', '')}` });
        expect(response.statusCode).toBeLessThan(500);
      }),
    );
  });
});
