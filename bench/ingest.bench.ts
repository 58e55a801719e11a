import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { videoIdOf } from '../src/domain/object-version';
import { Prober } from '../src/media/prober';
import { createLogger } from '../src/runtime/logger';
import { noMetrics } from '../src/runtime/metrics';
import { INCOMING_PREFIX, uploadEvent } from '../src/storage/queue/upload-event';
import { startWorker } from '../src/worker/start-worker';
import { mediaTool, sampleFolder } from '../test/support/media';
import { findFfprobe, localQualityControl } from '../tools/platform/find-media-tools';
import { readSettings } from '../tools/platform/settings';
import { openStores, type PlatformStores } from '../tools/platform/stores';
import { describeFile } from '../tools/platform/watch-folder';
import type { BenchRow } from './bench-row';
import { cpuMs } from './cpu';

/*
 * Uploads through the whole worker, from their event to the event that tells of their end, over the
 * stores of `npm start`; against the bare program on the same files. Processor time is that of the
 * worker and its children: PostgreSQL's is not in it, but takes its part of the machine from the drain.
 */

const COMMAND = 'npm run bench -- ingest';
const FILES = 5_000;
/** Decoding takes longer: each sample this often. */
const MEASURED_ROUNDS = 3;
const LANES = 2;
/** Of a task of 1 vCPU and 4 GiB, as in docs/cost.md. */
const DOLLARS_AN_HOUR = 0.04045 + 4 * 0.00442;

/** Milliseconds a file. */
interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

export async function run(): Promise<BenchRow[]> {
  const samples = await clips();
  const probe = [await mediaTool('ffprobe'), ...PROBE];
  const decode = [await mediaTool('ffmpeg'), ...DECODE];
  const many = Array.from({ length: FILES }, (_, n) => samples[n % samples.length] ?? '');
  const few = Array.from({ length: MEASURED_ROUNDS }, () => samples).flat();

  const read = await throughWorker(many, 'none');
  const probed = bare(probe, many);
  const measured = await throughWorker(few, 'streaming');
  const decoded = bare(decode, few);

  const aCore = ({ cpu }: Cost) => 1000 / cpu;
  const aSecond = ({ wall }: Cost) => 1000 / wall;
  const aMillion = ({ cpu }: Cost) => (cpu * 1e6 * DOLLARS_AN_HOUR) / 3_600_000;
  const drain = `drain of ${FILES.toLocaleString()} uploads from the queue, none lost`;
  return [
    row('ingest of a small clip against bare ffprobe', 'files/s a core', aCore, read, probed),
    row(`${drain}, against bare ffprobe on as many lanes`, 'files/s', aSecond, read, probed),
    row('workers for a million small clips', 'USD', aMillion, read, probed),
    row(
      'ingest of a small clip, measured, against bare ffmpeg decoding it',
      'files/s a core',
      aCore,
      measured,
      decoded,
    ),
  ];
}

const PROBE = '-v error -of json -show_format -show_streams -show_chapters {}'.split(' ');
const DECODE = '-v error -nostdin -threads 1 -i {} -f null -'.split(' ');

/** Those of `npm start` that are usable videos. */
export async function clips(): Promise<string[]> {
  const entries = await readdir(await sampleFolder(), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((file) => path.join(file.parentPath, file.name));
}

/** What a file costs; `files` wait in the queue when the worker starts. All must end as `ready`. */
async function throughWorker(files: readonly string[], qcProfile: string): Promise<Cost> {
  // beside the samples: a link does not cross file systems
  const dataDirectory = await mkdtemp(path.join(await sampleFolder(), '../ingest-bench-'));
  const settings = { ...readSettings({}), dataDirectory, qcProfile };
  const logger = createLogger('error');
  const stores = await openStores(settings, logger, '');
  const media = new Prober({ ffprobe: await findFfprobe(settings) });
  try {
    const ids = await upload(files, dataDirectory, stores);
    const qc = await localQualityControl(settings);
    const queues = { uploads: stores.queue, measuring: stores.measuring };
    const context = { queues, stores, media, qc, logger, metrics: noMetrics };
    const [cpuBefore, wallBefore] = [cpuMs(), performance.now()];
    const worker = startWorker(context, { concurrency: LANES });
    await untilEmpty(stores);
    await worker.stop(0);
    const [cpu, wall] = [cpuMs() - cpuBefore, performance.now() - wallBefore];
    await expectReady(ids, stores);
    return { cpu: cpu / files.length, wall: wall / files.length };
  } finally {
    await media.close();
    await stores.close();
    await rm(dataDirectory, { recursive: true });
  }
}

/** Each file is an object of its own, and so a video of its own, after so many before. Returns their ids. */
export async function upload(
  files: readonly string[],
  dataDirectory: string,
  { objects: { bucket }, queue }: Pick<PlatformStores, 'objects' | 'queue'>,
  before = 0,
): Promise<string[]> {
  await mkdir(path.join(dataDirectory, INCOMING_PREFIX), { recursive: true });
  const keys = files.map((file, n) => `${INCOMING_PREFIX}${before + n}-${path.basename(file)}`);
  // every name that a file gets changes what its sequencer is made of
  for (const [n, file] of files.entries()) {
    await link(file, path.join(dataDirectory, keys[n] ?? ''));
  }
  const ids: string[] = [];
  for (const key of keys) {
    const received = await describeFile(path.join(dataDirectory, key), bucket, key);
    if (!received) throw new Error(`'${key}' must be a file`);
    await queue.send(uploadEvent(received));
    ids.push(videoIdOf(received.object));
  }
  return ids;
}

async function untilEmpty({ queue, measuring }: PlatformStores): Promise<void> {
  for (;;) {
    const depths = await Promise.all([queue.depth(), measuring.depth()]);
    if (depths.every(({ waiting, inFlight }) => waiting + inFlight === 0)) return;
    await sleep(50);
  }
}

async function expectReady(ids: readonly string[], { catalogue }: PlatformStores): Promise<void> {
  const found = await catalogue.videos.findMany(ids);
  const ready = found.filter(
    ({ json }) => (JSON.parse(json) as { status: string }).status === 'ready',
  );
  if (ready.length !== ids.length) {
    throw new Error(`only ${ready.length} of ${ids.length} videos are ready`);
  }
}

/** The same files through a program, `{}` standing for the name. */
function bare([program = '', ...args]: readonly string[], files: readonly string[]): Cost {
  const [cpuBefore, wallBefore] = [cpuMs(), performance.now()];
  execFileSync('xargs', ['-0', '-P', String(LANES), '-I', '{}', program, ...args], {
    input: files.join('\0'),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const [cpu, wall] = [cpuMs() - cpuBefore, performance.now() - wallBefore];
  return { cpu: cpu / files.length, wall: wall / files.length };
}

function row(
  what: string,
  unit: string,
  figure: (cost: Cost) => number,
  of: Cost,
  least: Cost,
): BenchRow {
  const [ours, limit] = [figure(of), figure(least)];
  return { what, ours, limit, unit, ratio: ours / limit, target: '-', command: COMMAND };
}
