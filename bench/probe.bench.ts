import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { Prober } from '../src/media/prober';
import { fullSizeTool, mediaTool, sampleFolder } from '../test/support/media';
import {
  bytesOf,
  joined,
  OneObjectStore,
  repeated,
} from '../test/support/fakes/media-object-store';
import type { BenchRow } from './bench-row';
import { cpuMs } from './cpu';

/*
 * Reading headers: what the sandbox and the mapping add to the bare program, what the static build
 * saves, and how much of a large object is read.
 */

const COMMAND = 'npm run bench -- probe';
const ROUNDS = 5;
const GB = 1_000_000_000;
const SHOW_ALL = '-v error -of json -show_format -show_streams -show_chapters';

export async function run(): Promise<BenchRow[]> {
  const folder = await sampleFolder();
  const files = readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((file) => statSync(file).isFile());
  const ours = await mediaTool('ffprobe');
  const debian = await fullSizeTool('ffprobe');
  const rows = [...(await cpuAFile(files, ours)), await bytesOfLargeObject(folder, ours)];
  if (ours !== debian) rows.push(filesASecond(files, ours, debian));
  return rows;
}

async function cpuAFile(files: readonly string[], ffprobe: string): Promise<BenchRow[]> {
  const prober = new Prober({ ffprobe });
  const rounds: { mine: number; spawned: number; bare: number }[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const start = cpuMs();
    for (const file of files) await prober.probe(file);
    const mine = cpuMs() - start;
    for (const file of files) await promisify(execFile)(ffprobe, [...SHOW_ALL.split(' '), file]);
    const spawned = cpuMs() - start - mine;
    loop(files, ffprobe);
    const bare = cpuMs() - start - mine - spawned;
    // the first round warms up caches and compiler
    if (round > 0) rounds.push({ mine, spawned, bare });
  }
  await prober.close();
  const row = (limit: 'spawned' | 'bare', what: string, target: string): BenchRow => {
    const median = medianOf(rounds, (round) => round.mine / round[limit]);
    return {
      what: `probe a file, CPU, against the same ffprobe ${what}`,
      ours: median.mine / files.length,
      limit: median[limit] / files.length,
      unit: 'ms a file',
      ratio: median.mine / median[limit],
      target,
      command: COMMAND,
    };
  };
  return [
    row('spawned', 'started by Node', '<= 1.25'),
    // Node copies its page tables for every process that it starts: most of the difference
    row('bare', 'in a shell loop', '-'),
  ];
}

function filesASecond(files: readonly string[], ours: string, debian: string): BenchRow {
  const rounds = Array.from({ length: ROUNDS }, () => ({
    mine: wallSeconds(() => {
      loop(files, ours);
    }),
    theirs: wallSeconds(() => {
      loop(files, debian);
    }),
  }));
  const { mine, theirs } = medianOf(rounds, ({ mine, theirs }) => theirs / mine);
  return {
    what: 'files a second on one lane, static build against the one on PATH',
    ours: files.length / mine,
    limit: files.length / theirs,
    unit: 'files/s',
    ratio: theirs / mine,
    target: '>= 8',
    command: COMMAND,
  };
}

async function bytesOfLargeObject(folder: string, ffprobe: string): Promise<BenchRow> {
  const prober = new Prober({ ffprobe });
  const clip = readFileSync(path.join(folder, 'rotated.mov'));
  const moov = clip.indexOf('moov') - 4;
  // a box of 64-bit length that holds nothing, between the pictures and their index
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(GB));
  const box = Buffer.concat([Buffer.from('0000000166726565', 'hex'), length]);
  const padding = repeated(Buffer.alloc(4096), GB - box.length);
  const content = joined(
    bytesOf(clip.subarray(0, moov)),
    bytesOf(box),
    padding,
    bytesOf(clip.subarray(moov)),
  );
  const store = new OneObjectStore('large.mov', content);
  await prober.probe(store.source);
  await prober.close();
  const LIMIT_MB = 0.5;
  const readMb = store.bytesRead / 1e6;
  return {
    what: 'read of a 1 GB object, index at its end, before its metadata is known',
    ours: readMb,
    limit: LIMIT_MB,
    unit: 'MB',
    ratio: readMb / LIMIT_MB,
    target: '<= 8 (4 MB)',
    command: COMMAND,
  };
}

/** The least that reads these files: the program itself, one after the other. */
function loop(files: readonly string[], ffprobe: string): void {
  const script = `for f in "$@"; do ${ffprobe} ${SHOW_ALL} "$f" >/dev/null 2>&1; done`;
  execFileSync('sh', ['-c', script, 'sh', ...files]);
}

function wallSeconds(work: () => void): number {
  const startedAt = performance.now();
  work();
  return (performance.now() - startedAt) / 1000;
}

function medianOf<T>(rounds: readonly T[], by: (round: T) => number): T {
  const sorted = [...rounds].sort((a, b) => by(a) - by(b));
  return sorted[Math.floor(sorted.length / 2)] as T;
}
