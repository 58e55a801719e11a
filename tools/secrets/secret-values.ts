import * as z from 'zod';
import {
  DATABASE_OWNER,
  DATABASE_USER,
  DATABASE_WORKER,
} from '../../lib/constructs/metadata-database';
import { keyDocumentSchema } from '../../src/api/api-keys';

/*
 * What each existing secret must hold. A value that its service refuses is found by CloudFormation only,
 * half an hour into a deploy, which then goes back.
 */

/** RDS API reference, CreateDBInstance, MasterUserPassword; a blank is printable, and refused too. */
const PASSWORD = /^[!-~]{8,128}$/;
const REFUSED_BY_RDS = /[/@"]/;

const password = z
  .string()
  .regex(PASSWORD, 'must be 8 to 128 printable ASCII characters without blanks')
  .refine((text) => !REFUSED_BY_RDS.test(text), 'must be without /, @ and "');

/** ElastiCache user guide, "Authenticating with the AUTH command": no underscore, so no base64url. */
const token = z
  .string()
  .regex(/^[A-Za-z0-9!&#$^<>-]{16,128}$/, 'must be 16 to 128 letters, digits and ! & # $ ^ < > -');

const login = (username: string) =>
  // more may stand there: a secret that AWS rotates names engine, host and port as well
  z.looseObject({ username: z.literal(username, `must be '${username}'`), password });

/** As createApiKey makes them; 43 characters of base64url are 256 bits. */
const apiKey = z.string().regex(/^st_[\w-]{43}$/, 'must be an API key: st_ and 43 characters');

/** Content of each secret, by the setting that holds its ARN. */
const contents = {
  databaseSecretArn: login(DATABASE_OWNER),
  databaseUserSecretArn: login(DATABASE_USER),
  databaseWorkerSecretArn: login(DATABASE_WORKER),
  cacheSecretArn: z.looseObject({ token }),
  apiKeysSecretArn: keyDocumentSchema,
  canaryKeySecretArn: z.looseObject({ key: apiKey }),
  'identityProvider.secretArn': z.looseObject({ clientSecret: z.string().min(1) }),
  integrationKeysSecretArn: z.looseObject({ readKey: apiKey, writeKey: apiKey }),
} satisfies Record<string, z.ZodType>;

/** A setting of an environment, or of the pipeline, that names a secret. */
export type SecretSetting = keyof typeof contents;
export type SecretContent<S extends SecretSetting> = z.output<(typeof contents)[S]>;

/** What an environment's own secrets are; one that is tested, or has a canary, has the keys of that besides. */
export const environmentSecrets = [
  'databaseSecretArn',
  'databaseUserSecretArn',
  'databaseWorkerSecretArn',
  'cacheSecretArn',
  'apiKeysSecretArn',
] as const satisfies readonly SecretSetting[];

/** What is wrong with the text of a secret; empty when it is right. Nothing of the text is repeated. */
export function problemsInSecret(setting: SecretSetting, text: string): string[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return ['must be JSON'];
  }
  const { error } = contents[setting].safeParse(content);
  return (error?.issues ?? []).map(({ path, message }) =>
    path.length === 0 ? message : `'${path.join('.')}': ${message}`,
  );
}
