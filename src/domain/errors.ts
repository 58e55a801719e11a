import type { Rejection } from './rejection';
import { keptUntil, reasonsToKeep, type Retention } from './retention';

/** What a caller can act on. `code` is stable and is what clients see; messages are for people. */
export abstract class DomainError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

export class VideoNotFoundError extends DomainError {
  readonly code = 'video_not_found';

  constructor(id: string) {
    super(`no video has the id '${id}'; it may have been deleted`);
  }
}

/** The video is in a state that does not allow what was asked. */
export class VideoStateError extends DomainError {
  readonly code = 'video_state';
}

export class ReportNotFoundError extends DomainError {
  readonly code = 'report_not_found';

  constructor(id: string) {
    super(
      `video '${id}' has no QC report of this kind; GET /v1/videos/${id}/qc lists those it has`,
    );
  }
}

/** Who proposed an override wanted to approve it, too. */
export class SecondPersonNeededError extends DomainError {
  readonly code = 'second_person_needed';

  constructor(proposedBy: string) {
    super(`an override must be approved by another client than '${proposedBy}', who proposed it`);
  }
}

/** The video must be kept for now: by its broadcast, or by a correction case. */
export class VideoRetainedError extends DomainError {
  readonly code = 'video_retained';
  /** ISO 8601, UTC: the last moment that it must be kept. */
  readonly keptUntil: string | null;

  constructor(id: string, retention: Retention) {
    super(`video '${id}' must not be deleted: ${reasonsToKeep(retention)}`);
    this.keptUntil = keptUntil(retention);
  }
}

export class ProgrammeNotFoundError extends DomainError {
  readonly code = 'programme_not_found';

  constructor(id: string) {
    super(`video '${id}' has no programme record; give it one with PUT /v1/videos/${id}/programme`);
  }
}

/** What was asked would let a video go earlier than it may go now. */
export class RetentionShortenedError extends DomainError {
  readonly code = 'retention_shortened';

  constructor(before: Retention) {
    super(
      `this change would end the time that the video must be kept (${reasonsToKeep(before)}); it needs the scope 'legal'`,
    );
  }
}

export class CaseNotFoundError extends DomainError {
  readonly code = 'case_not_found';

  constructor(id: string) {
    super(`the video has no correction case '${id}'`);
  }
}

/** A correction case can't be opened, or can't take this step. */
export class CaseRefusedError extends DomainError {
  readonly code = 'case_refused';
}

/** `If-Match` named a revision that is no longer the newest. */
export class RevisionConflictError extends DomainError {
  readonly code = 'revision_conflict';

  constructor(id: string, expected: number) {
    super(
      `video '${id}' is no longer at revision ${expected}; read it again, then repeat the change`,
    );
  }
}

/** Another worker holds the video, or took it over; what this one wrote was not stored. */
export class LeaseLostError extends DomainError {
  readonly code = 'lease_lost';

  constructor(videoId: string, fence: number) {
    super(`the lease ${fence} on video '${videoId}' is no longer held`);
  }
}

/** The file is no usable video: the end of its processing, not a fault. */
export class FileRejectedError extends DomainError {
  readonly code = 'file_rejected';

  constructor(
    readonly rejection: Rejection,
    options?: ErrorOptions,
  ) {
    super(rejection.detail, options);
  }
}

/** The object is not in the store (any more). */
export class ObjectNotFoundError extends DomainError {
  readonly code = 'object_not_found';

  constructor(bucket: string, key: string, options?: ErrorOptions) {
    super(`no object '${key}' in '${bucket}'`, options);
  }
}

/** The key holds an object, and an upload by a signed URL takes the place of none. */
export class ObjectExistsError extends DomainError {
  readonly code = 'object_exists';

  constructor(bucket: string, key: string, options?: ErrorOptions) {
    super(`the key '${key}' in '${bucket}' must be free, got an object; its bytes stay`, options);
  }
}

/** The store holds other bytes than those that were read before, of a video that must be kept. */
export class KeptBytesChangedError extends DomainError {
  readonly code = 'kept_bytes_changed';

  constructor(
    kept: string,
    /** Of what is there; hexadecimal. */
    readonly found: string,
  ) {
    super(`the bytes must be those that are kept (SHA-256 ${kept}), got ${found}; bring them back`);
  }
}

/** No upload is under way that this request could continue or complete. */
export class UploadNotFoundError extends DomainError {
  readonly code = 'upload_not_found';

  constructor(id: string) {
    super(`no upload is under way for video '${id}'; ask for a new one with POST /v1/videos`);
  }
}

/** A cursor that was not issued by this service, or was issued for another query. */
export class InvalidCursorError extends DomainError {
  readonly code = 'invalid_cursor';

  constructor() {
    super("'cursor' must be one that the previous page of the same query returned");
  }
}
