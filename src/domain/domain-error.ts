/** HTTP statuses of errors; 500 is a fault of ours, of which a client is told nothing. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 415 | 422 | 500 | 503;

/**
 * What a caller can act on. A class says all that a client is told of it, so that no error can be left
 * without: `code` is stable and for programs; title and message are for people.
 */
export abstract class DomainError extends Error {
  abstract readonly code: string;
  abstract readonly status: ErrorStatus;
  /** The same for every error of this class. */
  abstract readonly title: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** One that no client can act on: the worker's, or a fault. */
export abstract class InternalError extends DomainError {
  readonly status = 500;
  readonly title = 'Something went wrong on our side';
}
