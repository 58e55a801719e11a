import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat, statfs, utimes } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ObjectSource } from '../media/range-proxy';
import { fileClosed } from '../runtime/file-closed';
import { counted } from './checksum';

/** There is not enough room for a copy now, though there could be. Passes when others are done. */
export class ScratchFullError extends Error {
  constructor(directory: string, neededBytes: number, freeBytes: number) {
    super(
      `scratch '${directory}' has ${freeBytes} bytes free, and the copy needs ${neededBytes}; make room if no other work will`,
    );
    this.name = 'ScratchFullError';
  }
}

/** A copy would not fit even into an empty file system: somebody must make it larger. */
export class ScratchTooSmallError extends Error {
  constructor(directory: string, neededBytes: number, totalBytes: number) {
    super(
      `scratch '${directory}' has ${totalBytes} bytes in all, and the copy needs ${neededBytes}; make it larger, then process the video again`,
    );
    this.name = 'ScratchTooSmallError';
  }
}

/** What systems say of a file that grew beyond the room there is. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

/** A copy that is in use says so once a minute; after ten its worker must have died. */
const TOUCH_MS = 60_000;
const ABANDONED_MS = 10 * TOUCH_MS;

/**
 * Room for whole files while they are measured, of those that cannot be read by ranges. Workers share it, so none
 * clears it at start: what no worker has touched for long is nobody's.
 */
export class Scratch {
  /** Of what was there at the last sweep: when it was touched, and since when that is so by our own clock. */
  private touches = new Map<string, { readonly mtimeMs: number; readonly since: number }>();

  constructor(private readonly directory: string) {}

  /**
   * Gives `use` the path of a copy of the object; the copy is gone when this returns.
   * @throws ScratchFullError, ScratchTooSmallError
   * @throws ObjectNotFoundError when there are fewer bytes than were announced
   */
  async withCopy<T>(
    source: ObjectSource,
    signal: AbortSignal,
    onProgress: (bytes: number) => void,
    use: (file: string) => Promise<T>,
  ): Promise<T> {
    await mkdir(this.directory, { recursive: true });
    await this.ensureRoom(source.sizeBytes);
    const file = path.join(this.directory, randomUUID());
    const touching = setInterval(() => {
      const now = new Date();
      utimes(file, now, now).catch(() => undefined);
    }, TOUCH_MS);
    try {
      const body = await source.store.read(source.object, signal);
      const copy = createWriteStream(file);
      await pipeline(body, counted(source, onProgress), copy, { signal }).catch(
        async (error: unknown) => {
          await fileClosed(copy);
          // others wrote meanwhile
          if (!NO_ROOM.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
          throw new ScratchFullError(this.directory, source.sizeBytes, 0);
        },
      );
      return await use(file);
    } finally {
      clearInterval(touching);
      await rm(file, { force: true });
    }
  }

  /**
   * Removes what workers left that died: what none has touched for as long as we watched. Clocks of
   * machines are not compared; `now` is of one that never jumps.
   */
  async sweep(now = performance.now()): Promise<void> {
    const before = this.touches;
    this.touches = new Map();
    for (const name of await readdir(this.directory).catch(() => [])) {
      const file = path.join(this.directory, name);
      const mtimeMs = (await stat(file).catch(() => undefined))?.mtimeMs;
      if (mtimeMs === undefined) continue;
      const seen = before.get(name);
      const since = seen?.mtimeMs === mtimeMs ? seen.since : now;
      if (now - since > ABANDONED_MS) await rm(file, { force: true });
      else this.touches.set(name, { mtimeMs, since });
    }
  }

  private async ensureRoom(neededBytes: number): Promise<void> {
    const { bavail, blocks, bsize } = await statfs(this.directory);
    const [freeBytes, totalBytes] = [bavail * bsize, blocks * bsize];
    if (totalBytes < neededBytes) {
      throw new ScratchTooSmallError(this.directory, neededBytes, totalBytes);
    }
    if (freeBytes < neededBytes) {
      throw new ScratchFullError(this.directory, neededBytes, freeBytes);
    }
  }
}
