import * as fc from 'fast-check';
import { examples } from '../../src/api/openapi-examples';
import { problemSchema } from '../../src/api/route-schemas';
import { type OperationId, type Route, routes } from '../../src/api/routes';
import { type PostgresCatalogue, postgresCatalogue } from '../../src/storage/catalogue/catalogue';
import { ready } from '../support/factories/claims';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import { aDraft } from '../support/factories/qc';
import { aVideoUpload } from '../support/factories/videos';
import { anApi, type Api } from '../support/drivers/api';
import {
  escaped,
  generatorsOf,
  hostileText,
  type Parts,
  targetOf,
} from '../support/factories/hostile-requests';

/*
 * Whatever is sent, to whatever route: an answer that the route documents, never a fault of ours, and no
 * word of what is behind it. A seed that failed is printed; fast-check shrinks it.
 */

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 150);

/** What a client has no business to learn: code, SQL, addresses of stores. */
const LEAKS =
  /\bat \S+ \(|node_modules|\/src\/|SELECT |INSERT |syntax error|pg_|postgres|ECONN|127\.0\.0\.1|SQLSTATE|relation "/;

jest.setTimeout(180_000);

describe.each(databaseServers().map(({ name }, index) => [name, index] as const))(
  'over %s',
  (_, index) => {
    let database: TestDatabase;
    let catalogue: PostgresCatalogue;
    let api: Api;
    let id: string;

    beforeAll(async () => {
      database = await createDatabase(databaseServers()[index] ?? databaseServers()[0]);
      catalogue = postgresCatalogue({ connectionString: database.url });
      api = anApi({ catalogue });
    });
    /** One video that waits for its bytes, and one that is done. */
    beforeEach(async () => {
      await catalogue.uploads.register(aVideoUpload(), 'client:a');
      id = await ready(catalogue);
    });
    afterAll(async () => {
      await catalogue.close();
      await database.drop();
    });

    describe.each(routes.map((route) => [route.operationId, route as Route] as const))(
      '%s',
      (operationId, route) => {
        test('answers anything with what it documents, and tells nothing of what is behind', async () => {
          const answered = new Set<number>();
          const right = {
            path: { id, caseId: id, profileId: 'streaming' },
            query: rightQuery(operationId, id),
            header: {},
            body: rightBody(operationId),
          };
          await fc.assert(
            fc.asyncProperty(partsOf({ ...route, operationId }, id), async (parts) => {
              const { statusCode, body } = await api.call(targetOf(route, parts));
              answered.add(statusCode);
              expect(statusCode).toBeLessThan(500);
              // what was sent may be quoted; what was not sent may not come out
              expect(leakOf(statusCode, body, JSON.stringify(parts))).toBeUndefined();
            }),
            { numRuns: RUNS, examples: [[right]] },
          );
          // not everything was stopped at the door
          expect([...answered].some((status) => status !== 400)).toBe(true);
        });
      },
    );

    test('words that mean something to SQL find nothing and break nothing', async () => {
      await fc.assert(
        fc.asyncProperty(hostileText, async (q) => {
          const url = `/v1/videos?q=${escaped(q)}`;
          expect((await api.call({ url })).statusCode).toBeLessThan(500);
        }),
        { numRuns: RUNS },
      );
      expect((await api.call({ url: '/v1/videos' })).json()).not.toMatchObject({ items: [] });
    });

    test('a cursor that was made up, changed or taken from another query opens nothing', async () => {
      for (let count = 0; count < 3; count += 1)
        await catalogue.uploads.register(aVideoUpload(), 'client:a');
      const first = await api.call({ url: '/v1/videos?limit=1' });
      const { nextCursor } = first.json<{ nextCursor: string }>();
      await fc.assert(
        fc.asyncProperty(forgeriesOf(nextCursor), async (cursor) => {
          const url = `/v1/videos?limit=1&cursor=${escaped(cursor)}`;
          const { statusCode } = await api.call({ url });
          expect(statusCode).toBe(cursor.trim() === nextCursor ? 200 : 400);
        }),
        { numRuns: RUNS },
      );
      const others = ['&sort=title', '&q=clip', '&status=ready', '&minHeight=1'];
      for (const other of others) {
        const url = `/v1/videos?limit=1&cursor=${encodeURIComponent(nextCursor)}${other}`;
        expect((await api.call({ url })).statusCode).toBe(400);
      }
    });
  },
);

describe('a path that is not as it is written in the list', () => {
  const tricks = [
    ...[
      '//v1/videos',
      '/v1//videos',
      '/v1/videos/',
      '/V1/videos',
      '/v1/./videos',
      '/v1/x/../videos',
    ],
    ...[
      '/v1/%76ideos',
      '/v1/videos%2f',
      '/v1%2fvideos',
      '/v1/videos%00',
      '/v1/videos;a=b',
      '/v1/videos#a',
    ],
    ...[
      '/v1/health/../videos',
      '/v1/openapi.json/../videos',
      '/v1/health%2f..%2fvideos',
      '/v1/health?/../videos',
    ],
    ...[
      '/docs/../v1/videos',
      '/../../etc/passwd',
      '/..%2f..%2fetc%2fpasswd',
      '/%',
      '/%zz',
      '/\\..\\..',
      '*',
    ],
  ];

  test.each(tricks)('opens nothing without a key: %s', async (url) => {
    const { app, catalogue } = anApi();
    catalogue.fault = new Error('somebody got through to the catalogue');
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const) {
      const headers = { 'x-http-method-override': 'DELETE', 'x-original-url': '/v1/videos' };
      const { statusCode } = await app.inject({ method, url, headers });
      expect(statusCode).toBeLessThan(500);
      expect(statusCode).toBeGreaterThanOrEqual(400);
    }
  });
});

