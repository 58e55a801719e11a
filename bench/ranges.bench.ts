import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TechnicalMetadata } from '../src/domain/technical-metadata';
import type { MediaSource } from '../src/media/media-source';
import { readingStyles } from '../src/media/object-reader';
import { Prober } from '../src/media/prober';
import { measureQuality } from '../src/media/quality/measure-quality';
import type { ObjectSource } from '../src/media/range-proxy';
import { FolderObjectStore } from '../src/storage/objects/folder-object-store';
import { checksum } from '../src/worker/checksum';
import { Scratch } from '../src/worker/scratch';
import { mediaTool } from '../test/support/media';
import type { BenchRow } from './bench-row';
import { cpuMs } from './cpu';
import { makeFilm } from './make-film';
import { residentBytes } from './resident-bytes';

/*
 * A video in a store, measured by ranges, against a copy of it on scratch: what the worker does, and what it did
 * before. Its checksum is made by a read of its own, or on the way to the copy, whose writing counts.
 */

const COMMAND = 'npm run bench -- ranges';
const SECONDS = 60;
const MIB = 1024 * 1024;
const SAMPLE_MS = 100;
const ROUNDS = 2;

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-ranges-'));
  try {
    return await rowsOf(await makeFilm(folder, SECONDS));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function against(limit: number, row: BenchRow): BenchRow {
  return { ...row, limit, ratio: row.ours / limit };
}

interface Run {
  readonly cpuMs: number;
  readonly wallMs: number;
  /** Of this process and the decoder. */
  readonly memoryBytes: number;
  readonly requests: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
}

async function rowsOf(film: string): Promise<BenchRow[]> {
  const prober = new Prober({ ffprobe: await mediaTool('ffprobe') });
  const metadata = await prober.probe(film);
  await prober.close();
  const ffmpeg = await mediaTool('ffmpeg');
  const store = new CountingStore(path.dirname(film));
  const { size: sizeBytes } = await stat(film);
  const object = { key: path.basename(film), versionId: null };
  const source: ObjectSource = { store, object, sizeBytes };
  const signal = new AbortController().signal;
  const nobody = () => undefined;
  const measure = (from: MediaSource, of: TechnicalMetadata = metadata) =>
    measureQuality(from, of, { ffmpeg, onPreviews: nobody });
  const scratch = new Scratch(path.join(path.dirname(film), '.scratch'));
  const ways = {
    ranges: async () => {
      await checksum(source, signal, nobody);
      await measure(source);
      return 0;
    },
    copy: async () => {
      await scratch.withCopy(source, signal, nobody, measure);
      return sizeBytes;
    },
  };
  const runs: Record<keyof typeof ways, Run[]> = { ranges: [], copy: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const way of ['copy', 'ranges'] as const) runs[way].push(await ran(store, ways[way]));
  }
  const least = (way: keyof typeof ways, name: keyof Run): number =>
    Math.min(...runs[way].map((each) => each[name]));
  const row = (what: string, name: keyof Run, a: number, unit: string, target: string) => {
    const [ours, limit] = [least('ranges', name) / a, least('copy', name) / a];
    return { what, ours, limit, ratio: ours / limit, unit, target, command: COMMAND };
  };
  const of = `${SECONDS} s of 1080p in a store, measured by ranges`;
  const { nextBytes } = readingStyles.whole;
  return [
    row(
      `${of}: written to scratch, against a copy`,
      'writtenBytes',
      sizeBytes,
      'bytes a byte',
      '0',
    ),
    against(1, row(`${of}: read`, 'readBytes', sizeBytes, 'bytes a byte', '<= 1.1')),
    against(
      1e9 / nextBytes,
      row(`${of}: requests, against pieces of 4 MiB`, 'requests', sizeBytes / 1e9, 'a GB', '<= 2'),
    ),
    row(`${of}: CPU, against a copy`, 'cpuMs', SECONDS, 'ms a second', '<= 1.05'),
    row(`${of}: time, against a copy`, 'wallMs', SECONDS, 'ms a second', '<= 1.05'),
    row(`${of}: memory at the most, against a copy`, 'memoryBytes', MIB, 'MiB', '<= 1.2'),
  ];
}

async function ran(store: CountingStore, work: () => Promise<number>): Promise<Run> {
  let memoryBytes = 0;
  const sampler = setInterval(() => {
    memoryBytes = Math.max(memoryBytes, residentBytes(process.pid));
  }, SAMPLE_MS);
  store.count();
  const [cpu, wall] = [cpuMs(), performance.now()];
  const writtenBytes = await work();
  clearInterval(sampler);
  const { requests, readBytes } = store;
  const wallMs = performance.now() - wall;
  return { cpuMs: cpuMs() - cpu, wallMs, memoryBytes, requests, readBytes, writtenBytes };
}

/** Of ranges alone. */
class CountingStore extends FolderObjectStore {
  requests = 0;
  readBytes = 0;

  constructor(directory: string) {
    super({ directory, bucket: 'bench', signingSecret: 'bench', uploadUrl: 'http://127.0.0.1' });
  }

  count(): void {
    this.requests = 0;
    this.readBytes = 0;
  }

  override async readRange(...asked: Parameters<FolderObjectStore['readRange']>) {
    const answer = await super.readRange(...asked);
    const end = Math.min(asked[1].end ?? Infinity, answer.totalBytes - 1);
    this.requests += 1;
    this.readBytes += end + 1 - answer.start;
    return answer;
  }
}
