import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { authorize } from '../../../src/api/authorizer';
import { ApiFront } from '../../../tools/rehearse/api-front';
import { makeCertificate } from '../../../tools/rehearse/certificate';
import { freePort } from '../../../tools/free-port';
import type { Deployment } from '../../../tools/rehearse/deployment';
import type { LambdaFunction } from '../../../tools/rehearse/lambda-function';
import { aStage, templateOf } from '../../support/factories/stage';

const uri = (name: string) =>
  `arn:aws:apigateway:x:lambda:path/x/functions/arn:x:function:${name}/invocations`;

/** One guarded route, and the gateway's own answers as the stack has them. */
function aDeployment(): Deployment {
  const answers = Object.values(
    templateOf(aStage(), 'api').findResources('AWS::ApiGateway::GatewayResponse'),
  );
  const resources: Record<string, { name: string; properties: object }[]> = {
    'AWS::ApiGateway::RestApi': [{ name: 'a1b2', properties: { MinimumCompressionSize: 100 } }],
    'AWS::ApiGateway::Resource': [{ name: 'r1', properties: { PathPart: 'videos' } }],
    'AWS::ApiGateway::Authorizer': [{ name: 'x', properties: { AuthorizerUri: uri('keys') } }],
    'AWS::ApiGateway::Method': [
      {
        name: 'm1',
        properties: {
          HttpMethod: 'GET',
          ResourceId: 'r1',
          Integration: { Uri: uri('api') },
          AuthorizationType: 'CUSTOM',
          AuthorizerId: 'x',
        },
      },
    ],
    'AWS::ApiGateway::GatewayResponse': answers.map(({ Properties }) => ({
      name: 'g',
      properties: Properties as object,
    })),
  };
  return {
    environmentSuffix: 'test',
    all: (type: string) => resources[type] ?? [],
    one: (type: string) => resources[type]?.[0],
    named: (type: string) => resources[type]?.[0],
  } as unknown as Deployment;
}

describe('the gateway of the rehearsal', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'front-'));
  let front: ApiFront;
  let ca: Buffer;
  let answered = 'videos';
  let authenticate: () => Promise<null | { client: string; scopes: ['read'] }>;
  beforeAll(async () => {
    const certificate = await makeCertificate(directory);
    ca = readFileSync(certificate.certificate);
    front = await ApiFront.listen(await freePort(), certificate);
    const keys = { authenticate: () => authenticate() };
    const functions: Record<string, (event: never) => Promise<unknown>> = {
      keys: (event) => authorize(event, keys),
      api: () => Promise.resolve({ statusCode: 200, body: answered }),
    };
    front.serve(aDeployment(), (name) => ({ call: functions[name] }) as unknown as LambdaFunction);
  });
  afterAll(async () => {
    await front.close();
    rmSync(directory, { recursive: true });
  });

  const answer = () =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const headers = { 'x-api-key': 'st_key' };
      get(`${front.url}/test/videos`, { ca, headers }, (response) => {
        void text(response).then((body) => {
          resolve({ status: response.statusCode ?? 0, body });
        }, reject);
      }).on('error', reject);
    });

  it('lets in whom the authorizer lets in', async () => {
    authenticate = () => Promise.resolve({ client: 'player', scopes: ['read'] });
    expect(await answer()).toEqual({ status: 200, body: 'videos' });
  });

  it.each([
    [99, undefined],
    [100, 'gzip'],
  ])('compresses %i bytes as %s, as it was deployed', async (length, encoding) => {
    authenticate = () => Promise.resolve({ client: 'player', scopes: ['read'] });
    answered = 'a'.repeat(length);
    const headers = { 'x-api-key': 'st_key', 'accept-encoding': 'br, gzip' };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${front.url}/test/videos/`, { ca, headers }, resolve).on('error', reject);
    });
    const body = await buffer(response);
    answered = 'videos';
    expect(response.headers['content-encoding']).toBe(encoding);
    expect((encoding ? gunzipSync(body) : body).length).toBe(length);
    expect(response.headers['content-length']).toBe(String(body.length));
  });

  it('answers 401 to whom the authorizer denies', async () => {
    authenticate = () => Promise.resolve(null);
    const { status, body } = await answer();
    expect(status).toBe(401);
    expect(JSON.parse(body)).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  it('answers 500 when the authorizer fails', async () => {
    authenticate = () => Promise.reject(new Error('the secret can not be read'));
    expect((await answer()).status).toBe(500);
  });
});
