import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Prober } from '../src/media/prober';
import { createLogger } from '../src/runtime/logger';
import { noMetrics } from '../src/runtime/metrics';
import { LocalEventPublisher } from '../src/storage/events/local-event-publisher';
import { startWorker } from '../src/worker/start-worker';
import { sampleFolder } from '../test/support/media';
import { findFfprobe, localQualityControl } from '../tools/platform/find-media-tools';
import { readSettings } from '../tools/platform/settings';
import { openStores } from '../tools/platform/stores';
import type { BenchRow } from './bench-row';
import { clips, upload } from './ingest.bench';
import { makeLongFilm } from './make-film';

/*
 * Many uploads at once while every lane measures a film: how long each waits until its metadata can be read,
 * over the stores of `npm start`, all in one process but for PostgreSQL and the parsers.
 */

const COMMAND = 'npm run bench -- burst';
const UPLOADS = 200;
/** After those, one after the other: what people send while a bulk import waits. */
const LATER = 50;
const LATER_EVERY_MS = 200;
const LANES = 2;
/** Measured for longer than all of that lasts. */
const PART_SECONDS = 5;
const PARTS = 120;
const TARGET_SECONDS = 3;

export async function run(): Promise<BenchRow[]> {
  const dataDirectory = await mkdtemp(path.join(await sampleFolder(), '../burst-bench-'));
  try {
    const film = await makeLongFilm(dataDirectory, PART_SECONDS, PARTS);
    const { atOnce, later } = await waits(dataDirectory, await clips(), film);
    return [
      row(`metadata of ${UPLOADS} uploads at once, while both lanes measure, p95`, p95(atOnce)),
      row(`metadata of an upload, while those wait to be measured, p95 of ${LATER}`, p95(later)),
    ];
  } finally {
    await rm(dataDirectory, { recursive: true });
  }
}

/** Seconds from the event of each upload to that of its metadata. */
async function waits(dataDirectory: string, samples: readonly string[], film: string) {
  const settings = { ...readSettings({}), dataDirectory };
  const logger = createLogger('error');
  const stores = await openStores(settings, logger, '');
  const media = new Prober({ ffprobe: await findFfprobe(settings) });
  const measured = new Set<string>();
  const describedAt = new Map<string, number>();
  let ended = 0;
  if (!(stores.events instanceof LocalEventPublisher)) throw new Error('events must be local');
  stores.events.listen((type, { videoId }) => {
    if (type === 'VideoDescribed') describedAt.set(videoId, performance.now());
    else ended += 1;
  });
  const worker = startWorker(
    {
      queues: { uploads: stores.queue, measuring: stores.measuring },
      stores,
      media,
      qc: await localQualityControl(settings),
      logger,
      metrics: noMetrics,
      onProgress: ({ videoId, step }) => {
        if (step === 'measuring') measured.add(videoId);
      },
    },
    { concurrency: LANES },
  );
  const toldAt: number[] = [];
  const queue = Object.assign(Object.create(stores.queue) as typeof stores.queue, {
    send: (body: string) => {
      toldAt.push(performance.now());
      return stores.queue.send(body);
    },
  });
  const ids: string[] = [];
  const take = async (files: readonly string[]) => {
    ids.push(...(await upload(files, dataDirectory, { ...stores, queue }, ids.length)));
  };
  const secondsOf = (from: number, to: number) =>
    ids
      .slice(from, to)
      .map((id, n) => ((describedAt.get(id) ?? NaN) - (toldAt[from + n] ?? 0)) / 1000);
  try {
    await take(Array.from({ length: LANES }, () => film));
    while (measured.size < LANES) await sleep(50);
    const many = Array.from({ length: UPLOADS }, (_, n) => samples[n % samples.length] ?? '');
    await take(many);
    while (describedAt.size < ids.length) await sleep(50);
    for (const file of many.slice(0, LATER)) {
      await take([file]);
      await sleep(LATER_EVERY_MS);
    }
    while (describedAt.size < ids.length) await sleep(50);
    if (ended > 0)
      throw new Error(`both lanes must measure all the time, got ${ended} videos done`);
    const first = LANES + UPLOADS;
    return { atOnce: secondsOf(LANES, first), later: secondsOf(first, first + LATER) };
  } finally {
    await worker.stop(0);
    await media.close();
    await stores.close();
  }
}

function p95(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? NaN;
}

function row(what: string, ours: number): BenchRow {
  const ratio = ours / TARGET_SECONDS;
  return {
    what,
    ours,
    limit: TARGET_SECONDS,
    unit: 's',
    ratio,
    target: '<= 1 x',
    command: COMMAND,
  };
}
