import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fullSizeTool } from './media';

/** Where files are made with a full-size ffmpeg and changed by hand. */
export class Studio {
  private constructor(
    readonly directory: string,
    private readonly ffmpeg: string,
  ) {}

  static async open(): Promise<Studio> {
    const directory = await mkdtemp(path.join(tmpdir(), 'studio-'));
    return new Studio(directory, await fullSizeTool('ffmpeg'));
  }

  close(): Promise<void> {
    return rm(this.directory, { recursive: true });
  }

  at(file: string): string {
    return path.join(this.directory, file);
  }

  async run(...args: readonly string[]): Promise<void> {
    const quiet = ['-nostdin', '-v', 'error', '-y'];
    await promisify(execFile)(this.ffmpeg, [...quiet, ...args], { cwd: this.directory });
  }

  read(file: string): Promise<Buffer> {
    return readFile(this.at(file));
  }

  write(file: string, content: Buffer | string): Promise<void> {
    return writeFile(this.at(file), content);
  }

  async patch(from: string, to: string, change: (bytes: Buffer) => Buffer): Promise<void> {
    await this.write(to, change(await this.read(from)));
  }
}
