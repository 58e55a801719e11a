import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../domain/audit';
import { ScopeMissingError, UnauthenticatedError } from './errors';
import type { Scope } from './routes';

/** Who sends a request, and what they may do. */
export interface Principal {
  readonly client: string;
  readonly scopes: readonly Scope[];
}

/** The name under which the audit log records them. */
export function actorOf({ client }: Principal): Actor {
  return `client:${client}`;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the key was checked; null on public routes. */
    principal: Principal | null;
  }
}

/** The key of a request: `x-api-key`, or else a bearer token. */
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

/** A hook that lets through only who may do this. */
export function requireScope(
  scope: Scope,
  authenticate: (request: FastifyRequest) => Principal | null,
) {
  return (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void => {
    const principal = authenticate(request);
    request.principal = principal;
    if (principal === null) {
      const presented = presentedKey(request.headers) === undefined ? 'none' : 'unknown';
      done(new UnauthenticatedError(presented));
    } else if (principal.scopes.includes(scope)) {
      done();
    } else {
      done(new ScopeMissingError(scope));
    }
  };
}
