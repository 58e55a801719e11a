import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import { type IdTokens, isToken } from './id-tokens';
import { personIdSchema, type Principal, presentedKey } from './principal';
import { type Scope, scopes } from './routes';

/*
 * API keys. Only their SHA-256 is ever stored: the keys are 256 random bits, so a hash without salt
 * and stretching can't be searched. A client rotates by having two entries for a while.
 */

export const keyEntrySchema = z.strictObject({
  client: z.string().min(1).max(100).describe('Who holds the key; shown in logs'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('Of the key, hexadecimal'),
  scopes: z.array(z.enum(scopes)).min(1),
  person: z
    .strictObject({
      id: personIdSchema.describe("As 'sub' in their tokens"),
      name: z.string().min(1).max(100),
    })
    .optional()
    .describe('Whose key it is: what is done by it is done by them. Default: a program'),
  expiresAt: z.iso.datetime({ offset: true }).optional().describe('Default: never'),
});
export type KeyEntry = z.infer<typeof keyEntrySchema>;

export const keyDocumentSchema = z.strictObject({
  keys: z
    .array(keyEntrySchema)
    .refine(
      (keys) => new Set(keys.map(({ sha256 }) => sha256)).size === keys.length,
      'must not list a key twice',
    ),
});
export type KeyDocument = z.infer<typeof keyDocumentSchema>;

/** The key document is unusable. Its content is not told: it is a secret. */
export class KeyDocumentError extends Error {
  constructor(problems: readonly string[]) {
    super(`the key document is not usable: ${problems.join('; ')}`);
    this.name = 'KeyDocumentError';
  }
}

export class ApiKeys {
  private readonly keys: readonly { digest: Buffer; expiresAtMs: number; principal: Principal }[];

  constructor({ keys }: KeyDocument) {
    this.keys = keys.map(({ client, person, sha256, scopes, expiresAt }) => ({
      digest: Buffer.from(sha256, 'hex'),
      expiresAtMs: expiresAt === undefined ? Infinity : Date.parse(expiresAt),
      principal: person ? { person, scopes } : { client, scopes },
    }));
  }

  /** Reads a document in JSON. @throws KeyDocumentError */
  static parse(json: string): ApiKeys {
    let document: unknown;
    try {
      document = JSON.parse(json);
    } catch {
      // no cause: the message of a SyntaxError quotes the text
      throw new KeyDocumentError(['it must be JSON']);
    }
    const result = keyDocumentSchema.safeParse(document);
    if (result.success) return new ApiKeys(result.data);
    throw new KeyDocumentError(
      result.error.issues.map(({ path, message }) => `'${path.join('.')}': ${message}`),
    );
  }

  /**
   * The client of this key; null when it is unknown or expired. Every entry is compared, each in
   * constant time, so that the time taken tells nothing about the keys.
   */
  authenticate(presented: string, nowMs = Date.now()): Principal | null {
    const digest = hash('sha256', presented, 'buffer');
    let found: Principal | null = null;
    for (const { digest: known, expiresAtMs, principal } of this.keys) {
      const equal = timingSafeEqual(known, digest);
      if (equal && nowMs < expiresAtMs) found = principal;
    }
    return found;
  }
}

/** Checks the key or token that a request brings along. Not for behind a gateway, which checked it already. */
export function authenticateWith(keys: ApiKeys, tokens?: Pick<IdTokens, 'authenticateNow'>) {
  return ({ headers }: Pick<FastifyRequest, 'headers'>): Principal | null => {
    const key = presentedKey(headers);
    if (key === undefined) return null;
    return tokens && isToken(key) ? tokens.authenticateNow(key) : keys.authenticate(key);
  };
}

/** Makes a key. Give `key` to the client, once; add `entry` to the key document. */
export function createApiKey(
  client: string,
  scopes: readonly Scope[],
): { key: string; entry: KeyEntry } {
  // the prefix lets secret scanners know the key for what it is
  const key = `st_${randomBytes(32).toString('base64url')}`;
  return { key, entry: { client, sha256: hash('sha256', key), scopes: [...scopes] } };
}
