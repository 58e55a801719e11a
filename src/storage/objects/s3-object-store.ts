import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { ObjectExistsError, ObjectNotFoundError, PartsChangedError } from '../../domain/errors';
import { versionIdOf } from '../../domain/object-version';
import { awsClient, type CallLimits } from '../../runtime/aws-client';
import {
  type ByteRange,
  type MultipartRef,
  type ObjectInfo,
  type ObjectRef,
  type ObjectStore,
  PART_SIZE_BYTES,
  type PresignedRequest,
  type PresignGetOptions,
  type PresignOptions,
  type PutOptions,
  type RangeRead,
  type UploadedPart,
} from './object-store';

/** A part of an upload is sent before it is answered, and lines to a laptop are slow: never silent, though. */
const LIMITS: CallLimits = { answerMs: 60_000, silenceMs: 10_000 };

/** A client for this store. The endpoint and the region come from the environment. */
export function createS3Client(limits: CallLimits = {}): S3Client {
  return awsClient(
    S3Client,
    { ...LIMITS, ...limits },
    {
      // an emulator has no host name for every bucket
      forcePathStyle: true,
      // a browser that follows a presigned URL cannot be made to send the SDK's own checksums
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    },
  );
}

export class S3ObjectStore implements ObjectStore {
  constructor(
    readonly bucket: string,
    private readonly client: S3Client = createS3Client(),
  ) {}

  async head(object: ObjectRef): Promise<ObjectInfo> {
    const head = await this.found(object.key, () =>
      this.client.send(new HeadObjectCommand(this.at(object))),
    );
    return {
      key: object.key,
      versionId: versionIdOf(head.VersionId),
      sizeBytes: head.ContentLength ?? 0,
      etag: head.ETag ?? '',
      sequencer: null,
      contentType: head.ContentType ?? null,
    };
  }

  async readRange(object: ObjectRef, range: ByteRange, signal?: AbortSignal): Promise<RangeRead> {
    try {
      const answer = await this.found(object.key, () =>
        this.client.send(
          new GetObjectCommand({ ...this.at(object), Range: rangeHeader(range) }),
          abortable(signal),
        ),
      );
      const length = answer.ContentLength ?? 0;
      const [, start = '0', total = String(length)] =
        /^bytes (\d+)-\d+\/(\d+)$/.exec(answer.ContentRange ?? '') ?? [];
      return {
        body: bodyOf(answer.Body),
        start: Number(start),
        totalBytes: Number(total),
        etag: answer.ETag ?? '',
      };
    } catch (error) {
      // no byte of an empty object, and none past the end, can be asked for
      if (!(error instanceof S3ServiceException && error.name === 'InvalidRange')) throw error;
      const { sizeBytes, etag } = await this.head(object);
      return { body: Readable.from([]), start: sizeBytes, totalBytes: sizeBytes, etag };
    }
  }

  async read(object: ObjectRef, signal?: AbortSignal): Promise<Readable> {
    const answer = await this.found(object.key, () =>
      this.client.send(new GetObjectCommand(this.at(object)), abortable(signal)),
    );
    return bodyOf(answer.Body);
  }

  async put(key: string, body: Readable, options: PutOptions = {}): Promise<ObjectInfo> {
    let sizeBytes = 0;
    const { contentType = 'application/octet-stream' } = options;
    const upload = new Upload({
      client: this.client,
      params: { Bucket: this.bucket, Key: key, Body: body, ContentType: contentType },
      partSize: PART_SIZE_BYTES,
      queueSize: 2,
    });
    upload.on('httpUploadProgress', ({ loaded = 0 }) => {
      sizeBytes = loaded;
      options.onProgress?.(loaded);
    });
    const abort = () => void upload.abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    try {
      options.signal?.throwIfAborted();
      const { VersionId, ETag: etag = '' } = await upload.done();
      return {
        key,
        versionId: versionIdOf(VersionId),
        sizeBytes,
        etag,
        sequencer: null,
        contentType,
      };
    } finally {
      options.signal?.removeEventListener('abort', abort);
    }
  }

  delete(key: string): Promise<void> {
    // a prefix also finds longer keys; the key itself sorts before them
    return this.deleteListed(key, (found) => found === key);
  }

  deleteUnder(prefix: string): Promise<void> {
    return this.deleteListed(prefix, () => true);
  }

  private async deleteListed(prefix: string, isMeant: (key?: string) => boolean): Promise<void> {
    // each round deletes what it lists, so the first page is always the next one
    for (;;) {
      const { Versions: versions = [], DeleteMarkers: markers = [] } = await this.client.send(
        new ListObjectVersionsCommand({ Bucket: this.bucket, Prefix: prefix }),
      );
      const found = [...versions, ...markers].filter(({ Key }) => isMeant(Key));
      if (found.length === 0) return;
      const { Errors: errors = [] } = await this.client.send(
        new DeleteObjectsCommand({
          Bucket: this.bucket,
          Delete: {
            Objects: found.map(({ Key, VersionId }) => ({ Key, VersionId })),
            Quiet: true,
          },
        }),
      );
      const [error] = errors;
      if (error)
        throw new Error(`S3 did not delete '${error.Key ?? prefix}': ${error.Code ?? 'unknown'}`);
    }
  }

