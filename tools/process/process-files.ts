import { createReadStream } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { videoIdOf } from '../../src/domain/object-version';
import { qcSchema } from '../../src/domain/qc';
import { keptUntil } from '../../src/domain/retention';
import { isTerminal, verdictSchema } from '../../src/domain/status';
import { type Video, videoSchema } from '../../src/domain/video';
import { Prober } from '../../src/media/prober';
import type { Logger } from '../../src/runtime/logger';
import { noMetrics } from '../../src/runtime/metrics';
import { uploadEvent } from '../../src/storage/queue/upload-event';
import type { ProcessingProgress } from '../../src/worker/process-upload';
import { startWorker } from '../../src/worker/start-worker';
import { findFfprobe, localQualityControl } from '../platform/find-media-tools';
import type { PlatformSettings } from '../platform/settings';
import { openStores, type PlatformStores } from '../platform/stores';
import { describeFile } from '../platform/watch-folder';
import { Progress, type ProgressTask } from '../terminal/progress';
import { counted } from '../terminal/amounts';
import type { FileToProcess } from './collect-files';

export interface ProcessedFile {
  readonly file: string;
  readonly video: Video;
  /** Ids of the rules that its verdict comes from, worst first; empty when it was not judged. */
  readonly brokenRules: readonly string[];
}

type Catalogue = PlatformStores['catalogue'];

const POLL_MS = 50;
const DRAIN_MS = 5_000;

/** Sends the files through bucket, queue and worker; returns what became of them, in their order. */
export async function processFiles(
  files: readonly FileToProcess[],
  settings: PlatformSettings,
  logger: Logger,
): Promise<ProcessedFile[]> {
  const ffprobe = await findFfprobe(settings);
  const qc = await localQualityControl(settings);
  // nothing is uploaded over HTTP here
  const stores = await openStores(settings, logger, '');
  const media = new Prober({ ffprobe });
  const progress = new Progress();
  const bar = new FilesBar(progress, files, qc === null ? 1 : READING_SHARE);
  const worker = startWorker(
    {
      queues: { uploads: stores.queue, measuring: stores.measuring },
      stores,
      media,
      qc,
      logger,
      metrics: noMetrics,
      onProgress: (now) => {
        bar.moved(now);
      },
    },
    { concurrency: settings.concurrency },
  );
  try {
    const waiting = [...files.entries()];
    const results: ProcessedFile[] = [];
    const lane = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [position, file] = next;
        const video = await processFile(file, stores, settings);
        const brokenRules = await brokenRulesOf(video, stores.catalogue);
        results[position] = { file: file.file, video, brokenRules };
        bar.finished(file);
      }
    };
    await Promise.all(Array.from({ length: settings.concurrency }, lane));
    return results;
  } finally {
    bar.done();
    progress.stop();
    await worker.stop(DRAIN_MS);
    await media.close();
    await stores.close();
  }
}

async function processFile(
  { file, key }: FileToProcess,
  stores: PlatformStores,
  { dataDirectory }: PlatformSettings,
): Promise<Video> {
  const { catalogue, objects, folder, queue } = stores;
  const id = videoIdOf({ bucket: objects.bucket, key });
  const known = await videoOf(id, catalogue);
  await ensureFree(file, id, known, catalogue);
  await objects.put(key, createReadStream(file));
  if (folder) {
    const upload = await describeFile(path.join(dataDirectory, key), objects.bucket, key);
    if (upload) await queue.send(uploadEvent(upload));
  }
  const video = await finished(id, known?.revision ?? 0, catalogue);
  if (!isSameUpload(known, video)) return video;
  await queue.send(uploadEvent(await catalogue.edits.requeue(id, 'worker')));
  return finished(id, video.revision, catalogue);
}

/** The video, once a worker has said its last word on it in a later revision than `before`. */
async function finished(id: string, before: number, catalogue: Catalogue): Promise<Video> {
  for (;;) {
    const video = await videoOf(id, catalogue);
    if (video && video.revision > before && isTerminal(video.status)) return video;
    await sleep(POLL_MS);
  }
}

/** Equal bytes are the same upload: a worker leaves its verdict as it was, whatever the profile is now. */
function isSameUpload(known: Video | null, { sha256 }: Video): boolean {
  const wasDone = known?.status === 'ready' || known?.status === 'rejected';
  return wasDone && sha256 !== null && known.sha256 === sha256;
}

async function videoOf(id: string, catalogue: Catalogue): Promise<Video | null> {
  const document = await catalogue.videos.find(id);
  return document && videoSchema.parse(JSON.parse(document.json));
}

/** @throws when the file would be set aside, or removed, since its video is what it is */
async function ensureFree(
  file: string,
  id: string,
  known: Video | null,
  catalogue: Catalogue,
): Promise<void> {
  const kept = known?.programme && (keptUntil(known.programme) ?? '') > new Date().toISOString();
  if (!kept && !(await catalogue.deletions.wasDeleted(id))) return;
  const state = kept ? 'must be kept as it is' : 'was deleted';
  throw new Error(
    `'${file}' must not take the place of video '${id}', which ${state}; give the file another name`,
  );
}

async function brokenRulesOf({ id, verdict }: Video, catalogue: Catalogue): Promise<string[]> {
  if (verdict === null) return [];
  const { report } = qcSchema.parse(JSON.parse(await catalogue.qc.find(id)));
  const worstFirst = [...verdictSchema.options].reverse();
  const ids = worstFirst.flatMap((each) =>
    (report?.content.results ?? [])
      .filter(({ outcome }) => outcome === each && outcome !== 'pass')
      .map(({ ruleId }) => ruleId),
  );
  return [...new Set(ids)];
}

/** Of the time that a file takes; measuring decodes it, which takes the rest. */
const READING_SHARE = 0.1;

/** One bar over all files, each as long as it has bytes. */
class FilesBar {
  private readonly task: ProgressTask;
  private readonly bytesOf = new Map<string, number>();
  private finishedFiles = 0;

  constructor(
    progress: Progress,
    private readonly files: readonly FileToProcess[],
    private readonly readingShare: number,
  ) {
    const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.task = progress.task(counted(files.length, 'file'), totalBytes);
  }

  moved({ key, step, done, total }: ProcessingProgress): void {
    const sizeBytes = this.files.find((file) => file.key === key)?.sizeBytes ?? 0;
    const part = total === null || total === 0 ? 0 : Math.min(done / total, 1);
    const share =
      step === 'measuring'
        ? this.readingShare + (1 - this.readingShare) * part
        : this.readingShare * part;
    this.bytesOf.set(key, sizeBytes * share);
    const percent = step === 'measuring' && total !== null ? ` ${Math.floor(100 * part)} %` : '';
    this.show(`${step}${percent} ${path.basename(key)}`);
  }

  finished({ key, sizeBytes, file }: FileToProcess): void {
    this.finishedFiles += 1;
    this.bytesOf.set(key, sizeBytes);
    this.show(path.basename(file));
  }

  done(): void {
    this.task.done(`${this.finishedFiles} of ${this.files.length} processed`);
  }

  private show(what: string): void {
    const bytes = [...this.bytesOf.values()].reduce((sum, each) => sum + each, 0);
    this.task.update(bytes, `${this.finishedFiles}/${this.files.length} ${what}`);
  }
}