test('every route, and every parameter that its document names, has a generator', async () => {
  const { paths } = (await anApi().app.inject({ url: '/v1/openapi.json' })).json<{
    paths: Record<string, Record<string, Operation>>;
  }>();
  const documented = Object.values(paths).flatMap((item) => Object.values(item));
  expect(documented.map(({ operationId }) => operationId).sort()).toEqual(
    Object.keys(generatorsOf).sort(),
  );
  for (const { operationId, parameters = [], requestBody } of documented) {
    const { path = {}, query = {}, header = {}, body } = generatorsOf[operationId];
    const generated = Object.entries({ path, query, header }).flatMap(([place, each]) =>
      Object.keys(each).map((name) => `${place} ${name}`),
    );
    const named = parameters.map((each) => `${each.in} ${each.name}`);
    expect([operationId, ...generated.sort()]).toEqual([operationId, ...named.sort()]);
    const schema = requestBody?.content['application/json']?.schema;
    expect(Object.keys(body ?? {}).sort()).toEqual(Object.keys(schema?.properties ?? {}).sort());
  }
});

/** What a refusal says that it should not, and that the client did not say first. */
function leakOf(statusCode: number, body: string, sent: string): string | undefined {
  if (statusCode < 400) return undefined;
  const leak = LEAKS.exec(problemSchema.parse(JSON.parse(body)).detail)?.[0];
  return leak !== undefined && sent.includes(leak) ? undefined : leak;
}

interface Operation {
  readonly operationId: OperationId;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: {
    readonly content: Record<string, { readonly schema: { readonly properties?: object } }>;
  };
}

/** Parts of a request: each value right or hostile; names that nobody knows; bodies that are no JSON. */
function partsOf(route: Route & { operationId: OperationId }, id: string): fc.Arbitrary<Parts> {
  const { path = {}, query = {}, header = {}, body } = generatorsOf[route.operationId];
  const some = (each: Record<string, fc.Arbitrary<unknown>>) =>
    fc.record(each, { requiredKeys: [] }) as fc.Arbitrary<Record<string, unknown>>;
  const unknown = fc.dictionary(hostileText, hostileText, { maxKeys: 2 });
  return fc.record({
    path: fc.record(
      Object.fromEntries(
        Object.entries<fc.Arbitrary<string>>(path).map(([name, any]) => [
          name,
          fc.oneof(fc.constant(id), any),
        ]),
      ),
    ),
    query: fc.oneof(some(query), fc.tuple(some(query), unknown).map(merged)),
    header: some(header) as fc.Arbitrary<Record<string, string>>,
    body: body
      ? fc.oneof(
          some(body).map((value) => JSON.stringify(value)),
          fc.tuple(some(body), unknown).map((both) => JSON.stringify(merged(both))),
          fc.json({ maxDepth: 50 }),
          hostileText,
          fc.constant(`{"title":"${'x'.repeat(70_000)}"}`),
          fc.constant('['.repeat(20_000)),
          fc.constant('{"__proto__":{"title":"a"},"constructor":{}}'),
        )
      : fc.constantFrom(undefined, '', '{}', 'x'),
  });
}

/** What an operation cannot do without. */
function rightQuery(operationId: OperationId, id: string): Parts['query'] {
  if (operationId === 'compareQcProfiles') return { with: 'jp-tv-2k' };
  return operationId === 'tryQcProfile' ? { with: 'jp-tv-2k', videoId: id } : {};
}

function rightBody(operationId: OperationId): string | undefined {
  if (operationId === 'saveQcProfileDraft') return JSON.stringify(aDraft());
  const { request } = examples[operationId] ?? {};
  return request === undefined ? undefined : JSON.stringify(request);
}

function merged([known, unknown]: readonly [object, object]): Record<string, unknown> {
  return { ...unknown, ...known };
}

function forgeriesOf(cursor: string): fc.Arbitrary<string> {
  const [key, , check] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[];
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return fc.oneof(
    fc.constant(cursor),
    fc.string({ minLength: 1, maxLength: 200 }).filter((text) => text.trim() !== ''),
    fc.base64String({ minLength: 4, maxLength: 200 }),
    fc.uuid().map((id) => encoded([key, id, check])),
    hostileText.map((text) => encoded([text, '00000000-0000-4000-8000-000000000000', check])),
    fc.jsonValue().map(encoded),
    fc.nat(cursor.length - 1).map((at) => `${cursor.slice(0, at)}${cursor.slice(at + 1)}`),
  );
}
