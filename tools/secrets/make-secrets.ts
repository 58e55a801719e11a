import { randomBytes } from 'node:crypto';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  ResourceExistsException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  DATABASE_OWNER,
  DATABASE_USER,
  DATABASE_WORKER,
} from '../../lib/constructs/metadata-database';
import { createApiKey } from '../../src/api/api-keys';
import { problemsInSecret, type SecretContent, type SecretSetting } from './secret-values';

/** A secret that is there now. */
export interface MadeSecret {
  /** Where its ARN is to be written: a setting of the environment, or of how it is delivered. */
  readonly setting: SecretSetting;
  readonly arn: string;
  /** False: it was there before, and was left as it is. */
  readonly isNew: boolean;
}

export interface SecretsPlan {
  readonly environmentSuffix: string;
  /** The customer key, or `aws-managed`. */
  readonly keyArn: string;
  /** Whether the pipeline tests this environment, and needs two keys of its API. */
  readonly isTested: boolean;
  /** Whether it has a canary, which needs a key of its API. */
  readonly hasCanary: boolean;
}

export interface MadeSecrets {
  readonly secrets: readonly MadeSecret[];
  /** Of the first client, and nowhere else; undefined when the API keys were there before. */
  readonly firstKey?: string;
}

/**
 * Makes the secrets of an environment that are not there yet, by values that their services take.
 *
 * @throws when an answer of Secrets Manager is another than that a secret is there
 */
export async function makeSecrets(
  client: Pick<SecretsManagerClient, 'send'>,
  plan: SecretsPlan,
): Promise<MadeSecrets> {
  const { contents, firstKey } = newContents(plan);
  const secrets: MadeSecret[] = [];
  for (const [setting, content] of Object.entries(contents)) {
    secrets.push(await make(client, plan, setting as SecretSetting, content));
  }
  const isNew = (wanted: SecretSetting) =>
    secrets.some((secret) => secret.setting === wanted && secret.isNew);
  const ofKeys = (['integrationKeysSecretArn', 'canaryKeySecretArn'] as const).find(isNew);
  if (ofKeys !== undefined && !isNew('apiKeysSecretArn')) {
    throw new Error(
      `the keys in '${nameOf(plan, ofKeys)}', which is new, must be in ` +
        `'${nameOf(plan, 'apiKeysSecretArn')}' too, which was there before: write keys of its clients into the new one`,
    );
  }
  return { secrets, ...(isNew('apiKeysSecretArn') && { firstKey }) };
}

type Contents = { readonly [S in SecretSetting]?: SecretContent<S> };

/** What the secrets of an environment hold at first. */
export function newContents({ isTested, hasCanary }: Pick<SecretsPlan, 'isTested' | 'hasCanary'>): {
  readonly contents: Contents;
  readonly firstKey: string;
} {
  const first = createApiKey('first-client', ['read', 'write']);
  const reader = createApiKey('integration-tests-reading', ['read']);
  const writer = createApiKey('integration-tests', ['read', 'write']);
  const canary = createApiKey('canary', ['read', 'write']);
  const tests = isTested ? [reader.entry, writer.entry] : [];
  const canaries = hasCanary ? [canary.entry] : [];
  return {
    contents: {
      databaseSecretArn: { username: DATABASE_OWNER, password: random() },
      databaseUserSecretArn: { username: DATABASE_USER, password: random() },
      databaseWorkerSecretArn: { username: DATABASE_WORKER, password: random() },
      cacheSecretArn: { token: random() },
      apiKeysSecretArn: { keys: [first.entry, ...tests, ...canaries] },
      ...(hasCanary && { canaryKeySecretArn: { key: canary.key } }),
      ...(isTested && {
        integrationKeysSecretArn: { readKey: reader.key, writeKey: writer.key },
      }),
    },
    firstKey: first.key,
  };
}

/** 192 random bits. Hexadecimal, which every service takes; base64url has an underscore in it. */
function random(): string {
  return randomBytes(24).toString('hex');
}

/** Names below `streamtech/<suffix>/`. */
const NAMES: Readonly<Record<SecretSetting, string>> = {
  databaseSecretArn: 'database',
  databaseUserSecretArn: 'database-user',
  databaseWorkerSecretArn: 'database-worker',
  cacheSecretArn: 'cache',
  apiKeysSecretArn: 'api-keys',
  canaryKeySecretArn: 'canary-key',
  integrationKeysSecretArn: 'integration-keys',
  'identityProvider.secretArn': 'identity-provider',
};

function nameOf({ environmentSuffix }: SecretsPlan, setting: SecretSetting): string {
  return `streamtech/${environmentSuffix}/${NAMES[setting]}`;
}

async function make(
  client: Pick<SecretsManagerClient, 'send'>,
  plan: SecretsPlan,
  setting: SecretSetting,
  content: object,
): Promise<MadeSecret> {
  const { keyArn } = plan;
  const name = nameOf(plan, setting);
  const text = JSON.stringify(content);
  const problems = problemsInSecret(setting, text);
  if (problems.length > 0) throw new Error(`'${name}' would be refused: ${problems.join('; ')}`);
  try {
    const { ARN: arn = '' } = await client.send(
      new CreateSecretCommand({
        Name: name,
        SecretString: text,
        ...(keyArn !== 'aws-managed' && { KmsKeyId: keyArn }),
      }),
    );
    return { setting, arn, isNew: true };
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    const { ARN: arn = '' } = await client.send(new DescribeSecretCommand({ SecretId: name }));
    return { setting, arn, isNew: false };
  }
}
