import type { Problem } from './contract';

/** The API said no. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
    /** What was asked for: to look or to change. */
    readonly intent: 'read' | 'write' = 'write',
  ) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = 'ApiError';
  }
}

/** No answer came: the network is down, or the time limit ran out. */
export class UnreachableError extends Error {
  constructor(options?: ErrorOptions) {
    super('no answer', options);
    this.name = 'UnreachableError';
  }
}

/** `If-Match` named a revision that is no longer the newest. */
export const CHANGED_MEANWHILE = 412;

const TOO_MANY_REQUESTS = 429;
const REQUEST_TIMEOUT = 408;
const FIRST_SERVER_ERROR = 500;

/** Whether the same request may well succeed later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof UnreachableError) return true;
  return (
    error instanceof ApiError &&
    (error.status >= FIRST_SERVER_ERROR ||
      error.status === TOO_MANY_REQUESTS ||
      error.status === REQUEST_TIMEOUT)
  );
}

export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof ApiError && error.status === status;
}
