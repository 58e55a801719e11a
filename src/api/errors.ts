import type { Scope } from './routes';
import { DomainError } from '../domain/domain-error';

/** One value of a request that broke a rule. */
export interface InvalidValue {
  /** Dotted, such as `streams.0.codec`; the part of the request when it is the whole of it. */
  readonly path: string;
  /** Rule, value, remedy. */
  readonly message: string;
}

export class RequestInvalidError extends DomainError {
  readonly code = 'invalid_request';
  readonly status = 400;
  readonly title = 'The request is not valid';

  constructor(readonly errors: readonly InvalidValue[]) {
    super(errors.map(({ message }) => message).join('; '));
  }
}

/** The body is in a form that is not read here. */
export class ContentEncodingError extends DomainError {
  readonly code = 'unsupported_content_encoding';
  readonly status = 415;
  readonly title = 'The encoding of the body is not supported';

  constructor(encoding: string) {
    super(`a body must be sent as it is, without 'Content-Encoding', got '${encoding}'`);
  }
}

/** The body is no JSON that any operation takes. */
export class MalformedJsonError extends DomainError {
  readonly code = 'malformed_json';
  readonly status = 400;
  readonly title = 'The body is not JSON';
}

export class UnauthenticatedError extends DomainError {
  readonly code = 'unauthenticated';
  readonly status = 401;
  readonly title = 'An API key is needed';

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
  readonly status = 403;
  readonly title = 'The API key lacks a scope';

  constructor(readonly scope: Scope) {
    super(`this operation needs the scope '${scope}', which the API key does not have`);
  }
}

export class RouteNotFoundError extends DomainError {
  readonly code = 'route_not_found';
  readonly status = 404;
  readonly title = 'No such operation';

  constructor() {
    super('no operation has this path; /v1/openapi.json lists them all');
  }
}

export class MethodNotAllowedError extends DomainError {
  readonly code = 'method_not_allowed';
  readonly status = 405;
  readonly title = 'No such method here';

  constructor(readonly allowed: readonly string[]) {
    super(`this path takes ${allowed.join(', ')} only`);
  }
}

/** Parts of an upload have not arrived, or arrived in another size than was agreed. */
export class PartsMissingError extends DomainError {
  readonly code = 'parts_missing';
  readonly status = 409;
  readonly title = 'Parts are missing';

  constructor(readonly partNumbers: readonly number[]) {
    super(
      `${partNumbers.length} parts have not arrived in full; get their addresses with GET, send them, then complete again`,
    );
  }
}

/** Without it nobody knows which server was meant. */
export class HostMissingError extends DomainError {
  readonly code = 'host_missing';
  readonly status = 400;
  readonly title = 'The request is not valid';

  constructor() {
    super("a request of HTTP/1.1 must have the header 'Host', got none");
  }
}

/** Servers on the way may have read another of them. */
export class HostRepeatedError extends DomainError {
  readonly code = 'host_repeated';
  readonly status = 400;
  readonly title = 'The request is not valid';

  constructor(count: number) {
    super(`a request must have the header 'Host' once, got it ${count} times`);
  }
}
