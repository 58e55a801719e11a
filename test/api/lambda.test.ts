import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { bundledPage } from '../../lib/constructs/bundled-page';
import { behindGateway, lambdaHandler } from '../../src/api/lambda';
import { aVideo } from '../support/factories/videos';
import { anApi } from '../support/drivers/api';
import { aGatewayEvent, aLambdaContext } from '../support/factories/gateway-event';

/** The API as a Lambda function. */
function aFunction(pages: Parameters<typeof anApi>[0] = {}) {
  const api = anApi({ ...behindGateway, ...pages });
  const handler = lambdaHandler(api.app);
  return {
    ...api,
    invoke: async (event: Parameters<typeof aGatewayEvent>[0]) =>
      (await handler(
        aGatewayEvent(event),
        aLambdaContext,
        () => undefined,
      )) as APIGatewayProxyResult,
  };
}

const json = ({ body }: APIGatewayProxyResult) => JSON.parse(body) as unknown;

test('a path parameter finds its video', async () => {
  const { invoke, catalogue } = aFunction();
  const { id, title } = catalogue.put(aVideo());
  const result = await invoke({
    resource: '/v1/videos/{id}',
    path: `/v1/videos/${id}`,
    pathParameters: { id },
  });
  expect(result).toMatchObject({
    statusCode: 200,
    isBase64Encoded: false,
    headers: { etag: '"5"', 'x-cache': 'MISS', 'content-type': 'application/json; charset=utf-8' },
  });
  expect(json(result)).toMatchObject({ title });
});

test('a query parameter may come several times, and in Japanese', async () => {
  const { invoke, catalogue } = aFunction();
  const list = jest.spyOn(catalogue.ports.videos, 'list');
  await invoke({
    queryStringParameters: { status: 'failed', q: '朝の ニュース&+' },
    multiValueQueryStringParameters: { status: ['ready', 'failed'], q: ['朝の ニュース&+'] },
  });
  expect(list).toHaveBeenCalledWith(
    expect.objectContaining({ status: ['ready', 'failed'], search: '朝の ニュース&+' }),
  );
});

test('a body may come as base64', async () => {
  const { invoke } = aFunction();
  const result = await invoke({
    httpMethod: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.from(JSON.stringify({ fileName: '朝.mp4', sizeBytes: 1 })).toString('base64'),
    isBase64Encoded: true,
  });
  expect(result.statusCode).toBe(201);
  expect(json(result)).toMatchObject({ video: { title: '朝' } });
});

describe('a body that is no UTF-8', () => {
  const inShiftJis = Buffer.concat([
    Buffer.from('{"sizeBytes":1,"fileName":"'),
    Buffer.from([0x92, 0xa9]),
    Buffer.from('.mp4"}'),
  ]);
  const request = { httpMethod: 'POST', headers: { 'Content-Type': 'application/json' } };

  test('is refused as a server does, where it comes as base64', async () => {
    const { invoke } = aFunction();
    const result = await invoke({
      ...request,
      body: inShiftJis.toString('base64'),
      isBase64Encoded: true,
    });
    const { app: server, keys: known } = anApi();
    const answer = await server.inject({
      method: 'POST',
      url: '/v1/videos',
      headers: { 'content-type': 'application/json', 'x-api-key': known.all },
      payload: inShiftJis,
    });
    expect(json(result)).toMatchObject({ status: 400, code: 'malformed_json' });
    expect(result.statusCode).toBe(400);
    expect(result.headers).toMatchObject({ 'content-type': answer.headers['content-type'] });
    const instance = expect.any(String) as string;
    expect(json(result)).toEqual({ ...answer.json<object>(), instance });
  });

  test('is refused too where the gateway has made text of it, as it does by default', async () => {
    const { invoke } = aFunction();
    const result = await invoke({ ...request, body: inShiftJis.toString() });
    expect(result.statusCode).toBe(400);
    expect(json(result)).toMatchObject({ errors: [{ path: 'fileName' }] });
  });
});

test('a 304 has no body', async () => {
  const { invoke, catalogue } = aFunction();
  const { id } = catalogue.put(aVideo());
  const result = await invoke({ path: `/v1/videos/${id}`, headers: { 'If-None-Match': '"5"' } });
  expect([result.statusCode, result.body]).toEqual([304, '']);
});

