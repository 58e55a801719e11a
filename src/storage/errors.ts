import { DomainError, InternalError } from '../domain/domain-error';
import { type ObjectVersion, videoIdOf } from '../domain/object-version';

/**
 * The database does not answer, or broke off; nothing is known to be wrong with the request. Clients are told
 * so: what there is of addresses and users is in the cause, which only the log shows.
 */
export class CatalogueUnavailableError extends DomainError {
  readonly code = 'catalogue_unavailable';
  readonly status = 503;
  readonly title = 'The database does not answer';

  constructor(cause: unknown) {
    super('the database does not answer; try again in a few seconds', { cause });
  }
}

/** The database refused a statement: a fault of this software or of the schema. */
export class CatalogueQueryError extends InternalError {
  readonly code = 'catalogue_query';

  constructor(statement: string, cause: unknown) {
    super(`the database refused statement '${statement}': ${messageOf(cause)}`, { cause });
  }
}

/** The schema could not be brought up to date; what the failed migration did was undone. */
export class MigrationError extends InternalError {
  readonly code = 'migration';
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** @throws ForeignKeyError when the object is not that of the video */
export function ensureOwnKey(videoId: string, object: Pick<ObjectVersion, 'bucket' | 'key'>): void {
  if (videoIdOf(object) !== videoId) throw new ForeignKeyError(videoId, object.key);
}

/** A row or an entry names another key than that of its video: somebody wrote it who wants those bytes gone. */
class ForeignKeyError extends InternalError {
  readonly code = 'foreign_key';

  constructor(id: string, key: string) {
    super(`'${key}' is not the key of video '${id}', so its bytes are left alone`);
  }
}
