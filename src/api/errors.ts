import { DomainError } from '../domain/errors';
import type { Scope } from './routes';

/** One value of a request that broke a rule. */
export interface InvalidValue {
  /** Dotted, such as `streams.0.codec`; the part of the request when it is the whole of it. */
  readonly path: string;
  /** Rule, value, remedy. */
  readonly message: string;
}

export class RequestInvalidError extends DomainError {
  readonly code = 'invalid_request';

  constructor(readonly errors: readonly InvalidValue[]) {
    super(errors.map(({ message }) => message).join('; '));
  }
}

export class UnauthenticatedError extends DomainError {
  readonly code = 'unauthenticated';

  constructor(readonly presented: 'none' | 'unknown') {
    super(
      presented === 'none'
        ? "this operation needs an API key; send it as 'x-api-key'"
        : 'the API key is not known or has expired; ask the platform team for a new one',
    );
  }
}

export class ScopeMissingError extends DomainError {
  readonly code = 'scope_missing';

  constructor(readonly scope: Scope) {
    super(`this operation needs the scope '${scope}', which the API key does not have`);
  }
}

export class RouteNotFoundError extends DomainError {
  readonly code = 'route_not_found';

  constructor() {
    super('no operation has this path; /v1/openapi.json lists them all');
  }
}

export class MethodNotAllowedError extends DomainError {
  readonly code = 'method_not_allowed';

  constructor(readonly allowed: readonly string[]) {
    super(`this path takes ${allowed.join(', ')} only`);
  }
}

/** Parts of an upload have not arrived, or arrived in another size than was agreed. */
export class PartsMissingError extends DomainError {
  readonly code = 'parts_missing';

  constructor(readonly partNumbers: readonly number[]) {
    super(
      `${partNumbers.length} parts have not arrived in full; get their addresses with GET, send them, then complete again`,
    );
  }
}

/** The catalogue did not answer in time; its own adapter throws the same code. */
export class CatalogueSilentError extends DomainError {
  readonly code = 'catalogue_unavailable';

  constructor(options?: ErrorOptions) {
    super('the database does not answer; try again in a few seconds', options);
  }
}
