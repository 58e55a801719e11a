import { JwtVerifier } from 'aws-jwt-verify';
import {
  FetchError,
  JwksNotAvailableInCacheError,
  JwtBaseError,
  NonRetryableFetchError,
} from 'aws-jwt-verify/error';
import type { Jwks } from 'aws-jwt-verify/jwk';
import * as z from 'zod';
import { madeReadable } from '../domain/text';
import { personIdSchema, type Principal } from './principal';
import { groups, type Scope, scopes } from './routes';

/** Who signs people in, and the one client that page and API are to it. */
export interface TokenIssuer {
  /** As the claim `iss` has it; its keys are at `/.well-known/jwks.json` below. */
  readonly issuer: string;
  /** As the claim `aud` has it. */
  readonly clientId: string;
}

/** Of the longest names; a longer one is cut. */
const MAX_NAME = 100;

/** OpenID Connect Core 1.0, section 2; `cognito:groups` and `token_use` are of Cognito. */
const claimsSchema = z.object({
  token_use: z.literal('id'),
  exp: z.number(),
  sub: personIdSchema,
  name: z.string().optional(),
  email: z.string().optional(),
  'cognito:groups': z.array(z.string()).default([]),
});

/** ID tokens of people who have signed in. (docs/adr/0023) */
export class IdTokens {
  private readonly verifier;

  /** @param keys of the issuer, where they are known; else they are fetched, and again when one is unknown */
  constructor({ issuer, clientId }: TokenIssuer, keys?: Jwks) {
    this.verifier = JwtVerifier.create({ issuer, audience: clientId });
    if (keys) this.verifier.cacheJwks(keys);
  }

  /**
   * Whose token it is; null when it is expired, another issuer's, for another client, changed, or not signed by
   * a private key of the issuer.
   * @throws when the keys of the issuer cannot be had
   */
  async authenticate(token: string): Promise<Principal | null> {
    try {
      return personOf(await this.verifier.verify(token));
    } catch (error) {
      return refused(error);
    }
  }

  /** The same by keys that are known. */
  authenticateNow(token: string): Principal | null {
    try {
      return personOf(this.verifier.verifySync(token));
    } catch (error) {
      return refused(error);
    }
  }
}

/** Whether it has the form of a token; no API key that this platform makes has a dot. */
export function isToken(presented: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(presented);
}

function personOf(payload: unknown): Principal | null {
  const { success, data } = claimsSchema.safeParse(payload);
  if (!success) return null;
  const { sub: id, name, email } = data;
  const shown = madeReadable(name ?? email ?? id).slice(0, MAX_NAME);
  return { person: { id, name: shown }, scopes: scopesOf(data['cognito:groups']) };
}

/** Of all their groups together; other groups than ours give none. */
function scopesOf(names: readonly string[]): readonly Scope[] {
  const given = Object.entries(groups).flatMap(([group, each]): readonly Scope[] =>
    names.includes(group) ? each : [],
  );
  return scopes.filter((scope) => given.includes(scope));
}

function refused(error: unknown): null {
  const isFault =
    error instanceof FetchError ||
    error instanceof NonRetryableFetchError ||
    error instanceof JwksNotAvailableInCacheError;
  if (error instanceof JwtBaseError && !isFault) return null;
  throw error;
}
