/* eslint-disable @typescript-eslint/require-await -- async turns what a method throws into a rejection, as in a real store */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ApiDependencies } from '../../../src/api/dependencies';
import { ObjectExistsError, ObjectNotFoundError } from '../../../src/domain/errors';
import type {
  MultipartRef,
  ObjectInfo,
  ObjectRef,
  PresignedRequest,
  PresignGetOptions,
  PresignOptions,
  UploadedPart,
} from '../../../src/storage/objects/object-store';

/** A bucket that keeps sizes, and the bytes of what is put alone. */
export class ObjectsFake {
  readonly bucket = 'uploads';
  /** Size by key. */
  readonly stored = new Map<string, number>();
  /** Bytes of what was put, by key. */
  readonly contents = new Map<string, Buffer>();
  /** Size by part number, by upload id. */
  readonly parts = new Map<string, Map<number, number>>();
  /** Where clients send bytes. */
  origin = 'https://uploads.example.com';
  /** Told of every object that was stored, as the bucket tells its queue. */
  notify: (key: string) => void = () => undefined;
  /** Set to have every call but presigning fail. */
  fault: Error | undefined;
  private uploads = 0;

  /** As when a client sends a whole file. */
  receive(key: string, sizeBytes: number): void {
    this.stored.set(key, sizeBytes);
    this.notify(key);
  }

  /** As when a client sends a part. */
  receivePart(uploadId: string, partNumber: number, sizeBytes: number): void {
    this.parts.get(uploadId)?.set(partNumber, sizeBytes);
  }

  async head({ key }: ObjectRef): Promise<ObjectInfo> {
    this.check();
    const sizeBytes = this.stored.get(key);
    if (sizeBytes === undefined) throw new ObjectNotFoundError(this.bucket, key);
    return { key, versionId: null, sizeBytes, etag: 'etag', sequencer: null, contentType: null };
  }

  async put(key: string, body: Readable): Promise<ObjectInfo> {
    this.check();
    const content = await buffer(body);
    this.contents.set(key, content);
    this.stored.set(key, content.length);
    return this.head({ key, versionId: null });
  }

  async read({ key }: ObjectRef): Promise<Readable> {
    this.check();
    const content = this.contents.get(key);
    if (content === undefined) throw new ObjectNotFoundError(this.bucket, key);
    return Readable.from([content]);
  }

  async delete(key: string): Promise<void> {
    this.check();
    this.stored.delete(key);
    this.contents.delete(key);
  }

  async deleteUnder(prefix: string): Promise<void> {
    for (const key of this.stored.keys()) if (key.startsWith(prefix)) await this.delete(key);
  }

  async presignPut(key: string, { contentType }: PresignOptions): Promise<PresignedRequest> {
    return this.presigned(key, { 'content-type': contentType, 'if-none-match': '*' });
  }

  async presignGet({ key }: ObjectRef, { contentType }: PresignGetOptions): Promise<string> {
    return `${this.origin}/${encodeURIComponent(key)}?type=${encodeURIComponent(contentType)}`;
  }

  async startMultipart(): Promise<string> {
    this.check();
    const uploadId = `upload-${++this.uploads}`;
    this.parts.set(uploadId, new Map());
    return uploadId;
  }

  async presignPart({ key, uploadId }: MultipartRef, partNumber: number) {
    return this.presigned(`${key}?partNumber=${partNumber}&uploadId=${uploadId}`, {});
  }

  async listParts({ key, uploadId }: MultipartRef): Promise<UploadedPart[]> {
    this.check();
    const parts = this.parts.get(uploadId);
    if (!parts) throw new ObjectNotFoundError(this.bucket, key);
    return [...parts]
      .map(([partNumber, sizeBytes]) => ({ partNumber, sizeBytes, etag: 'etag' }))
      .sort((a, b) => a.partNumber - b.partNumber);
  }

  async completeMultipart(upload: MultipartRef, parts: readonly UploadedPart[]): Promise<void> {
    await this.listParts(upload);
    if (this.stored.has(upload.key)) throw new ObjectExistsError(this.bucket, upload.key);
    this.parts.delete(upload.uploadId);
    this.receive(
      upload.key,
      parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    );
  }

  async abortMultipart({ uploadId }: MultipartRef): Promise<void> {
    this.check();
    this.parts.delete(uploadId);
  }

  private presigned(path: string, headers: Record<string, string>): PresignedRequest {
    return { method: 'PUT', url: `${this.origin}/${path}`, headers };
  }

  private check(): void {
    if (this.fault) throw this.fault;
  }
}

// a fake that no longer fits what the API asks for is a type error here
new ObjectsFake() satisfies ApiDependencies['objects'];
/* eslint-enable @typescript-eslint/require-await -- ends what the first line began */
