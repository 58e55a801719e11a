import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { broken } from './broken';
import { clips } from './clips';
import type { Sample, SampleKit } from './sample';

export interface GenerateOptions {
  /** Path of a full-size ffmpeg: the platform's own has no encoders. */
  readonly ffmpeg: string;
  readonly onProgress?: (progress: SampleProgress) => void;
}

export interface SampleProgress {
  readonly done: number;
  readonly total: number;
  readonly file: string;
}

/** Each is short: more lanes only get in each other's way. */
const LANES = 2;

/**
 * Makes every sample in `folder` that this ffmpeg has the encoders for.
 * @throws Error with ffmpeg's own words
 */
export async function generateSamples(folder: string, options: GenerateOptions): Promise<void> {
  await mkdir(path.join(folder, 'broken'), { recursive: true });
  const scratch = await mkdtemp(path.join(folder, '.making-'));
  try {
    const encoders = await encodersOf(options.ffmpeg);
    const isPossible = ({ needs = [] }: Sample): boolean =>
      needs.every((need) => encoders.has(need));
    const waiting: Sample[] = [...clips, ...broken].filter(isPossible);
    const total = waiting.length;
    let done = 0;
    const lane = async (): Promise<void> => {
      for (let sample = waiting.shift(); sample; sample = waiting.shift()) {
        const kit = kitFor(folder, await mkdtemp(path.join(scratch, 'x')), options.ffmpeg);
        await sample.make(kit);
        done += 1;
        options.onProgress?.({ done, total, file: sample.file });
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    await rm(scratch, { recursive: true });
  }
}

const run = promisify(execFile);

async function encodersOf(ffmpeg: string): Promise<Set<string>> {
  const { stdout } = await run(ffmpeg, ['-v', 'error', '-encoders']);
  return new Set(stdout.split('\n').map((line) => line.trim().split(/\s+/)[1] ?? ''));
}

const EVERY_CALL = ['-nostdin', '-hide_banner', '-v', 'error', '-y'];

function kitFor(folder: string, scratch: string, ffmpeg: string): SampleKit {
  const inFolder = (file: string): string => path.resolve(folder, file);
  return {
    ffmpeg: async (args) => {
      const output = args.at(-1) ?? '';
      await run(ffmpeg, [...EVERY_CALL, ...args.slice(0, -1), `file:${inFolder(output)}`]);
    },
    read: async (file) => readFile(inFolder(file)),
    write: async (file, content) => writeFile(inFolder(file), content),
    scratch: (name) => path.join(scratch, name),
  };
}
