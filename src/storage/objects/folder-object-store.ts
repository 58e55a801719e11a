import { randomUUID } from 'node:crypto';
import { type BigIntStats, createWriteStream } from 'node:fs';
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ObjectExistsError, ObjectNotFoundError } from '../../domain/errors';
import { fileClosed } from '../../runtime/file-closed';
import { findFileOfKey, pathOfKey, placeForKey, sequencerOf } from './folder-layout';
import { FolderMultipart } from './folder-multipart';
import { isMissing } from './missing-file';
import type {
  ByteRange,
  MultipartRef,
  ObjectInfo,
  ObjectRef,
  ObjectStore,
  PresignedRequest,
  PresignGetOptions,
  PresignOptions,
  PutOptions,
  RangeRead,
  UploadedPart,
} from './object-store';
import { type Ticket, TicketSigner } from './ticket';

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
export const DOWNLOADS_PATH = '/downloads';

/** Hidden, so that no key can reach it. */
const PRIVATE_DIRECTORY = '.store';

/** Of that: what is being written, or removed. */
const DRAFTS = 'drafts';

/** Of that: uploads in parts. */
const PARTS = 'multipart';

/**
 * No upload rests for so long: one that stalls is cut within a minute. Longer than the night that a laptop
 * sleeps, too, while another program sweeps.
 */
const DRAFT_LIFE_MS = 24 * 3_600_000;

/** An upload in parts is given up for dead after a week without a new one, as in AWS. */
const ABANDONED_MS = 7 * 24 * 3_600_000;

/**
 * A folder as the bucket. A key holds its newest bytes only; whatever people put into the folder by
 * hand is an object too. A file appears under its name when all of it is on the disk, never before.
 */
export class FolderObjectStore implements ObjectStore {
  readonly bucket: string;
  /** Absolute. */
  readonly directory: string;
  private readonly multipart: FolderMultipart;
  private readonly signer: TicketSigner;
  /** Uploads in parts that are being joined, by id: whoever asks meanwhile waits for the same end. */
  private readonly joining = new Map<string, Promise<void>>();

  constructor(private readonly options: FolderObjectStoreOptions) {
    this.bucket = options.bucket;
    this.directory = path.resolve(options.directory);
    this.signer = new TicketSigner(options.signingSecret);
    this.multipart = new FolderMultipart(
      this.privatePath(PARTS),
      this.privatePath(DRAFTS),
      this.bucket,
    );
  }

  /** Removes what uploads left that a dying process cut off, or nobody ended; for its next start. */
  async sweep(): Promise<void> {
    for (const [name, ms] of [
      [DRAFTS, DRAFT_LIFE_MS],
      [PARTS, ABANDONED_MS],
    ] as const) {
      for (const left of await untouched(this.privatePath(name), ms)) {
        await rm(left, { recursive: true, force: true });
      }
    }
  }

  async head({ key }: ObjectRef): Promise<ObjectInfo> {
    return (await this.find(key)).info;
  }

  async readRange(object: ObjectRef, range: ByteRange, signal?: AbortSignal): Promise<RangeRead> {
    const { handle, info } = await this.open(object.key);
    const { sizeBytes: totalBytes, etag } = info;
    const start = range.start < 0 ? Math.max(0, totalBytes + range.start) : range.start;
    const end = Math.min(range.end ?? totalBytes - 1, totalBytes - 1);
    if (start > end) {
      await handle.close();
      return { body: Readable.from([]), start: totalBytes, totalBytes, etag };
    }
    return { body: handle.createReadStream({ start, end, signal }), start, totalBytes, etag };
  }

  async read(object: ObjectRef, signal?: AbortSignal): Promise<Readable> {
    const { handle } = await this.open(object.key);
    return handle.createReadStream({ signal });
  }

  async put(key: string, body: Readable, options: PutOptions = {}): Promise<ObjectInfo> {
    await this.write(await placeForKey(this.directory, key), body, options, inFolder(rename));
    return this.head({ key, versionId: null });
  }

  async delete(key: string): Promise<void> {
    const file = await findFileOfKey(this.directory, key);
    if (file !== undefined) await rm(file, { force: true });
  }

  async deleteUnder(prefix: string): Promise<void> {
    const found = await findFileOfKey(this.directory, prefix.replace(/\/$/, ''));
    if (found !== undefined) await rm(found, { recursive: true, force: true });
  }

  presignPut(key: string, options: PresignOptions): Promise<PresignedRequest> {
    const { contentType, sizeBytes, expiresInSeconds } = options;
    const ticket = { key, declared: { contentType, sizeBytes } };
    const headers = { 'content-type': contentType, 'if-none-match': '*' };
    return Promise.resolve(this.presign(ticket, expiresInSeconds, headers));
  }

