import type { Readable } from 'node:stream';

/** Where the bytes are. One store is one bucket. */
export interface ObjectStore {
  readonly bucket: string;

  /** @throws ObjectNotFoundError */
  head(object: ObjectRef): Promise<ObjectInfo>;

  /**
   * Bytes `start` to `end`, both inclusive and 0-based, as in HTTP. An `end` past the last byte is
   * cut; a negative `start` with no `end` means the last `-start` bytes.
   * @throws ObjectNotFoundError
   */
  readRange(object: ObjectRef, range: ByteRange, signal?: AbortSignal): Promise<RangeRead>;

  /** All bytes. @throws ObjectNotFoundError */
  read(object: ObjectRef, signal?: AbortSignal): Promise<Readable>;

  /** Stores all of `body`, in parts when it is large; calls `onProgress` with bytes sent so far. */
  put(key: string, body: Readable, options?: PutOptions): Promise<ObjectInfo>;

  /** Removes every version. Succeeds when nothing is there. */
  delete(key: string): Promise<void>;

  /** Removes every version of every object below `prefix`, which ends with `/`. Succeeds when nothing is there. */
  deleteUnder(prefix: string): Promise<void>;

  /**
   * A URL that accepts the whole object in one PUT until `expiresInSeconds` from now: only while the key
   * holds nothing, and only bytes of that number and media type.
   */
  presignPut(key: string, options: PresignOptions): Promise<PresignedRequest>;

  /**
   * A URL that answers GET with the object's bytes, and with ranges of them, under `contentType` until
   * `expiresInSeconds` from now. Whether there is such an object is not asked.
   */
  presignGet(object: ObjectRef, options: PresignGetOptions): Promise<string>;

  /** Begins an upload in parts, which survives a broken connection. */
  startMultipart(key: string, contentType: string): Promise<string>;
  presignPart(
    upload: MultipartRef,
    partNumber: number,
    expiresInSeconds: number,
  ): Promise<PresignedRequest>;
  /** The parts that have arrived, ascending. @throws ObjectNotFoundError when there is no such upload */
  listParts(upload: MultipartRef): Promise<UploadedPart[]>;
  /**
   * Joins these parts, as they were listed, while the key holds nothing.
   * @throws ObjectNotFoundError when there is no such upload
   * @throws ObjectExistsError
   * @throws PartsChangedError when one of them is another by now, or too small for the store
   */
  completeMultipart(upload: MultipartRef, parts: readonly UploadedPart[]): Promise<void>;
  /** Drops the parts. Succeeds when there is no such upload. */
  abortMultipart(upload: MultipartRef): Promise<void>;
}

export interface ObjectRef {
  readonly key: string;
  /** null = the newest */
  readonly versionId: string | null;
}

export interface ObjectInfo {
  readonly key: string;
  readonly versionId: string | null;
  readonly sizeBytes: number;
  readonly etag: string;
  /** Of the upload whose bytes lie there; null = the store does not say, as S3, which knows versions. */
  readonly sequencer: string | null;
  /** Media type that it was stored under; null = the store keeps none. */
  readonly contentType: string | null;
}

export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

export interface RangeRead {
  readonly body: Readable;
  /** 0-based position of the body's first byte. */
  readonly start: number;
  /** Size of the whole object, from Content-Range. */
  readonly totalBytes: number;
  /** Of the whole object: another one means other bytes. */
  readonly etag: string;
}

export interface PutOptions {
  readonly contentType?: string;
  readonly onProgress?: (sentBytes: number) => void;
  readonly signal?: AbortSignal;
}

export interface PresignOptions {
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly expiresInSeconds: number;
}

export interface PresignGetOptions {
  /** Media type that the bytes are said to be. */
  readonly contentType: string;
  readonly expiresInSeconds: number;
}

export interface PresignedRequest {
  readonly method: 'PUT';
  readonly url: string;
  /** The client must send exactly these, and by itself a Content-Length, where that is bound too. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface MultipartRef {
  readonly key: string;
  readonly uploadId: string;
}

export interface UploadedPart {
  /** 1-based. */
  readonly partNumber: number;
  readonly sizeBytes: number;
  readonly etag: string;
}

/** S3 takes 5 MiB to 5 GiB a part and 10,000 parts: 64 MiB reaches 640 GB. */
export const PART_SIZE_BYTES = 64 * 1024 * 1024;
