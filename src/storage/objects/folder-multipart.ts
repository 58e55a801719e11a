import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { ObjectNotFoundError } from '../../domain/errors';
import type { MultipartRef, UploadedPart } from './object-store';

const PART = /^(\d+)\.part$/;
const KEY_FILE = 'key';

/** Uploads in parts: a folder each, a file a part. They survive a restart. */
export class FolderMultipart {
  constructor(
    private readonly directory: string,
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
    return path.join(await this.find(upload), `${partNumber}.part`);
  }

  /** Ascending. @throws ObjectNotFoundError */
  async list(upload: MultipartRef): Promise<UploadedPart[]> {
    const directory = await this.find(upload);
    const numbers = (await readdir(directory)).flatMap((name) => {
      const [, number] = PART.exec(name) ?? [];
      return number === undefined ? [] : [Number(number)];
    });
    return Promise.all(
      numbers
        .sort((a, b) => a - b)
        .map(async (partNumber) => {
          const stats = await stat(path.join(directory, `${partNumber}.part`), { bigint: true });
          const etag = `"${stats.ctimeNs.toString(16)}"`;
          return { partNumber, sizeBytes: Number(stats.size), etag };
        }),
    );
  }

  /** All parts in order, as one. @throws ObjectNotFoundError */
  async join(upload: MultipartRef): Promise<Readable> {
    const directory = await this.find(upload);
    const parts = await this.list(upload);
    return Readable.from(
      (async function* () {
        for (const { partNumber } of parts) {
          yield* createReadStream(path.join(directory, `${partNumber}.part`));
        }
      })(),
      { objectMode: false },
    );
  }

  async remove({ uploadId }: MultipartRef): Promise<void> {
    if (!UUID.test(uploadId)) return;
    await rm(path.join(this.directory, uploadId), { recursive: true, force: true });
  }

  private async find({ key, uploadId }: MultipartRef): Promise<string> {
    const directory = path.join(this.directory, uploadId);
    const known = UUID.test(uploadId)
      ? await readFile(path.join(directory, KEY_FILE), 'utf8').catch(() => undefined)
      : undefined;
    if (known !== key) throw new ObjectNotFoundError(this.bucket, key);
    return directory;
  }
}

/** Keeps a forged id from being a path. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
