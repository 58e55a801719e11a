import { DomainError } from '../domain/errors';

/** The database does not answer, or broke off; nothing is known to be wrong with the request. */
export class CatalogueUnavailableError extends DomainError {
  readonly code = 'catalogue_unavailable';

  constructor(cause: unknown) {
    super(`the catalogue must answer, got: ${messageOf(cause)}; try again later`, { cause });
  }
}

/** The database refused a statement: a fault of this software or of the schema. */
export class CatalogueQueryError extends DomainError {
  readonly code = 'catalogue_query';

  constructor(statement: string, cause: unknown) {
    super(`statement '${statement}' must be accepted, got: ${messageOf(cause)}`, { cause });
  }
}

/** The schema could not be brought up to date; what the failed migration did was undone. */
export class MigrationError extends DomainError {
  readonly code = 'migration';
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
