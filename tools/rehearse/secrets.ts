import { randomBytes } from 'node:crypto';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createApiKey } from '../../src/api/api-keys';
import { DATABASE_OWNER, DATABASE_USER } from '../../lib/constructs/metadata-database';
import { awsClient } from '../../src/runtime/aws-client';
import type { SecretArns } from './configuration';

/** Makes what must be there before an environment is deployed, as docs/pipeline.md says. */
export async function makeSecrets(suffixes: readonly string[]): Promise<SecretArns> {
  const client = awsClient(SecretsManagerClient);
  const arns: Record<string, string> = {};
  const make = async (setting: string, name: string, content: object) => {
    const { ARN: arn = '' } = await client.send(
      new CreateSecretCommand({ Name: name, SecretString: JSON.stringify(content) }),
    );
    arns[setting] = arn;
  };
  const reader = createApiKey('integration-tests-reading', ['read']);
  const writer = createApiKey('integration-tests', ['read', 'write']);
  for (const suffix of suffixes) {
    const name = `streamtech/${suffix}`;
    const login = (username: string) => ({ username, password: password() });
    await make(`${suffix}/databaseSecretArn`, `${name}/database`, login(DATABASE_OWNER));
    await make(`${suffix}/databaseUserSecretArn`, `${name}/database-user`, login(DATABASE_USER));
    await make(`${suffix}/cacheSecretArn`, `${name}/cache`, { token: password() });
    await make(`${suffix}/apiKeysSecretArn`, `${name}/api-keys`, {
      keys: [reader.entry, writer.entry],
    });
  }
  await make('integrationKeysSecretArn', 'streamtech/integration-keys', {
    readKey: reader.key,
    writeKey: writer.key,
  });
  return arns;
}

function password(): string {
  return randomBytes(24).toString('base64url');
}
