import { DomainError, InternalError } from './domain-error';
import type { Rejection } from './rejection';

export class VideoNotFoundError extends DomainError {
  readonly code = 'video_not_found';
  readonly status = 404;
  readonly title = 'No such video';

  constructor(id: string) {
    super(`no video has the id '${id}'; it may have been deleted`);
  }
}

/** The video is in a state that does not allow what was asked. */
export class VideoStateError extends DomainError {
  readonly code = 'video_state';
  readonly status = 409;
  readonly title = 'The state of the video does not allow this';
}

export class ReportNotFoundError extends DomainError {
  readonly code = 'report_not_found';
  readonly status = 404;
  readonly title = 'No QC report';

  constructor(id: string) {
    super(
      `video '${id}' has no QC report of this kind; GET /v1/videos/${id}/qc lists those it has`,
    );
  }
}

/** Who proposed or inspected wanted to approve it, too. */
export class SecondPersonNeededError extends DomainError {
  readonly code = 'second_person_needed';
  readonly status = 403;
  readonly title = 'Another client must do this';

  constructor(by: string, did: 'proposed it' | `${'inspected' | 'approved'} it`) {
    super(`it must be done by another client than '${by}', who ${did}`);
  }
}

/** Somebody else entered the finding that was to be withdrawn. */
export class AuthorNeededError extends DomainError {
  readonly code = 'author_needed';
  readonly status = 403;
  readonly title = 'Only its author may withdraw this';

  constructor(author: string) {
    super(
      `a finding must be withdrawn by '${author}', who entered it; propose another verdict instead`,
    );
  }
}

export class FindingNotFoundError extends DomainError {
  readonly code = 'finding_not_found';
  readonly status = 404;
  readonly title = 'No such finding';

  constructor(id: string) {
    super(`no finding by eye has the id '${id}'; it may have been withdrawn`);
  }
}

export class ProgrammeNotFoundError extends DomainError {
  readonly code = 'programme_not_found';
  readonly status = 404;
  readonly title = 'No programme record';

  constructor(id: string) {
    super(`video '${id}' has no programme record; give it one with PUT /v1/videos/${id}/programme`);
  }
}

export class CaseNotFoundError extends DomainError {
  readonly code = 'case_not_found';
  readonly status = 404;
  readonly title = 'No such correction case';

  constructor(id: string) {
    super(`the video has no correction case '${id}'`);
  }
}

/** `If-Match` did not name the newest revision. */
export class RevisionConflictError extends DomainError {
  readonly code = 'revision_conflict';
  readonly status = 412;
  readonly title = 'The video was changed meanwhile';

  constructor(id: string, expected: readonly number[]) {
    const named = expected.length > 0 ? `revision ${expected.join(' or ')}` : 'what If-Match names';
    super(`video '${id}' is no longer at ${named}; read it again, then repeat the change`);
  }
}

/** Another worker holds the video, or took it over; what this one wrote was not stored. */
export class LeaseLostError extends InternalError {
  readonly code = 'lease_lost';

  constructor(videoId: string, fence: number) {
    super(`the lease ${fence} on video '${videoId}' is no longer held`);
  }
}

/** The file is no usable video: the end of its processing, not a fault. */
export class FileRejectedError extends InternalError {
  readonly code = 'file_rejected';

  constructor(
    readonly rejection: Rejection,
    options?: ErrorOptions,
  ) {
    super(rejection.detail, options);
  }
}

/** The object is not in the store (any more). */
export class ObjectNotFoundError extends InternalError {
  readonly code = 'object_not_found';

  constructor(bucket: string, key: string, options?: ErrorOptions) {
    super(`no object '${key}' in '${bucket}'`, options);
  }
}

/** The key holds an object, and an upload by a signed URL replaces none. */
export class ObjectExistsError extends InternalError {
  readonly code = 'object_exists';

  constructor(bucket: string, key: string, options?: ErrorOptions) {
    super(`the key '${key}' in '${bucket}' already holds an object; its bytes stay`, options);
  }
}

/** A part was uploaded again after the parts were listed; nothing was joined, and all parts stay. */
export class PartsChangedError extends InternalError {
  readonly code = 'parts_changed';

  constructor(bucket: string, key: string, options?: ErrorOptions) {
    super(`the parts of '${key}' in '${bucket}' have changed since they were listed`, options);
  }
}

/** The object was replaced after the upload, maybe while it was read. */
export class ObjectChangedError extends InternalError {
  readonly code = 'object_changed';

  constructor(
    bucket: string,
    key: string,
    readonly found: FoundUpload,
  ) {
    super(`the object '${key}' in '${bucket}' has changed since it was uploaded`);
  }
}

interface FoundUpload {
  /** null = the store does not say */
  readonly sequencer: string | null;
  readonly sizeBytes: number;
}

/** The store holds other bytes than those of a video that must be kept, or bytes that cannot be compared. */
export class KeptBytesChangedError extends InternalError {
  readonly code = 'kept_bytes_changed';

  constructor(
    /** Hexadecimal; null = nobody has read them to the end. */
    kept: string | null,
    readonly found: FoundBytes,
  ) {
    super(
      kept === null
        ? `other bytes may have replaced the kept ones, of which no checksum is known: found SHA-256 ${found.sha256}; end their retention (scope 'legal') to take these`
        : `other bytes have replaced the kept ones (SHA-256 ${kept}): found ${found.sha256}; restore the kept ones`,
    );
  }
}

interface FoundBytes extends FoundUpload {
  /** Hexadecimal. */
  readonly sha256: string;
}

/** No upload is under way that this request could continue or complete. */
export class UploadNotFoundError extends DomainError {
  readonly code = 'upload_not_found';
  readonly status = 404;
  readonly title = 'No such upload';

  constructor(id: string) {
    super(`no upload is under way for video '${id}'; ask for a new one with POST /v1/videos`);
  }
}

/** There are no bytes of the video that could be played. */
export class NothingUploadedError extends DomainError {
  readonly code = 'nothing_uploaded';
  readonly status = 404;
  readonly title = 'Nothing was uploaded yet';

  constructor(id: string) {
    super(`video '${id}' has no bytes yet; continue its upload: GET /v1/videos/${id}/upload`);
  }
}

/** The upload that a repeated request asked for takes no bytes any more. */
export class UploadEndedError extends DomainError {
  readonly code = 'upload_ended';
  readonly status = 409;
  readonly title = 'The upload has ended';

  constructor(id: string) {
    super(
      `the upload of this 'Idempotency-Key' must be under way, but video '${id}' has its bytes, or was deleted; send another key to upload once more`,
    );
  }
}

/** The key was sent before, to ask for something else. */
export class IdempotencyKeyReusedError extends DomainError {
  readonly code = 'idempotency_key_reused';
  readonly status = 422;
  readonly title = 'The Idempotency-Key belongs to another request';

  constructor() {
    super(
      "'Idempotency-Key' must be a new one for a new request, got one that came with another body within a day",
    );
  }
}

/** A cursor that was not issued by this service, or was issued for another query. */
export class InvalidCursorError extends DomainError {
  readonly code = 'invalid_cursor';
  readonly status = 400;
  readonly title = 'The cursor is not valid';

  constructor() {
    super("'cursor' must be one that the previous page of the same query returned");
  }
}
