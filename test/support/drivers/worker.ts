import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { noMetrics } from '../../../src/runtime/metrics';
import { cached } from '../../../src/storage/cache/cached-catalogue';
import { MemoryVideoCache } from '../../../src/storage/cache/memory-store';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import type { VideoDescribed, VideoProcessed } from '../../../src/storage/events/event-publisher';
import { LocalEventPublisher } from '../../../src/storage/events/local-event-publisher';
import { FolderObjectStore } from '../../../src/storage/objects/folder-object-store';
import type { ObjectInfo, ObjectStore } from '../../../src/storage/objects/object-store';
import { MemoryMessageQueue } from '../../../src/storage/queue/memory-message-queue';
import { uploadEvent } from '../../../src/storage/queue/upload-event';
import { handleMessage } from '../../../src/worker/handle-message';
import type { WorkerContext } from '../../../src/worker/start-worker';
import type { MediaReader } from '../../../src/worker/process-upload';
import type { QualityControl } from '../../../src/worker/quality-control';
import { Scratch } from '../../../src/worker/scratch';
import { aNewerUpload, anObject, aReceivedObject, someMetadata } from '../factories/videos';
import { recordingLogger } from '../log-lines';
import { movingClock } from '../fakes/moving-clock';
import { streaming, tooLoud } from '../factories/qc';
import type { ReceivedObject } from '../../../src/storage/catalogue/types';

const OTHER_CONTENT = 'the bytes of another';
const CONTENT = 'the bytes of a video';
/** printf 'the bytes of a video' | sha256sum */
export const CONTENT_SHA256 = '5738d6702940eb1f0ef3506046471821f52efef2168ff22bcd146cfc935ebd15';

/** Reads any object as a clip of ten seconds. */
export const goodMedia: MediaReader = {
  probe: () => Promise.resolve(someMetadata()),
  measureDuration: () => Promise.resolve(12.5),
};

type Options = [work?: Partial<MediaReader & Measuring>, shutdown?: AbortSignal];

type Measuring = Pick<QualityControl['meter'], 'measure'>;

/** Finds any file too loud, and takes no pictures of it. */
export const loudMeter: QualityControl['meter'] = {
  measure: () => Promise.resolve(tooLoud),
  takeStills: () => Promise.resolve([]),
};

export type AWorker = Awaited<ReturnType<typeof aWorker>>;

/** The work on one message, over a real catalogue and stores in process, or the objects given; the queue's clock is moved. */
export async function aWorker(catalogue: Catalogue, over?: ObjectStore) {
  const directory = await mkdtemp(path.join(tmpdir(), 'streamtech-worker-'));
  const clock = movingClock();
  const queue = new MemoryMessageQueue({ clock });
  const measuring = new MemoryMessageQueue({ clock });
  const objects =
    over ??
    new FolderObjectStore({
      directory,
      bucket: 'a-bucket',
      signingSecret: 'secret',
      uploadUrl: 'http://127.0.0.1',
    });
  const publisher = new LocalEventPublisher();
  const events: VideoProcessed[] = [];
  const described: VideoDescribed[] = [];
  publisher.listen((type, event) => {
    if (type === 'VideoProcessed') events.push(event as VideoProcessed);
    else described.push(event);
  });
  const stores = {
    catalogue: cached(catalogue, new MemoryVideoCache()),
    objects,
    events: publisher,
  };
  const { logger, lines } = recordingLogger();
  const counted: string[] = [];
  const metrics = { ...noMetrics, count: (name: string) => counted.push(name) };
  const scratchDirectory = path.join(directory, '.scratch');
  const qc = { scratch: new Scratch(scratchDirectory), meter: loudMeter, profile: streaming };
  const queues = { uploads: queue, measuring };
  const context: WorkerContext = { queues, stores, media: goodMedia, qc, logger, metrics };

  /** Receives one message of the queue and works on it. False when none was there. */
  async function handleFrom(
    from: MemoryMessageQueue,
    { measure = loudMeter.measure, ...media }: Partial<MediaReader & Measuring> = {},
    shutdown = new AbortController().signal,
  ) {
    const [message] = await from.receive({ max: 1, waitSeconds: 0 });
    if (!message) return false;
    const changed = {
      ...context,
      queue: from,
      media: { ...goodMedia, ...media },
      qc: { ...qc, meter: { ...loudMeter, measure } },
    };
    await handleMessage(message, changed, shutdown);
    return true;
  }

  return {
    clock,
    context,
    counted,
    described,
    events,
    scratchDirectory,
    lines,
    objects,
    queue,
    measuring,

    /** Of both queues. */
    async depth() {
      const [of, later] = await Promise.all([queue.depth(), measuring.depth()]);
      return {
        waiting: of.waiting + later.waiting,
        inFlight: of.inFlight + later.inFlight,
        deadLetters: of.deadLetters + later.deadLetters,
      };
    },

    /** Puts bytes into the bucket and tells the queue. */
    async upload(changes: Parameters<typeof aReceivedObject>[0] = {}): Promise<ReceivedObject> {
      const { key } = anObject(changes);
      const stored = await objects.put(key, Readable.from([CONTENT]));
      const { sizeBytes } = stored;
      const object = { bucket: objects.bucket, key, versionId: null, ...sequencerOf(stored) };
      const upload = aReceivedObject({ ...object, sizeBytes, ...changes });
      await queue.send(uploadEvent(upload));
      return upload;
    },

    /** Other bytes to the same key, later. */
    async uploadAgain(upload: ReceivedObject): Promise<void> {
      const { key } = upload.object;
      const stored = await objects.put(key, Readable.from([OTHER_CONTENT]));
      const newer = { ...aNewerUpload(upload).object, versionId: upload.object.versionId };
      const object = { ...newer, ...sequencerOf(stored) };
      await queue.send(uploadEvent({ object, sizeBytes: stored.sizeBytes }));
    },

    /** Works on one that waits. False when none was there; of the next, too. */
    readHeaders: (...options: Options) => handleFrom(queue, ...options),

    /** Measures one whose headers are read. */
    measureNext: (...options: Options) => handleFrom(measuring, ...options),

    /** Both, one after the other. */
    async handleNext(...options: Options) {
      const read = await handleFrom(queue, ...options);
      return (await handleFrom(measuring, ...options)) || read;
    },

    async close(): Promise<void> {
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Where the store says it: as its event does. */
export function sequencerOf({ sequencer }: ObjectInfo) {
  return sequencer === null ? {} : { sequencer };
}
