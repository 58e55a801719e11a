import {
  MethodNotAllowedError,
  PartsMissingError,
  RequestInvalidError,
  ScopeMissingError,
  UnauthenticatedError,
} from './errors';
import { refusalOf } from './framework-errors';
import type { Problem } from './route-schemas';
import { DomainError } from '../domain/domain-error';
import { DraftInvalidError } from '../domain/quality/own-profile';
import { VideoRetainedError } from '../domain/retention';

/** Everything of an HTTP answer that an error decides. */
export interface ProblemAnswer {
  readonly body: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** Long enough for a database failover to get on, short enough that a client still waits. */
const RETRY_AFTER_SECONDS = '5';

/** At most this many of each list in one answer: 100 lines are more than anybody reads. */
const MAX_LISTED = 100;

/** What a client is told of an error. `instance` is the id of the request. */
export function problemOf(error: unknown, instance: string): ProblemAnswer {
  const { code, status, title, detail } = describe(error);
  return {
    body: {
      type: `urn:streamtech:problem:${code}`,
      title,
      status,
      detail,
      code,
      instance,
      ...((error instanceof RequestInvalidError || error instanceof DraftInvalidError) && {
        errors: error.errors.slice(0, MAX_LISTED),
      }),
      ...(error instanceof PartsMissingError && {
        missingParts: error.partNumbers.slice(0, MAX_LISTED),
      }),
      ...(error instanceof VideoRetainedError &&
        error.keptUntil !== null && { keptUntil: error.keptUntil }),
    },
    headers: headersOf(error, status),
  };
}

function describe(error: unknown): Pick<Problem, 'code' | 'status' | 'title' | 'detail'> {
  if (error instanceof DomainError && error.status !== 500) {
    const { code, status, title, message: detail } = error;
    return { code, status, title, detail };
  }
  return (
    refusalOf(error) ?? {
      code: 'internal_error',
      status: 500,
      title: 'Something went wrong on our side',
      detail: "try again; if it stays, tell the platform team the 'instance' of this answer",
    }
  );
}

function headersOf(error: unknown, status: number): Record<string, string> {
  if (error instanceof UnauthenticatedError) {
    const reason = error.presented === 'unknown' ? ', error="invalid_token"' : '';
    return { 'www-authenticate': `Bearer realm="streamtech"${reason}` };
  }
  if (error instanceof ScopeMissingError) {
    // RFC 6750, section 3.1
    return {
      'www-authenticate': `Bearer realm="streamtech", error="insufficient_scope", scope="${error.scope}"`,
    };
  }
  if (error instanceof MethodNotAllowedError) return { allow: error.allowed.join(', ') };
  return status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS } : {};
}
