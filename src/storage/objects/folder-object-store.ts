import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ObjectNotFoundError } from '../../domain/errors';
import { fileClosed } from '../../runtime/file-closed';
import { findFileOfKey, pathOfKey, placeForKey } from './folder-layout';
import { FolderMultipart } from './folder-multipart';
import type {
  ByteRange,
  MultipartRef,
  ObjectInfo,
  ObjectRef,
  ObjectStore,
  PresignedRequest,
  PresignOptions,
  PutOptions,
  RangeRead,
  UploadedPart,
} from './object-store';
import { TicketSigner, type UploadTicket } from './upload-ticket';

export interface FolderObjectStoreOptions {
  /** The folder that is the bucket; keys are paths below it. */
  readonly directory: string;
  readonly bucket: string;
  /** Signs upload URLs; whoever knows it may store anything. */
  readonly signingSecret: string;
  /** Where the upload endpoint listens, such as `http://127.0.0.1:8080`. */
  readonly uploadUrl: string;
}

/** Where signed URLs lead; the ticket is their query. */
export const UPLOADS_PATH = '/uploads';

/** Hidden, so that no key can reach it. */
const PRIVATE_DIRECTORY = '.store';

/**
 * A folder as the bucket. A key holds its newest bytes only; whatever people put into the folder by
 * hand is an object too. A file appears under its name when all of it is on the disk, never before.
 */
export class FolderObjectStore implements ObjectStore {
  readonly bucket: string;
  private readonly directory: string;
  private readonly multipart: FolderMultipart;
  private readonly signer: TicketSigner;

  constructor(private readonly options: FolderObjectStoreOptions) {
    this.bucket = options.bucket;
    this.directory = path.resolve(options.directory);
    this.signer = new TicketSigner(options.signingSecret);
    this.multipart = new FolderMultipart(this.privatePath('multipart'), this.bucket);
  }

  async head({ key }: ObjectRef): Promise<ObjectInfo> {
    return (await this.open(key)).info;
  }

  async readRange(object: ObjectRef, range: ByteRange, signal?: AbortSignal): Promise<RangeRead> {
    const { file, info } = await this.open(object.key);
    const totalBytes = info.sizeBytes;
    const start = range.start < 0 ? Math.max(0, totalBytes + range.start) : range.start;
    const end = Math.min(range.end ?? totalBytes - 1, totalBytes - 1);
    if (start > end) return { body: Readable.from([]), start: totalBytes, totalBytes };
    return { body: createReadStream(file, { start, end, signal }), start, totalBytes };
  }

  async read(object: ObjectRef, signal?: AbortSignal): Promise<Readable> {
    const { file } = await this.open(object.key);
    return createReadStream(file, { signal });
  }

  async put(key: string, body: Readable, options: PutOptions = {}): Promise<ObjectInfo> {
    await this.write(await placeForKey(this.directory, key), body, options);
    return this.head({ key, versionId: null });
  }

  async delete(key: string): Promise<void> {
    const file = await findFileOfKey(this.directory, key);
    if (file !== undefined) await rm(file, { force: true });
  }

  presignPut(key: string, options: PresignOptions): Promise<PresignedRequest> {
    const headers = { 'content-type': options.contentType };
    return Promise.resolve(this.presign({ key }, options.expiresInSeconds, headers));
  }

  startMultipart(key: string): Promise<string> {
    pathOfKey(this.directory, key);
    return this.multipart.start(key);
  }

  presignPart(
    { key, uploadId }: MultipartRef,
    partNumber: number,
    expiresInSeconds: number,
  ): Promise<PresignedRequest> {
    const ticket = { key, part: { uploadId, partNumber } };
    return Promise.resolve(this.presign(ticket, expiresInSeconds, {}));
  }

  listParts(upload: MultipartRef): Promise<UploadedPart[]> {
    return this.multipart.list(upload);
  }

  async completeMultipart(upload: MultipartRef): Promise<ObjectInfo> {
    const info = await this.put(upload.key, await this.multipart.join(upload));
    await this.multipart.remove(upload);
    return info;
  }

  abortMultipart(upload: MultipartRef): Promise<void> {
    return this.multipart.remove(upload);
  }

  /**
   * Stores what the holder of a signed URL sends; false when the signature does not allow it.
   * @throws ObjectNotFoundError when the upload in parts is over
   */
  async receive(signature: string, body: Readable): Promise<boolean> {
    const ticket = this.signer.verify(signature);
    if (!ticket) return false;
    const file = ticket.part
      ? await this.multipart.pathOfPart(
          { key: ticket.key, uploadId: ticket.part.uploadId },
          ticket.part.partNumber,
        )
      : await placeForKey(this.directory, ticket.key);
    await this.write(file, body);
    return true;
  }

  private async open(key: string): Promise<{ file: string; info: ObjectInfo }> {
    const file = await findFileOfKey(this.directory, key);
    if (file === undefined) throw new ObjectNotFoundError(this.bucket, key);
    const stats = await stat(file, { bigint: true }).catch(() => undefined);
    if (!stats?.isFile()) throw new ObjectNotFoundError(this.bucket, key);
    const etag = `"${stats.ctimeNs.toString(16)}-${stats.size.toString(16)}"`;
    return { file, info: { key, versionId: null, sizeBytes: Number(stats.size), etag } };
  }

  /** To a hidden file first; an upload that breaks off leaves nothing. */
  private async write(file: string, body: Readable, options: PutOptions = {}): Promise<void> {
    const draft = this.privatePath('drafts', randomUUID());
    await mkdir(path.dirname(draft), { recursive: true });
    let sentBytes = 0;
    body.on('data', (chunk: Buffer) => {
      sentBytes += chunk.length;
      options.onProgress?.(sentBytes);
    });
    const written = createWriteStream(draft, { flush: true });
    try {
      await pipeline(body, written, { signal: options.signal });
      await mkdir(path.dirname(file), { recursive: true });
      await rename(draft, file);
    } finally {
      await fileClosed(written);
      await rm(draft, { force: true });
    }
  }

  private presign(
    ticket: Omit<UploadTicket, 'expiresAtMs'>,
    expiresInSeconds: number,
    headers: Record<string, string>,
  ): PresignedRequest {
    pathOfKey(this.directory, ticket.key);
    const expiresAtMs = Date.now() + expiresInSeconds * 1000;
    const signature = this.signer.sign({ ...ticket, expiresAtMs });
    return {
      method: 'PUT',
      url: `${this.options.uploadUrl}${UPLOADS_PATH}?ticket=${signature}`,
      headers,
    };
  }

  private privatePath(...names: string[]): string {
    return path.join(this.directory, PRIVATE_DIRECTORY, ...names);
  }
}