  presignGet({ key }: ObjectRef, options: PresignGetOptions): Promise<string> {
    const ticket = { key, readAs: options.contentType };
    return Promise.resolve(this.signed(DOWNLOADS_PATH, ticket, options.expiresInSeconds));
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

  completeMultipart(upload: MultipartRef, parts: readonly UploadedPart[]): Promise<void> {
    const id = `${upload.uploadId} ${upload.key}`;
    const joined =
      this.joining.get(id) ?? this.join(upload, parts).finally(() => this.joining.delete(id));
    this.joining.set(id, joined);
    return joined;
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
    if (!ticket || ticket.readAs !== undefined) return false;
    const { key, part, declared } = ticket;
    if (part) {
      const upload = { key, uploadId: part.uploadId };
      const file = await this.multipart.pathOfPart(upload, part.partNumber);
      await this.multipart.whileThere(upload, () => this.write(file, body));
      return true;
    }
    const isAsDeclared =
      headers['content-type'] === declared?.contentType &&
      headers['content-length'] === String(declared?.sizeBytes) &&
      headers['if-none-match'] === '*';
    if (isAsDeclared) await this.create(key, body);
    return isAsDeclared;
  }

  /**
   * The file that the holder of a signed URL may read, from the bucket's folder on, and as what; null when
   * the signature does not allow it.
   * @throws ObjectNotFoundError
   */
  async readable(signature: string): Promise<{ file: string; contentType: string } | null> {
    const ticket = this.signer.verify(signature);
    if (ticket?.readAs === undefined) return null;
    const { file } = await this.find(ticket.key);
    return { file: path.relative(this.directory, file), contentType: ticket.readAs };
  }

  private async join(upload: MultipartRef, parts: readonly UploadedPart[]): Promise<void> {
    const body = await this.multipart.join(upload, parts);
    await this.multipart.whileThere(upload, () => this.create(upload.key, body));
    await this.multipart.remove(upload);
  }

  /** @throws ObjectExistsError */
  private async create(key: string, body: Readable): Promise<void> {
    if ((await findFileOfKey(this.directory, key)) !== undefined) {
      throw new ObjectExistsError(this.bucket, key);
    }
    try {
      // unlike a rename, a link takes the place of nothing that came meanwhile
      await this.write(await placeForKey(this.directory, key), body, {}, inFolder(link));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw new ObjectExistsError(this.bucket, key, { cause: error });
    }
  }

  /** The file is open: what is read of it is there, whoever deletes or replaces it. @throws ObjectNotFoundError */
  private async open(key: string): Promise<{ handle: FileHandle; info: ObjectInfo }> {
    const { file } = await this.find(key);
    try {
      const handle = await open(file);
      return { handle, info: infoOf(key, await handle.stat({ bigint: true })) };
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw new ObjectNotFoundError(this.bucket, key, { cause: error });
    }
  }

  /** @throws ObjectNotFoundError */
  private async find(key: string): Promise<{ file: string; info: ObjectInfo }> {
    const file = await findFileOfKey(this.directory, key);
    if (file === undefined) throw new ObjectNotFoundError(this.bucket, key);
    const stats = await stat(file, { bigint: true }).catch(() => undefined);
    if (!stats?.isFile()) throw new ObjectNotFoundError(this.bucket, key);
    return { file, info: infoOf(key, stats) };
  }

  /** To a hidden file first; an upload that breaks off leaves nothing. */
  private async write(
    file: string,
    body: Readable,
    options: PutOptions = {},
    place: typeof rename = rename,
  ): Promise<void> {
    const draft = this.privatePath(DRAFTS, randomUUID());
    await mkdir(path.dirname(draft), { recursive: true });
    let sentBytes = 0;
    body.on('data', (chunk: Buffer) => {
      sentBytes += chunk.length;
      options.onProgress?.(sentBytes);
    });
    const written = createWriteStream(draft, { flush: true });
    try {
      await pipeline(body, written, { signal: options.signal });
      await place(draft, file);
    } finally {
      await fileClosed(written);
      await rm(draft, { force: true });
    }
  }

  private presign(
    ticket: Omit<Ticket, 'expiresAtMs'>,
    expiresInSeconds: number,
    headers: Record<string, string>,
  ): PresignedRequest {
    return { method: 'PUT', url: this.signed(UPLOADS_PATH, ticket, expiresInSeconds), headers };
  }

  private signed(
    at: string,
    ticket: Omit<Ticket, 'expiresAtMs'>,
    expiresInSeconds: number,
  ): string {
    pathOfKey(this.directory, ticket.key);
    const expiresAtMs = Date.now() + expiresInSeconds * 1000;
    return `${this.options.uploadUrl}${at}?ticket=${this.signer.sign({ ...ticket, expiresAtMs })}`;
  }

  private privatePath(...names: string[]): string {
    return path.join(this.directory, PRIVATE_DIRECTORY, ...names);
  }
}

/** What is in a folder and was not changed for so long. */
async function untouched(directory: string, ms: number): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const file = path.join(directory, name);
      const stats = await stat(file).catch(() => undefined);
      return stats !== undefined && Date.now() - stats.mtimeMs >= ms ? [file] : [];
    }),
  );
  return found.flat();
}

function infoOf(key: string, { ctimeNs, size }: BigIntStats): ObjectInfo {
  const etag = `"${ctimeNs.toString(16)}-${size.toString(16)}"`;
  const sequencer = sequencerOf(ctimeNs);
  return { key, versionId: null, sizeBytes: Number(size), etag, sequencer, contentType: null };
}

/** The same into a folder that may have to be made. */
function inFolder(place: typeof rename): typeof rename {
  return async (draft, file) => {
    await mkdir(path.dirname(String(file)), { recursive: true });
    await place(draft, file);
  };
}
