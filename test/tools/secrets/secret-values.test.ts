import { createApiKey } from '../../../src/api/api-keys';
import { problemsInSecret, type SecretSetting } from '../../../tools/secrets/secret-values';

const client = createApiKey('first-client', ['read', 'write']);
const owner = { username: 'streamtech', password: 'correct-horse' };
const right: Record<SecretSetting, object> = {
  databaseSecretArn: owner,
  databaseUserSecretArn: { username: 'streamtech_app', password: 'battery-staple' },
  databaseWorkerSecretArn: { username: 'streamtech_worker', password: 'horse-battery' },
  cacheSecretArn: { token: 'A'.repeat(16) },
  apiKeysSecretArn: { keys: [client.entry] },
  canaryKeySecretArn: { key: client.key },
  'identityProvider.secretArn': { clientSecret: 'from-the-provider' },
  integrationKeysSecretArn: { readKey: client.key, writeKey: client.key },
};

const problems = (setting: SecretSetting, changed: object) =>
  problemsInSecret(setting, JSON.stringify({ ...right[setting], ...changed }));

it.each(Object.keys(right) as SecretSetting[])('%s passes as the guide makes it', (setting) => {
  expect(problems(setting, {})).toEqual([]);
});

it('lets a secret that AWS rotates say more', () => {
  expect(problems('databaseSecretArn', { engine: 'postgres', port: 5432 })).toEqual([]);
});

const NOT_PRINTABLE = "'password': must be 8 to 128 printable ASCII characters without blanks";
it.each([
  ['correct/horse', `'password': must be without /, @ and "`],
  ['correct@horse', `'password': must be without /, @ and "`],
  ['correct"horse', `'password': must be without /, @ and "`],
  ['correct horse', NOT_PRINTABLE],
  ['correct-hörse', NOT_PRINTABLE],
  ['shorter', NOT_PRINTABLE],
  ['x'.repeat(129), NOT_PRINTABLE],
])('refuses the password %s, as RDS does', (password, problem) => {
  expect(problems('databaseSecretArn', { password })).toEqual([problem]);
  expect(problems('databaseUserSecretArn', { password })).toEqual([problem]);
});

it.each(['under_score_of_base64url', 'a plus+and/slash==', 'x'.repeat(15), 'x'.repeat(129)])(
  'refuses the token %s, as ElastiCache does',
  (token) => {
    expect(problems('cacheSecretArn', { token })).toEqual([
      "'token': must be 16 to 128 letters, digits and ! & # $ ^ < > -",
    ]);
  },
);

it('takes every character that ElastiCache does', () => {
  expect(problems('cacheSecretArn', { token: 'aZ09!&#$^<>-aZ09' })).toEqual([]);
});

it('refuses a user whom the database does not have', () => {
  expect(problems('databaseSecretArn', { username: 'postgres' })).toEqual([
    "'username': must be 'streamtech'",
  ]);
});

it('refuses what is no key', () => {
  expect(problems('integrationKeysSecretArn', { writeKey: client.entry.sha256 })).toEqual([
    "'writeKey': must be an API key: st_ and 43 characters",
  ]);
  expect(problems('apiKeysSecretArn', { keys: [{ ...client.entry, sha256: 'x' }] })).toEqual([
    expect.stringMatching(/^'keys\.0\.sha256': /),
  ]);
});

it('repeats nothing of what it reads', () => {
  expect(problemsInSecret('cacheSecretArn', '{"token": "hunter2')).toEqual(['must be JSON']);
  const said = problems('databaseSecretArn', { username: 'hunter2', password: 'hunter2/' });
  expect(said).toHaveLength(2);
  expect(said.join()).not.toContain('hunter2');
});
