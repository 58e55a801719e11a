import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ObjectExistsError, ObjectNotFoundError } from '../../domain/errors';
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
    const { contentType, sizeBytes, expiresInSeconds } = options;
    const ticket = { key, declared: { contentType, sizeBytes } };
    const headers = { 'content-type': contentType, 'if-none-match': '*' };
    return Promise.resolve(this.presign(ticket, expiresInSeconds, headers));
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

  async completeMultipart(upload: MultipartRef): Promise<void> {
    await this.create(upload.key, await this.multipart.join(upload));
    await this.multipart.remove(upload);
  }

  abortMultipart(upload: MultipartRef): Promise<void> {
    return this.multipart.remove(upload);
  }

  /**
   * Stores what the holder of a signed URL sends; false when the signature does not allow it, which
   * covers the headers of a whole object too, as in S3.
   * @throws ObjectNotFoundError when the upload in parts is over
   * @throws ObjectExistsError
   */
  async receive(
    signature: string,
    headers: Readonly<Record<string, unknown>>,
    body: Readable,
  ): Promise<boolean> {
    const ticket = this.signer.verify(signature);
    if (!ticket) return false;
    const { key, part, declared } = ticket;
    if (part) {
      const upload = { key, uploadId: part.uploadId };
      await this.write(await this.multipart.pathOfPart(upload, part.partNumber), body);
      return true;
    }
    const isAsDeclared =
      headers['content-type'] === declared?.contentType &&
      headers['content-length'] === String(declared?.sizeBytes) &&
      headers['if-none-match'] === '*';
    if (isAsDeclared) await this.create(key, body);
    return isAsDeclared;
  }

  /** @throws ObjectExistsError */
  private async create(key: string, body: Readable): Promise<void> {
    if ((await findFileOfKey(this.directory, key)) !== undefined) {
      throw new ObjectExistsError(this.bucket, key);
    }
    try {
      // unlike a rename, a link takes the place of nothing that came meanwhile
      await this.write(await placeForKey(this.directory, key), body, {}, link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new ObjectExistsError(this.bucket, key, { cause: error });
    }
  }

  private async open(key: string): Promise<{ file: string; info: ObjectInfo }> {
    const file = await findFileOfKey(this.directory, key);
    if (file === undefined) throw new ObjectNotFoundError(this.bucket, key);
    const stats = await stat(file, { bigint: true }).catch(() => undefined);
    if (!stats?.isFile()) throw new ObjectNotFoundError(this.bucket, key);
    const etag = `"${stats.ctimeNs.toString(16)}-${stats.size.toString(16)}"`;
    const sizeBytes = Number(stats.size);
    return { file, info: { key, versionId: null, sizeBytes, etag, contentType: null } };
  }

  /** To a hidden file first; an upload that breaks off leaves nothing. */
  private async write(
    file: string,
    body: Readable,
    options: PutOptions = {},
    place: typeof rename = rename,
  ): Promise<void> {
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
      await place(draft, file);
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
