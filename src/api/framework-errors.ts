import { STATUS_CODES } from 'node:http';
import type { Problem } from './route-schemas';

type Kind = Pick<Problem, 'code' | 'status' | 'title' | 'detail'>;

/** What the framework and its plugins refuse, in words of the API; null = it is no refusal of theirs. */
export function refusalOf(error: unknown): Kind | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return byCode[code] ?? byStatus(error, code);
}

const invalid = {
  code: 'invalid_request',
  status: 400,
  title: 'The request is not valid',
} as const;
const unsupported: Kind = {
  code: 'unsupported_media_type',
  status: 415,
  title: 'The media type is not supported',
  detail: 'a body must be JSON, sent as application/json',
};

const byCode: Readonly<Record<string, Kind>> = {
  FST_ERR_BAD_URL: { ...invalid, detail: 'the URL is malformed' },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: 'malformed_json',
    status: 400,
    title: 'The body is not JSON',
    detail: 'the body must be JSON; check its quotes and commas',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    ...invalid,
    detail: 'the body must be as long as Content-Length says',
  },
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'body_too_large',
    status: 413,
    title: 'The body is too large',
    detail:
      'a body must be at most 65536 bytes; send the bytes of a video to the address of its upload',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: unsupported,
  FST_ERR_CTP_INVALID_CONTENT_TYPE: unsupported,
};

const notFound: Kind = {
  code: 'route_not_found',
  status: 404,
  title: 'No such operation',
  detail: 'nothing is at this path; /v1/openapi.json lists all operations',
};

/**
 * Plugins say by an HTTP status that a request is at fault, such as that for files: 403 for a path out of
 * its folder, 400 for one with NUL, 416 for a range that a file does not have.
 */
function byStatus(error: Error, code: string): Kind | null {
  const raised = code.startsWith('FST_') || 'expose' in error; // as http-errors makes them
  const status = 'statusCode' in error ? Number(error.statusCode) : 500;
  if (!raised || !(status >= 400 && status < 500)) return null;
  // a hidden file must look like one that does not exist
  if (status === 403 || status === 404) return notFound;
  const reason = STATUS_CODES[status] ?? 'Refused';
  return {
    code: status === 400 ? invalid.code : reason.toLowerCase().replaceAll(/\W+/g, '_'),
    status,
    title: status === 400 ? invalid.title : reason,
    detail: `the request was refused: ${reason}; check its path and headers`,
  };
}