  async presignPut(key: string, options: PresignOptions): Promise<PresignedRequest> {
    const { contentType, sizeBytes, expiresInSeconds } = options;
    const url = await getSignedUrl(
      this.client,
      new PutObjectCommand({
        Bucket: this.bucket,
        Key: key,
        ContentType: contentType,
        ContentLength: sizeBytes,
        IfNoneMatch: '*',
      }),
      {
        expiresIn: expiresInSeconds,
        // length and condition are signed anyway, the media type only when it is named
        signableHeaders: new Set(['content-type']),
      },
    );
    return { method: 'PUT', url, headers: { 'content-type': contentType, 'if-none-match': '*' } };
  }

  presignGet(object: ObjectRef, options: PresignGetOptions): Promise<string> {
    return getSignedUrl(
      this.client,
      new GetObjectCommand({ ...this.at(object), ResponseContentType: options.contentType }),
      { expiresIn: options.expiresInSeconds },
    );
  }

  async startMultipart(key: string, contentType: string): Promise<string> {
    const { UploadId: uploadId } = await this.client.send(
      new CreateMultipartUploadCommand({ Bucket: this.bucket, Key: key, ContentType: contentType }),
    );
    if (uploadId === undefined) throw new Error(`S3 gave no id for the upload of '${key}'`);
    return uploadId;
  }

  async presignPart(
    upload: MultipartRef,
    partNumber: number,
    expiresInSeconds: number,
  ): Promise<PresignedRequest> {
    const url = await getSignedUrl(
      this.client,
      new UploadPartCommand({ ...this.of(upload), PartNumber: partNumber }),
      { expiresIn: expiresInSeconds },
    );
    return { method: 'PUT', url, headers: {} };
  }

  async listParts(upload: MultipartRef): Promise<UploadedPart[]> {
    const parts: UploadedPart[] = [];
    let marker: string | undefined;
    do {
      const input = { ...this.of(upload), PartNumberMarker: marker };
      const page = await this.found(upload.key, () =>
        this.client.send(new ListPartsCommand(input)),
      );
      for (const { PartNumber, Size = 0, ETag = '' } of page.Parts ?? []) {
        if (PartNumber) parts.push({ partNumber: PartNumber, sizeBytes: Size, etag: ETag });
      }
      // the last page has a marker too, 0 when it is empty: the SDK's paginator would begin anew
      marker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
    } while (marker !== undefined);
    return parts;
  }

  async completeMultipart(upload: MultipartRef, parts: readonly UploadedPart[]): Promise<void> {
    // S3 answers who joins the same parts once more as it did before, though the upload is over
    await this.found(upload.key, () =>
      this.client.send(new ListPartsCommand({ ...this.of(upload), MaxParts: 1 })),
    );
    await this.found(upload.key, () =>
      this.client.send(
        new CompleteMultipartUploadCommand({
          ...this.of(upload),
          IfNoneMatch: '*',
          MultipartUpload: {
            Parts: parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: etag })),
          },
        }),
      ),
    );
  }

  async abortMultipart(upload: MultipartRef): Promise<void> {
    try {
      await this.found(upload.key, () =>
        this.client.send(new AbortMultipartUploadCommand(this.of(upload))),
      );
    } catch (error) {
      if (!(error instanceof ObjectNotFoundError)) throw error;
    }
  }

  private at({ key, versionId }: ObjectRef) {
    return { Bucket: this.bucket, Key: key, ...(versionId !== null && { VersionId: versionId }) };
  }

  private of({ key, uploadId }: MultipartRef) {
    return { Bucket: this.bucket, Key: key, UploadId: uploadId };
  }

  private async found<T>(key: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof S3ServiceException && NOT_FOUND.has(error.name)) {
        throw new ObjectNotFoundError(this.bucket, key, { cause: error });
      }
      if (error instanceof S3ServiceException && EXISTS.has(error.name)) {
        throw new ObjectExistsError(this.bucket, key, { cause: error });
      }
      if (error instanceof S3ServiceException && PARTS_CHANGED.has(error.name)) {
        throw new PartsChangedError(this.bucket, key, { cause: error });
      }
      throw error;
    }
  }
}

/** HEAD has no body to carry a code, hence `NotFound`. */
const NOT_FOUND = new Set(['NoSuchKey', 'NotFound', 'NoSuchVersion', 'NoSuchUpload']);

/** The second is for a write that another one to the same key crossed. */
const EXISTS = new Set(['PreconditionFailed', 'ConditionalRequestConflict']);

/** Of `CompleteMultipartUpload`: a part was sent again, or is smaller than any part but the last may be. */
const PARTS_CHANGED = new Set(['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall']);

function rangeHeader({ start, end }: ByteRange): string {
  return start < 0 ? `bytes=${start}` : `bytes=${start}-${end ?? ''}`;
}

function abortable(signal: AbortSignal | undefined) {
  return signal ? { abortSignal: signal } : {};
}

function bodyOf(body: unknown): Readable {
  if (body instanceof Readable) return body;
  throw new TypeError('S3 answered without a stream');
}
