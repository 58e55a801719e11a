import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { stereoTracks, surroundTracks } from '../src/domain/quality/profiles/track-maps';
import type { TrackMap } from '../src/domain/quality/track-map';
import { Prober } from '../src/media/prober';
import { measureQuality } from '../src/media/quality/measure-quality';
import { mediaTool } from '../test/support/media';
import type { BenchRow } from './bench-row';
import { cpuMs } from './cpu';
import { makeFilm, withMonoTracks } from './make-film';

/*
 * Measuring: what all measures cost on top of the decode that they need, and against a process for
 * each check. Processor time of ffmpeg and of this process, the sandbox and the detectors included.
 */

const COMMAND = 'npm run bench -- quality';
const ROUNDS = 3;
const SECONDS = 20;

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-quality-'));
  try {
    const film = await makeFilm(folder, SECONDS);
    return [...(await rowsOf(film)), await rowOfTracks(film)];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function rowsOf(file: string): Promise<BenchRow[]> {
  const ffmpeg = await mediaTool('ffmpeg');
  const prober = new Prober({ ffprobe: await mediaTool('ffprobe') });
  const metadata = await prober.probe(file);
  await prober.close();
  const rounds: { ours: number; shown: number; bare: number; each: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({
      bare: await cpuOf(() => decode(ffmpeg, file, ['-f', 'null', '-'])),
      ours: await cpuOf(() => measureQuality(file, metadata, { ffmpeg })),
      shown: await cpuOf(() =>
        measureQuality(file, metadata, { ffmpeg, onPreviews: () => undefined }),
      ),
      each: await cpuOf(async () => {
        for (const check of CHECKS) await decode(ffmpeg, file, check);
      }),
    });
  }
  const least = (name: keyof (typeof rounds)[number]): number =>
    Math.min(...rounds.map((round) => round[name])) / SECONDS;
  const [ours, shown, bare, each] = [least('ours'), least('shown'), least('bare'), least('each')];
  const row = { ours, unit: 'ms a second of 1080p', command: COMMAND };
  return [
    {
      ...row,
      what: 'measure everything, flashes included, CPU, against a bare decode',
      limit: bare,
      ratio: ours / bare,
      target: '<= 1.8',
    },
    {
      ...row,
      what: 'one decode for all checks, CPU, against a process for each check',
      limit: each,
      ratio: each / ours,
      target: '>= 4 x less',
    },
    {
      ...row,
      ours: shown,
      what: 'measure everything with poster, filmstrip and waveform, CPU, against without',
      limit: ours,
      ratio: shown / ours,
      target: '<= 1.05',
    },
  ];
}

/** 5.1 and its mix in stereo, as they are delivered, against the stereo that most programmes have. */
async function rowOfTracks(film: string): Promise<BenchRow> {
  const ffmpeg = await mediaTool('ffmpeg');
  const prober = new Prober({ ffprobe: await mediaTool('ffprobe') });
  const least = async (tracks: number, trackMap: TrackMap): Promise<number> => {
    const file = await withMonoTracks(film, tracks);
    const metadata = await prober.probe(file);
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await cpuOf(() => measureQuality(file, metadata, { ffmpeg, trackMap })));
    }
    return Math.min(...rounds) / SECONDS;
  };
  const [ours, limit] = [await least(8, surroundTracks), await least(2, stereoTracks)];
  await prober.close();
  return {
    ...{ ours, limit, ratio: ours / limit, unit: 'ms a second of 1080p', command: COMMAND },
    what: 'measure 5.1 and stereo on 8 mono tracks, CPU, against stereo on 2',
    target: '<= 1.2',
  };
}

const toNull = ['-f', 'null', '-'];

/** What one would type for each question: the same filters, each with a decode of its own. */
const CHECKS: readonly (readonly string[])[] = [
  ...[
    'blackdetect=d=0.03:pix_th=0.05:pic_th=0.98',
    'scale=480:270:flags=area,freezedetect=n=-55dB:d=0.5',
    'idet',
    'cropdetect=limit=0.094:round=2:reset=1:skip=0',
    "select='not(mod(n,30))',signalstats=stat=brng",
    'scale=480:270:flags=area,format=yuv444p',
  ].map((filter) => ['-map', '0:v', '-vf', filter, ...toNull]),
  // what people type for sound decodes the picture too
  ...['ebur128=peak=true', 'silencedetect=n=-60dB:d=0.1:mono=1'].map((filter) => [
    ...['-af', filter],
    ...toNull,
  ]),
];

async function decode(ffmpeg: string, file: string, output: readonly string[]): Promise<void> {
  await promisify(execFile)(ffmpeg, ['-v', 'error', '-threads', '2', '-i', file, ...output]);
}

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const start = cpuMs();
  await work();
  return cpuMs() - start;
}
