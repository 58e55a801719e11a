import type * as z from 'zod';
import {
  MethodNotAllowedError,
  PartsMissingError,
  RequestInvalidError,
  ScopeMissingError,
  UnauthenticatedError,
} from './errors';
import { VideoRetainedError } from '../domain/errors';
import type { problemSchema } from './route-schemas';

export type Problem = z.output<typeof problemSchema>;

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

type Kind = readonly [status: number, title: string, detail?: string];

/**
 * The one table from error code to HTTP status. A third entry replaces the text of an error that
 * the framework words. What is not listed is a fault of ours: 500, and nothing of it is told.
 */
const kinds: Readonly<Record<string, Kind>> = {
  invalid_request: [400, 'The request is not valid'],
  invalid_cursor: [400, 'The cursor is not valid'],
  unauthenticated: [401, 'An API key is needed'],
  scope_missing: [403, 'The API key lacks a scope'],
  second_person_needed: [403, 'Another client must approve this'],
  retention_shortened: [403, 'The API key lacks a scope'],
  route_not_found: [404, 'No such operation'],
  video_not_found: [404, 'No such video'],
  upload_not_found: [404, 'No such upload'],
  report_not_found: [404, 'No QC report'],
  programme_not_found: [404, 'No programme record'],
  case_not_found: [404, 'No such correction case'],
  method_not_allowed: [405, 'No such method here'],
  video_state: [409, 'The state of the video does not allow this'],
  video_retained: [409, 'The video must be kept for now'],
  case_refused: [409, 'The correction case does not allow this'],
  parts_missing: [409, 'Parts are missing'],
  revision_conflict: [412, 'The video was changed meanwhile'],
  catalogue_unavailable: [503, 'The database does not answer'],
};

/** Codes of Fastify, under the names that clients see. */
const frameworkCodes: Readonly<Record<string, readonly [code: string, ...kind: Kind]>> = {
  FST_ERR_BAD_URL: ['invalid_request', 400, 'The request is not valid', 'the URL is malformed'],
  FST_ERR_MAX_PARAM_LENGTH: [
    'invalid_request',
    400,
    'The request is not valid',
    'a part of the path must be at most 100 characters',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: [
    'malformed_json',
    400,
    'The body is not JSON',
    'the body must be JSON; check its quotes and commas',
  ],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'invalid_request',
    400,
    'The request is not valid',
    'the body must be as long as Content-Length says',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'body_too_large',
    413,
    'The body is too large',
    'a body must be at most 65536 bytes; send the bytes of a video to the address of its upload',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    415,
    'The media type is not supported',
    'a body must be JSON, sent as application/json',
  ],
  FST_ERR_CTP_INVALID_CONTENT_TYPE: [
    'unsupported_media_type',
    415,
    'The media type is not supported',
    'a body must be JSON, sent as application/json',
  ],
};

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
      ...(error instanceof RequestInvalidError && { errors: error.errors.slice(0, MAX_LISTED) }),
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
  const raised = codeOf(error);
  const [code, status, title, detail] = frameworkCodes[raised] ?? [
    raised,
    ...(kinds[raised] ?? []),
  ];
  if (error instanceof Error && status !== undefined && title !== undefined) {
    return { code, status, title, detail: detail ?? error.message };
  }
  return {
    code: 'internal_error',
    status: 500,
    title: 'Something went wrong on our side',
    detail: "try again; if it stays, tell the platform team the 'instance' of this answer",
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
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
