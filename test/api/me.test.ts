import type { LightMyRequestResponse } from 'fastify';
import { ApiKeys, authenticateWith, createApiKey } from '../../src/api/api-keys';
import { authorize } from '../../src/api/authorizer';
import { fromGatewayContext } from '../../src/api/gateway-context';
import { IdTokens } from '../../src/api/id-tokens';
import type { Qc } from '../../src/domain/qc';
import { anApi } from '../support/drivers/api';
import { aTokenIssuer } from '../support/factories/tokens';
import { aStoredReport } from '../support/factories/qc';
import { aVideo } from '../support/factories/videos';

const provider = aTokenIssuer();
const tokens = new IdTokens(provider, provider.jwks);
const person = { id: '6f0c2a1e-7d3b-4c55-9a54-3b1f0d6f2a11', name: '佐藤 陽子' };
const { key, entry } = createApiKey('player', ['read']);
const hers = createApiKey('sato-scripts', ['read', 'write', 'approve']);
const keys = new ApiKeys({ keys: [entry, { ...hers.entry, person }] });
const api = () => anApi({ authenticate: authenticateWith(keys, tokens) });
const bearer = (token: string) => ({ key: null, headers: { authorization: `Bearer ${token}` } });

describe('GET /v1/me', () => {
  test('tells a person who they are, as the audit log has them, and what they may do', async () => {
    const response = await api().call({ url: '/v1/me', ...bearer(provider.token()) });
    expect(response.json()).toEqual({
      actor: `person:${person.id}`,
      name: '佐藤 陽子',
      scopes: ['read', 'write'],
    });
  });

  test('tells a program the same', async () => {
    const response = await api().call({ url: '/v1/me', key });
    expect(response.json()).toEqual({ actor: 'client:player', name: 'player', scopes: ['read'] });
  });

  test('answers a person in no group, who may do nothing else', async () => {
    const { call } = api();
    const none = bearer(provider.token({ 'cognito:groups': [] }));
    expect((await call({ url: '/v1/me', ...none })).json()).toMatchObject({ scopes: [] });
    expect((await call({ url: '/v1/videos', ...none })).statusCode).toBe(403);
  });

  test('answers nobody else', async () => {
    expect((await api().call({ url: '/v1/me', key: null })).statusCode).toBe(401);
    const expired = bearer(provider.token({ exp: 1 }));
    expect((await api().call({ url: '/v1/me', ...expired })).statusCode).toBe(401);
  });
});

describe('what a person does', () => {
  const verdict = { verdict: 'pass', reason: 'a concert, loud on purpose' };

  function judged() {
    const { call, catalogue } = api();
    const { id } = catalogue.put(aVideo({ verdict: 'warn' }));
    catalogue.qc.put(id, { reports: [aStoredReport()] });
    const post = (path: string, payload: object, by: object) =>
      call({ method: 'POST', url: `/v1/videos/${id}/qc${path}`, payload, ...by });
    return { call, post };
  }
  const approval = (proposed: LightMyRequestResponse) => ({
    proposedAt: proposed.json<Qc>().report?.proposal?.proposedAt,
    note: 'heard it: as intended',
  });

  test('is recorded with id and name, and so by a key that is theirs', async () => {
    const { post } = judged();
    for (const by of [bearer(provider.token()), { key: hers.key }]) {
      const proposed = (await post('/override', verdict, by)).json<Qc>();
      expect(proposed.report?.proposal?.proposedBy).toBe(`person:${person.id} 佐藤 陽子`);
    }
  });

  test.each([
    ['another group', bearer(provider.token({ 'cognito:groups': ['approver', 'legal'] }))],
    ['another name', bearer(provider.token({ name: '鈴木', 'cognito:groups': ['approver'] }))],
    ['a key', { key: hers.key }],
  ])('is approved by another person, not by the same one under %s', async (_what, again) => {
    const { post } = judged();
    const proposed = await post('/override', verdict, bearer(provider.token()));
    const refused = await post('/override/approval', approval(proposed), again);
    expect([refused.statusCode, refused.json()]).toMatchObject([
      403,
      { code: 'second_person_needed' },
    ]);
    const other = { sub: 'another', name: '佐藤 陽子', 'cognito:groups': ['approver'] };
    const approved = bearer(provider.token(other));
    expect((await post('/override/approval', approval(proposed), approved)).statusCode).toBe(200);
  });

  test('is signed in their own name', async () => {
    const { post } = judged();
    const body = { role: 'inspected', name: '鈴木 一郎' };
    const signed = await post('/signatures', body, bearer(provider.token()));
    expect(signed.json<Qc>().report?.signatures).toMatchObject([{ name: '佐藤 陽子' }]);
  });
});

test('the log of requests has the id of a person alone', async () => {
  const { call, log } = api();
  await call({ url: '/v1/videos', ...bearer(provider.token()) });
  expect(log.at(-1)).toMatchObject({ client: `person:${person.id}` });
  expect(JSON.stringify(log)).not.toMatch(/佐藤|sato@/);
});

test('the authorizer hands a person on to the API', async () => {
  const methodArn = 'arn:aws:execute-api:ap-northeast-1:111122223333:a1b2c3d4e5/prod/GET/v1/me';
  const headers = { authorization: `Bearer ${provider.token()}` };
  const { principalId, context } = await authorize({ headers, methodArn }, tokens);
  expect(principalId).toBe(`person:${person.id}`);
  expect(Object.values(context ?? {}).join('')).toMatch(/^[\x20-\x7e]+$/);
  expect(fromGatewayContext(context)).toEqual({ person, scopes: ['read', 'write'] });
});