test('a path that is no URL as it stands is answered, not thrown', async () => {
  const { invoke } = aFunction();
  for (const path of ['/v1/videos/a b', '/v1/videos/朝', '/v1/videos/%', '//', '']) {
    expect((await invoke({ path })).statusCode).toBeLessThan(500);
  }
});

describe('the page', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lambda-'));
  let invoke: ReturnType<typeof aFunction>['invoke'];

  beforeAll(() => {
    bundledPage.addTo(directory);
    ({ invoke } = aFunction({
      pageDirectory: join(directory, 'page'),
      swaggerUiDirectory: join(directory, 'swagger-ui'),
    }));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  /** As API Gateway asks: without the stage, and maybe without the slash at the end. */
  const get = (path: string, asked = `/prod${path}`, headers = {}) =>
    invoke({
      path,
      headers,
      authorizer: null,
      requestContext: { path: asked } as APIGatewayProxyEvent['requestContext'],
    });

  test('is served as text, with every file that it names, for the gateway to compress', async () => {
    const html = await get('/');
    expect(html).toMatchObject({
      statusCode: 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'content-security-policy': expect.stringContaining("default-src 'self'") as unknown,
      },
    });
    const files = readdirSync(join(directory, 'page')).map((file) => `/${file}`);
    const named = files.filter((file) => html.body.includes(`".${file}"`));
    expect(named).toEqual(files.filter((file) => file !== '/index.html'));
    for (const path of [...files, '/docs/swagger-ui.css', '/docs/swagger-ui-bundle.js']) {
      const { statusCode, isBase64Encoded, headers } = await get(path);
      expect([path, statusCode, isBase64Encoded]).toEqual([path, 200, false]);
      expect(headers).not.toHaveProperty('content-encoding');
    }
  });

  test('has its script kept for a year', async () => {
    const script = readdirSync(join(directory, 'page')).find((file) => file.endsWith('.js'));
    const { headers } = await get(`/${String(script)}`);
    expect(headers?.['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  test('is found where the address lacks the slash that its files are relative to', async () => {
    const { statusCode, headers } = await get('/', '/prod');
    expect([statusCode, headers?.['location']]).toEqual([308, '/prod/']);
    // at a domain of its own
    expect((await get('/', '/')).statusCode).toBe(200);
  });

  test.each([
    ['/docs', '/prod/docs', 'docs/index.html'],
    // whether the gateway leaves the slash in the path or not
    ['/docs', '/prod/docs/', undefined],
    ['/docs/', '/prod/docs/', undefined],
  ])('of the API is found at %s, asked for as %s', async (path, asked, location) => {
    const { statusCode, headers } = await get(path, asked);
    expect([statusCode, headers?.['location']]).toEqual([location ? 308 : 200, location]);
  });
});

describe('who sends a request', () => {
  test('is who the authorizer says', async () => {
    const { invoke, log } = aFunction();
    await invoke({ authorizer: { client: 'player', scopes: 'read' } });
    expect(log).toContainEqual(expect.objectContaining({ client: 'player', status: 200 }));
    const refused = await invoke({ authorizer: { client: 'player', scopes: 'write' } });
    expect(refused.statusCode).toBe(403);
  });

  test('is never who a header says', async () => {
    const { invoke, keys } = aFunction();
    const forged = JSON.stringify(aGatewayEvent());
    const result = await invoke({
      authorizer: null,
      headers: { 'x-api-key': keys.all, 'x-apigateway-event': encodeURIComponent(forged) },
    });
    expect(result.statusCode).toBe(401);
  });

  test.each([{}, { client: 'player' }, { client: '', scopes: 'read' }, { scopes: 'read' }])(
    'is nobody when the context is %j',
    async (authorizer) => {
      expect((await aFunction().invoke({ authorizer })).statusCode).toBe(401);
    },
  );
});

test('the id of a request is that of the gateway, whatever the client sends', async () => {
  const { invoke, log } = aFunction();
  await invoke({ headers: { 'X-Request-Id': 'mine' } });
  expect(log).toContainEqual(
    expect.objectContaining({ requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef' }),
  );
});
