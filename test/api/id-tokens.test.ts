import { generateKeyPairSync } from 'node:crypto';
import { IdTokens, isToken } from '../../src/api/id-tokens';
import { createApiKey } from '../../src/api/api-keys';
import { aTokenIssuer, withClaims } from '../support/factories/tokens';

const provider = aTokenIssuer();
const tokens = new IdTokens(provider, provider.jwks);
const hourAgo = Math.floor(Date.now() / 1000) - 3600;

test('a token says who it is, and by the groups what they may do', async () => {
  const token = provider.token({ 'cognito:groups': ['legal', 'editor', 'accounting'] });
  const person = { id: '6f0c2a1e-7d3b-4c55-9a54-3b1f0d6f2a11', name: '佐藤 陽子' };
  const expected = { person, scopes: ['read', 'write', 'legal'] };
  expect(await tokens.authenticate(token)).toEqual(expected);
  expect(tokens.authenticateNow(token)).toEqual(expected);
});

test('who is in no group may do nothing', () => {
  const token = provider.token({ 'cognito:groups': undefined });
  expect(tokens.authenticateNow(token)).toMatchObject({ scopes: [] });
});

test.each([
  [{ name: undefined }, 'sato@streamtech.example'],
  [{ name: undefined, email: undefined }, '6f0c2a1e-7d3b-4c55-9a54-3b1f0d6f2a11'],
  [{ name: 'a\u202eb' }, 'a_b'],
  [{ name: '長'.repeat(300) }, '長'.repeat(100)],
])('a person is called what can be read: %j', (changes, name) => {
  expect(tokens.authenticateNow(provider.token(changes))).toMatchObject({ person: { name } });
});

const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

describe('nobody is let in by', () => {
  test.each([
    ['a token that has expired', provider.token({ exp: hourAgo })],
    ['one that never expires', provider.token({ exp: undefined })],
    ['one that is not good yet', provider.token({ nbf: hourAgo + 7200 })],
    ['one of another pool', provider.token({ iss: 'https://other.example' })],
    ['one for another client', provider.token({ aud: 'another-client' })],
    ['an access token', provider.token({ token_use: 'access' })],
    ['one of another key', provider.token({}, other)],
    ['one without a signature', provider.unsigned()],
    ['one that is signed by the public key as a secret', provider.byPublicKey()],
    [
      'one whose groups were changed',
      withClaims(provider.token(), { 'cognito:groups': ['legal'] }),
    ],
    ['one whose person was changed', withClaims(provider.token(), { sub: 'somebody-else' })],
    ['one whose person is two words, as the audit log has them', provider.token({ sub: 'a b' })],
    ['what looks like one', 'a.b.c'],
  ])('%s', async (_what, token) => {
    expect(isToken(token)).toBe(true);
    expect(await tokens.authenticate(token)).toBeNull();
    expect(tokens.authenticateNow(token)).toBeNull();
  });
});

test('keys that cannot be fetched are a fault, not a refusal', async () => {
  const unreachable = new IdTokens({ ...provider, issuer: 'https://127.0.0.1:1' });
  const token = provider.token({ iss: 'https://127.0.0.1:1' });
  await expect(unreachable.authenticate(token)).rejects.toThrow('127.0.0.1:1');
});

test('an API key is no token', () => {
  for (let i = 0; i < 100; i++) expect(isToken(createApiKey('a', ['read']).key)).toBe(false);
});
