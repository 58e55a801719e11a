import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Actor } from '../domain/actor';
import { ScopeMissingError, UnauthenticatedError } from './errors';
import type { Scope } from './routes';

/** Who sends a request, and what they may do. */
export type Principal = {
  readonly scopes: readonly Scope[];
} & ({ readonly client: string } | { readonly person: Person });

/** As in the claim `sub` of OpenID Connect: at most 255 of ASCII; without spaces, as an actor ends it by one. */
export const personIdSchema = z.string().regex(/^[\x21-\x7e]{1,255}$/);

/** Who has signed in, or holds a key that is theirs. */
export interface Person {
  /** Never changes, and is never another's. Printable ASCII without spaces. */
  readonly id: string;
  /** As it is today. */
  readonly name: string;
}

/** The name under which the audit log records them. */
export function actorOf(principal: Principal): Actor {
  if ('client' in principal) return `client:${principal.client}`;
  const { id, name } = principal.person;
  return `person:${id} ${name}`;
}

/** The name for logs of requests: of a person without what others know them by. */
export function loggedName(principal: Principal): string {
  return 'client' in principal ? principal.client : `person:${principal.person.id}`;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once key or token was checked; null on public routes. */
    principal: Principal | null;
  }
}

/** The key or token of a request: `x-api-key`, or else a bearer token. */
export function presentedKey(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): string | undefined {
  const key = headers['x-api-key'];
  if (typeof key === 'string' && key !== '') return key;
  const { authorization } = headers;
  return typeof authorization === 'string'
    ? /^Bearer +(\S+)$/i.exec(authorization)?.[1]
    : undefined;
}

/** A hook that lets through only who may do this; `any` = whoever is known. */
export function requireScope(
  scope: Scope | 'any',
  authenticate: (request: FastifyRequest) => Principal | null,
) {
  return (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void => {
    const principal = authenticate(request);
    request.principal = principal;
    if (principal === null) {
      const presented = presentedKey(request.headers) === undefined ? 'none' : 'unknown';
      done(new UnauthenticatedError(presented));
    } else if (scope === 'any' || principal.scopes.includes(scope)) {
      done();
    } else {
      done(new ScopeMissingError(scope));
    }
  };
}
