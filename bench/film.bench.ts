import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Prober } from '../src/media/prober';
import { measureQuality } from '../src/media/quality/measure-quality';
import { mediaTool } from '../test/support/media';
import type { BenchRow } from './bench-row';
import { makeLongFilm } from './make-film';
import { residentBytes } from './resident-bytes';

/*
 * A whole film, measured: what this process and its children hold in memory at the most, and how long
 * nobody hears of progress. Memory that two of them share counts twice.
 */

const COMMAND = 'npm run bench -- film';
const MIB = 1024 * 1024;
const SAMPLE_MS = 500;

/** 20 s, again and again. */
const PART_SECONDS = 20;
const PARTS = 180;

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-film-'));
  try {
    return await rowsOf(await makeLongFilm(folder, PART_SECONDS, PARTS));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function rowsOf(film: string): Promise<BenchRow[]> {
  const prober = new Prober({ ffprobe: await mediaTool('ffprobe') });
  const metadata = await prober.probe(film);
  await prober.close();
  let mostMemory = 0;
  let longestSilence = 0;
  let [lastMove, lastSeconds] = [performance.now(), 0];
  const sampler = setInterval(() => {
    mostMemory = Math.max(mostMemory, residentBytes(process.pid));
  }, SAMPLE_MS);
  await measureQuality(film, metadata, {
    ffmpeg: await mediaTool('ffmpeg'),
    onProgress: (seconds) => {
      if (seconds === lastSeconds) return;
      const now = performance.now();
      longestSilence = Math.max(longestSilence, now - lastMove);
      [lastMove, lastSeconds] = [now, seconds];
    },
  });
  clearInterval(sampler);
  const of = `a film of ${(PART_SECONDS * PARTS) / 60} minutes of 1080p, measured`;
  return [
    row(`${of}: memory at the most`, mostMemory / MIB, 512, 'MiB'),
    row(`${of}: longest time without progress`, longestSilence / 1000, 5, 's'),
  ];
}

function row(what: string, ours: number, limit: number, unit: string): BenchRow {
  return { what, ours, limit, unit, ratio: ours / limit, target: '<= 1 x', command: COMMAND };
}
