import { execFile } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Room for what the workers process, and filled in no time. */
const SIZE_MIB = 128;

/** A file system of its own, in memory, that can be full. Linux, for root. */
export class SmallDisk {
  private constructor(private readonly directory: string) {}

  /** Undefined where nothing may be mounted; then the folder is like any other. */
  static async mount(directory: string): Promise<SmallDisk | undefined> {
    await mkdir(directory, { recursive: true });
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MIB}m`, 'tmpfs', directory]);
    } catch {
      return undefined;
    }
    return new SmallDisk(directory);
  }

  /** Lazily: a parser that is dying may have a file open. */
  async unmount(): Promise<void> {
    await run('umount', ['--lazy', this.directory]);
  }

  /** Leaves no byte free. */
  async fill(): Promise<void> {
    const { bavail, bsize } = await statfs(this.directory);
    await writeFile(this.filler, Buffer.alloc(bavail * bsize)).catch((error: unknown) => {
      // a worker wrote meanwhile
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    });
  }

  async clear(): Promise<void> {
    await rm(this.filler, { force: true });
  }

  private get filler(): string {
    return path.join(this.directory, 'filler');
  }
}
