import {
  CreateSecretCommand,
  DescribeSecretCommand,
  ResourceExistsException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ApiKeys } from '../../../src/api/api-keys';
import { makeSecrets, newContents } from '../../../tools/secrets/make-secrets';
import { problemsInSecret, type SecretSetting } from '../../../tools/secrets/secret-values';
import { secretsText } from '../../../tools/secrets/secrets-text';

const arnOf = (name: string) => `arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:${name}`;

/** Secrets Manager, as far as it is asked. */
class Secrets {
  readonly held = new Map<string, { text: string; key?: string }>();

  readonly client = {
    send: (command: unknown) => {
      if (command instanceof DescribeSecretCommand) {
        return Promise.resolve({ ARN: arnOf(String(command.input.SecretId)) });
      }
      if (!(command instanceof CreateSecretCommand)) throw new Error('not one of the two commands');
      const { Name: name = '', SecretString: text = '', KmsKeyId: key } = command.input;
      if (this.held.has(name)) {
        const message = 'it is there';
        return Promise.reject(new ResourceExistsException({ message, $metadata: {} }));
      }
      this.held.set(name, { text, key });
      return Promise.resolve({ ARN: arnOf(name) });
    },
  } as unknown as Pick<SecretsManagerClient, 'send'>;
}

const dev = { environmentSuffix: 'dev', keyArn: 'aws-managed', isTested: false, hasCanary: false };

it('makes values that every service takes, however they fall', () => {
  for (let i = 0; i < 200; i += 1) {
    const { contents } = newContents({ isTested: true, hasCanary: true });
    const problems = Object.entries(contents).flatMap(([setting, content]) =>
      problemsInSecret(setting as SecretSetting, JSON.stringify(content)),
    );
    expect(problems).toEqual([]);
  }
});

it('makes the five secrets of an environment, and says where their ARNs go', async () => {
  const secrets = new Secrets();
  const text = secretsText(await makeSecrets(secrets.client, dev));
  expect([...secrets.held.keys()]).toEqual([
    'streamtech/dev/database',
    'streamtech/dev/database-user',
    'streamtech/dev/database-worker',
    'streamtech/dev/cache',
    'streamtech/dev/api-keys',
  ]);
  expect(text.split('\n').slice(0, 6)).toEqual([
    'to be written into lib/config/environments.ts:',
    `  databaseSecretArn: '${arnOf('streamtech/dev/database')}',`,
    `  databaseUserSecretArn: '${arnOf('streamtech/dev/database-user')}',`,
    `  databaseWorkerSecretArn: '${arnOf('streamtech/dev/database-worker')}',`,
    `  cacheSecretArn: '${arnOf('streamtech/dev/cache')}',`,
    `  apiKeysSecretArn: '${arnOf('streamtech/dev/api-keys')}',`,
  ]);
});

it('shows the key of the first client, which opens the API, and no other value', async () => {
  const secrets = new Secrets();
  const made = await makeSecrets(secrets.client, dev);
  const keys = ApiKeys.parse(secrets.held.get('streamtech/dev/api-keys')?.text ?? '');
  expect(keys.authenticate(made.firstKey ?? '')).toEqual({
    client: 'first-client',
    scopes: ['read', 'write'],
  });
  const { token } = JSON.parse(secrets.held.get('streamtech/dev/cache')?.text ?? '') as {
    token: string;
  };
  expect(secretsText(made)).toContain(made.firstKey);
  expect(secretsText(made)).not.toContain(token);
});

it('leaves a secret that is there as it is', async () => {
  const secrets = new Secrets();
  await makeSecrets(secrets.client, dev);
  const before = new Map(secrets.held);
  const again = await makeSecrets(secrets.client, dev);
  expect(secrets.held).toEqual(before);
  expect(again.firstKey).toBeUndefined();
  expect(secretsText(again)).toMatch(/there before, and left as they are: databaseSecretArn, /);
  expect(again.secrets.map(({ arn }) => arn)).toContain(arnOf('streamtech/dev/cache'));
});

it('makes in staging two keys more, that the integration tests use', async () => {
  const secrets = new Secrets();
  const staging = { ...dev, environmentSuffix: 'staging', isTested: true };
  const made = await makeSecrets(secrets.client, staging);
  const keys = ApiKeys.parse(secrets.held.get('streamtech/staging/api-keys')?.text ?? '');
  const { readKey, writeKey } = JSON.parse(
    secrets.held.get('streamtech/staging/integration-keys')?.text ?? '',
  ) as { readKey: string; writeKey: string };
  expect(keys.authenticate(readKey)?.scopes).toEqual(['read']);
  expect(keys.authenticate(writeKey)?.scopes).toEqual(['read', 'write']);
  expect(secretsText(made)).toContain('and into its entry in `delivered`:');
});

it('makes the key of the canary where there is one, for reading and writing alone', async () => {
  const secrets = new Secrets();
  const prod = { ...dev, environmentSuffix: 'prod', hasCanary: true };
  const made = await makeSecrets(secrets.client, prod);
  const keys = ApiKeys.parse(secrets.held.get('streamtech/prod/api-keys')?.text ?? '');
  const { key } = JSON.parse(secrets.held.get('streamtech/prod/canary-key')?.text ?? '') as {
    key: string;
  };
  expect(keys.authenticate(key)).toEqual({ client: 'canary', scopes: ['read', 'write'] });
  expect(secretsText(made)).toContain(
    `  canaryKeySecretArn: '${arnOf('streamtech/prod/canary-key')}',`,
  );
});

it('puts them under the key that the configuration names', async () => {
  const secrets = new Secrets();
  const keyArn = 'arn:aws:kms:ap-northeast-1:111111111111:key/0';
  await makeSecrets(secrets.client, { ...dev, keyArn });
  expect(secrets.held.get('streamtech/dev/cache')?.key).toBe(keyArn);
});

it('says when the keys of the integration tests are in no document of keys', async () => {
  const secrets = new Secrets();
  await makeSecrets(secrets.client, { ...dev, environmentSuffix: 'staging' });
  const tested = makeSecrets(secrets.client, {
    ...dev,
    environmentSuffix: 'staging',
    isTested: true,
  });
  await expect(tested).rejects.toThrow(
    "the keys in 'streamtech/staging/integration-keys', which is new, must be in 'streamtech/staging/api-keys' too",
  );
});
