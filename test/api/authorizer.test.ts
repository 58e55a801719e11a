import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import * as fc from 'fast-check';
import { ApiKeys, createApiKey } from '../../src/api/api-keys';
import { authorize } from '../../src/api/authorizer';
import type * as lambda from '../../src/entries/authorizer.lambda';

const METHOD_ARN =
  'arn:aws:execute-api:ap-northeast-1:111122223333:a1b2c3d4e5/prod/GET/v1/videos/popular';
const { key, entry } = createApiKey('player', ['read', 'write']);
const keys = new ApiKeys({ keys: [entry] });
const store = {
  authenticate: (presented: string) => Promise.resolve(keys.authenticate(presented)),
};

test.each([{ 'x-api-key': key }, { 'X-Api-Key': key }, { Authorization: `Bearer ${key}` }])(
  'a known key opens every route of the stage, and names its client and scopes',
  async (headers) => {
    expect(await authorize({ headers, methodArn: METHOD_ARN }, store)).toEqual({
      principalId: 'player',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Allow',
            Resource: 'arn:aws:execute-api:ap-northeast-1:111122223333:a1b2c3d4e5/prod/*',
          },
        ],
      },
      context: { client: 'player', scopes: 'read write' },
    });
  },
);

test('a request counts against the usage plan that the environment names', async () => {
  const request = { headers: { 'x-api-key': key }, methodArn: METHOD_ARN };
  expect(await authorize(request, store, 'clients-of-prod-usage')).toMatchObject({
    usageIdentifierKey: 'clients-of-prod-usage',
  });
});

test.each([null, {}, { 'x-api-key': '' }, { 'x-api-key': 'st_unknown' }, { authorization: key }])(
  'anything else is denied on every route, which is no error of the function',
  async (headers) => {
    expect(await authorize({ headers, methodArn: METHOD_ARN }, store)).toEqual({
      principalId: '-',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Action: 'execute-api:Invoke',
            Effect: 'Deny',
            Resource: 'arn:aws:execute-api:ap-northeast-1:111122223333:a1b2c3d4e5/prod/*',
          },
        ],
      },
    });
  },
);

test('keys that can not be read are an error of the function', async () => {
  const unreadable = { authenticate: () => Promise.reject(new Error('no such secret')) };
  const request = { headers: { 'x-api-key': key }, methodArn: METHOD_ARN };
  await expect(authorize(request, unreadable)).rejects.toThrow('no such secret');
});

test('what is almost a key is none', async () => {
  const replaced = fc
    .tuple(fc.nat(key.length - 1), fc.string({ minLength: 1, maxLength: 1 }))
    .map(([at, other]) => key.slice(0, at) + other + key.slice(at + 1));
  const nearMisses = fc.oneof(
    replaced,
    fc.nat(key.length - 1).map((length) => key.slice(0, length)),
    fc.string({ minLength: 1, maxLength: 5 }).map((more) => key + more),
    fc.string({ minLength: 1, maxLength: 5 }).map((more) => more + key),
    fc.constantFrom(key.toUpperCase(), key.toLowerCase(), key.slice(3), `${key}${key}`),
    // whoever has read the secret has no key
    fc.constantFrom(entry.sha256, `st_${entry.sha256}`, JSON.stringify(entry)),
  );
  await fc.assert(
    fc.asyncProperty(
      nearMisses.filter((near) => near !== key),
      async (near) => {
        const asked = authorize({ headers: { 'x-api-key': near }, methodArn: METHOD_ARN }, store);
        const { policyDocument } = await asked;
        expect(policyDocument.Statement).toEqual([expect.objectContaining({ Effect: 'Deny' })]);
      },
    ),
    { numRuns: 500 },
  );
});

test('the Lambda function reads the keys from Secrets Manager', async () => {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => asked.push(JSON.parse(chunk.toString())));
    request.on('end', () => {
      const document = { SecretString: JSON.stringify({ keys: [entry] }) };
      response
        .setHeader('content-type', 'application/x-amz-json-1.1')
        .end(JSON.stringify(document));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const before = { ...process.env };
  Object.assign(process.env, {
    API_KEYS_SECRET_ARN: 'arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:keys-AbCdEf',
    LOG_LEVEL: 'silent',
    AWS_REGION: 'ap-northeast-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  try {
    // loaded now: it reads the environment as it starts
    const { handler } = jest.requireActual<typeof lambda>('../../src/entries/authorizer.lambda');
    const event = { headers: { 'x-api-key': key }, methodArn: METHOD_ARN };
    const result = await handler(
      event as unknown as APIGatewayRequestAuthorizerEvent,
      {} as Context,
      () => undefined,
    );
    expect(result).toMatchObject({ principalId: 'player' });
    expect(asked).toEqual([{ SecretId: process.env['API_KEYS_SECRET_ARN'] }]);
  } finally {
    process.env = before;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
