import { session } from '../session/session';
import type { Problem } from './contract';
import { ApiError, UnreachableError } from './errors';
import { EtagMemory } from './etag-memory';

export interface Call {
  /** @default GET */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: URLSearchParams;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** `default` where the browser may keep the answer. @default no-store, and the memory of ETags */
  readonly cache?: 'default';
}

/** API Gateway gives up after 29 s; whoever waits longer waits for nothing. */
const TIMEOUT_MS = 30_000;
const NOT_MODIFIED = 304;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

const remembered = new EtagMemory();
session.watch(() => {
  remembered.clear();
});

/**
 * One request to the API with the session's key or token. The answer's type is the caller's word: it comes
 * from the contract, and the API checks what it sends.
 * @throws ApiError, UnreachableError; the signal's reason when `signal` is aborted
 */
export async function call<T>(path: string, options: Call = {}): Promise<T> {
  try {
    return (await exchange(path, options)) as T;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof ApiError) throw error;
    throw new UnreachableError({ cause: error });
  }
}

async function exchange(path: string, options: Call): Promise<unknown> {
  const { method = 'GET', query, body, cache = 'no-store' } = options;
  // relative to the document, so that the page works under the stage path of an API Gateway too
  const url = new URL(`v1/${path}`, document.baseURI);
  if (query) url.search = query.toString();
  const isRemembered = method === 'GET' && cache === 'no-store';
  const known = isRemembered ? remembered.get(url.href) : undefined;
  const limits = [AbortSignal.timeout(TIMEOUT_MS), options.signal].filter((s) => s !== undefined);

  const response = await fetch(url, {
    method,
    headers: await headersFor(options, known?.etag),
    body: body === undefined ? null : JSON.stringify(body, inOneLine),
    // the memory of ETags is ours: the browser's cache would hide every 304
    cache,
    signal: AbortSignal.any(limits),
  });
  if (response.status === NOT_MODIFIED && known) return known.body;
  if (!response.ok) throw await refusal(response, method);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  const answer: unknown = isJson && text !== '' ? JSON.parse(text) : text;
  const etag = response.headers.get('etag');
  if (isRemembered && etag !== null) remembered.set(url.href, { etag, body: answer });
  return answer;
}

/** The API takes no control characters in its texts: a line break becomes a space. */
function inOneLine(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/\p{Cc}+/gu, ' ') : value;
}

async function headersFor(options: Call, etag: string | undefined): Promise<Headers> {
  const headers = new Headers(options.headers);
  const bearer = await session.bearer();
  if (bearer !== null) headers.set('authorization', `Bearer ${bearer}`);
  if (etag !== undefined) headers.set('if-none-match', etag);
  if (options.body !== undefined) headers.set('content-type', 'application/json');
  return headers;
}

async function refusal(response: Response, method: string): Promise<ApiError> {
  // a proxy's error page is no JSON; the status alone must do then
  const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
  if (response.status === UNAUTHORIZED) session.end('refused');
  const intent = method === 'GET' ? 'read' : 'write';
  if (response.status === FORBIDDEN) {
    const challenge = response.headers.get('www-authenticate') ?? '';
    session.lacks(/scope="(\w+)"/.exec(challenge)?.[1] ?? '');
  }
  return new ApiError(response.status, problem, intent);
}
