import { randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { ObjectNotFoundError, PartsChangedError } from '../../domain/errors';
import { isMissing } from './missing-file';
import type { MultipartRef, UploadedPart } from './object-store';

const PART = /^(\d+)\.part$/;
const KEY_FILE = 'key';

/**
 * Uploads in parts: a folder each, a file a part. They survive a restart. One may end at any time, by
 * another request: then all of it is gone at once.
 */
export class FolderMultipart {
  constructor(
    private readonly directory: string,
    /** For what is to be removed; on the same disk. */
    private readonly drafts: string,
    private readonly bucket: string,
  ) {}

  async start(key: string): Promise<string> {
    const uploadId = randomUUID();
    await mkdir(path.join(this.directory, uploadId), { recursive: true });
    await writeFile(path.join(this.directory, uploadId, KEY_FILE), key);
    return uploadId;
  }

  /** Where a part is to be stored. @throws ObjectNotFoundError */
  async pathOfPart(upload: MultipartRef, partNumber: number): Promise<string> {
    return fileOf(await this.find(upload), partNumber);
  }

  /** Ascending. @throws ObjectNotFoundError */
  async list(upload: MultipartRef): Promise<UploadedPart[]> {
    const directory = await this.find(upload);
    return this.whileThere(upload, async () => {
      const numbers = (await readdir(directory)).flatMap((name) => {
        const [, number] = PART.exec(name) ?? [];
        return number === undefined ? [] : [Number(number)];
      });
      return Promise.all(
        numbers
          .sort((a, b) => a - b)
          .map(async (partNumber) => {
            const stats = await stat(fileOf(directory, partNumber), { bigint: true });
            return { partNumber, sizeBytes: Number(stats.size), etag: etagOf(stats) };
          }),
      );
    });
  }

  /**
   * These parts as one, as they were listed; the stream fails when the upload ends meanwhile, and with a
   * PartsChangedError when one of them was sent again. @throws ObjectNotFoundError
   */
  async join(upload: MultipartRef, parts: readonly UploadedPart[]): Promise<Readable> {
    const directory = await this.find(upload);
    const changed = new PartsChangedError(this.bucket, upload.key);
    return Readable.from(
      (async function* () {
        for (const { partNumber, etag } of parts) {
          const file = await open(fileOf(directory, partNumber));
          // once it is open it stays as it is: what is sent again is another file
          const body = file.createReadStream();
          if (etagOf(await file.stat({ bigint: true })) !== etag) body.destroy(changed);
          yield* body;
        }
      })(),
      { objectMode: false },
    );
  }

  /** The answer of `work` on the files of an upload. @throws ObjectNotFoundError when it ended meanwhile */
  async whileThere<T>(upload: MultipartRef, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isMissing(error)) throw error;
      throw new ObjectNotFoundError(this.bucket, upload.key, { cause: error });
    }
  }

  /** Succeeds when there is no such upload; the id of another key's upload is none. */
  async remove(upload: MultipartRef): Promise<void> {
    const directory = await this.lookUp(upload);
    if (directory === undefined) return;
    // all at once, or somebody could join those parts that are left
    const removed = path.join(this.drafts, randomUUID());
    await mkdir(this.drafts, { recursive: true });
    await rename(directory, removed).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
    await rm(removed, { recursive: true, force: true });
  }

  private async find(upload: MultipartRef): Promise<string> {
    const directory = await this.lookUp(upload);
    if (directory === undefined) throw new ObjectNotFoundError(this.bucket, upload.key);
    return directory;
  }

  private async lookUp({ key, uploadId }: MultipartRef): Promise<string | undefined> {
    if (!UUID.test(uploadId)) return undefined;
    const directory = path.join(this.directory, uploadId);
    const known = await readFile(path.join(directory, KEY_FILE), 'utf8').catch(() => undefined);
    return known === key ? directory : undefined;
  }
}

function fileOf(directory: string, partNumber: number): string {
  return path.join(directory, `${partNumber}.part`);
}

function etagOf({ ctimeNs }: BigIntStats): string {
  return `"${ctimeNs.toString(16)}"`;
}

/** Keeps a forged id from being a path. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
