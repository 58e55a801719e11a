import * as crypto from 'node:crypto';
import { ApiKeys, createApiKey, KeyDocumentError } from '../../src/api/api-keys';

jest.mock<typeof crypto>('node:crypto', () => {
  const real = jest.requireActual<typeof crypto>('node:crypto');
  return { ...real, timingSafeEqual: jest.fn(real.timingSafeEqual) };
});

const NOW = Date.parse('2026-04-01T00:00:00Z');

test('a key is known by its hash alone', () => {
  const { key, entry } = createApiKey('player', ['read']);
  expect(key).toMatch(/^st_[\w-]{43}$/);
  expect(JSON.stringify(entry)).not.toContain(key.slice(3));
  expect(new ApiKeys({ keys: [entry] }).authenticate(key)).toEqual({
    client: 'player',
    scopes: ['read'],
  });
});

test('no two keys are the same', () => {
  expect(createApiKey('a', ['read']).key).not.toBe(createApiKey('a', ['read']).key);
});

test('a client may hold two keys while it changes from one to the other', () => {
  const [old, young] = [createApiKey('player', ['read']), createApiKey('player', ['read'])];
  const keys = new ApiKeys({ keys: [old.entry, young.entry] });
  expect(keys.authenticate(old.key)).toMatchObject({ client: 'player' });
  expect(keys.authenticate(young.key)).toMatchObject({ client: 'player' });
});

test.each([
  ['2026-04-01T00:00:01Z', true],
  ['2026-04-01T00:00:00Z', false],
  ['2026-04-01T09:00:00+09:00', false],
  [undefined, true],
])('at midnight UTC a key that expires at %s is good: %s', (expiresAt, good) => {
  const { key, entry } = createApiKey('player', ['read']);
  const keys = new ApiKeys({ keys: [{ ...entry, expiresAt }] });
  expect(keys.authenticate(key, NOW) !== null).toBe(good);
});

test.each(['', 'st_', 'ü'.repeat(1000)])('nobody holds the key %j', (presented) => {
  const { entry } = createApiKey('player', ['read']);
  expect(new ApiKeys({ keys: [entry] }).authenticate(presented)).toBeNull();
});

test('every entry is compared in constant time, whichever of them fits', () => {
  const made = ['a', 'b', 'c'].map((client) => createApiKey(client, ['read']));
  const keys = new ApiKeys({ keys: made.map(({ entry }) => entry) });
  for (const presented of [...made.map(({ key }) => key), 'st_unknown']) {
    jest.mocked(crypto.timingSafeEqual).mockClear();
    keys.authenticate(presented);
    expect(crypto.timingSafeEqual).toHaveBeenCalledTimes(3);
  }
});

describe('a key document', () => {
  const { entry } = createApiKey('player', ['read']);

  test('is JSON', () => {
    expect(ApiKeys.parse(JSON.stringify({ keys: [entry] }))).toBeInstanceOf(ApiKeys);
  });

  test.each([
    ['no JSON', 'st_topsecret', 'it must be JSON'],
    ['no list', '{"keys":{}}', "'keys'"],
    [
      'a plain key',
      JSON.stringify({ keys: [{ ...entry, sha256: 'st_topsecret' }] }),
      'keys.0.sha256',
    ],
    [
      'an unknown scope',
      JSON.stringify({ keys: [{ ...entry, scopes: ['admin'] }] }),
      'keys.0.scopes',
    ],
    ['no scope', JSON.stringify({ keys: [{ ...entry, scopes: [] }] }), 'keys.0.scopes'],
    ['a key twice', JSON.stringify({ keys: [entry, entry] }), 'must not list a key twice'],
  ])('that is %s is refused, without its content', (_what, json, told) => {
    expect(() => ApiKeys.parse(json)).toThrow(KeyDocumentError);
    expect(() => ApiKeys.parse(json)).toThrow(told);
    expect(() => ApiKeys.parse(json)).not.toThrow('topsecret');
  });
});
