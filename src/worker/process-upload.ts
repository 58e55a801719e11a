import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { FileRejectedError, ObjectNotFoundError } from '../domain/errors';
import type { TechnicalMetadata } from '../domain/technical-metadata';
import type { Prober } from '../media/prober';
import type { ObjectSource } from '../media/range-proxy';
import type { VideoCache } from '../storage/cache/video-cache';
import type {
  Catalogue,
  FinishedStatus,
  Lease,
  ReceivedObject,
} from '../storage/catalogue/catalogue';
import type { EventPublisher } from '../storage/events/event-publisher';
import type { ObjectStore } from '../storage/objects/object-store';

export interface ProcessingStores {
  readonly catalogue: Catalogue;
  readonly cache: VideoCache;
  readonly objects: ObjectStore;
  readonly events: EventPublisher;
}

export type MediaReader = Pick<Prober, 'probe' | 'measureDuration'>;

/** How far a video is; for people who wait. */
export interface ProcessingProgress {
  readonly videoId: string;
  readonly key: string;
  readonly step: 'headers' | 'checksum';
  /** Bytes of this step, done and in all. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/**
 * Takes a claimed upload to `ready` or `rejected`. The headers are stored first, so that the video
 * can be found within seconds; reading all of it comes after. Any other error is a fault of ours and
 * is thrown: the caller decides on a retry.
 */
export async function processUpload(
  upload: ReceivedObject,
  lease: Lease,
  stores: ProcessingStores,
  media: MediaReader,
  signal: AbortSignal,
  onProgress?: (progress: ProcessingProgress) => void,
): Promise<FinishedStatus> {
  const { catalogue, cache } = stores;
  const source: ObjectSource = {
    store: stores.objects,
    object: upload.object,
    sizeBytes: upload.sizeBytes,
  };
  const report = (step: ProcessingProgress['step'], doneBytes: number) =>
    onProgress?.({
      videoId: lease.videoId,
      key: upload.object.key,
      step,
      doneBytes,
      totalBytes: upload.sizeBytes,
    });
  try {
    report('headers', 0);
    const declared = await media.probe(source, signal);
    await catalogue.storeMetadata(lease, declared);
    await cache.invalidate(lease.videoId);

    const sha256 = await checksum(source, signal, (bytes) => {
      report('checksum', bytes);
    });
    const metadata = await withMeasuredDuration(source, declared, media, signal);
    await catalogue.complete(lease, { sha256, ...(metadata && { metadata }) });
    return 'ready';
  } catch (error) {
    if (!(error instanceof FileRejectedError)) throw error;
    await catalogue.reject(lease, error.rejection);
    return 'rejected';
  } finally {
    await cache.invalidate(lease.videoId);
  }
}

/** Slower than any store that is of use; a file that is read at this pace has not hung. */
const SLOWEST_BYTES_PER_MS = 2_000;
const SHORTEST_MEASURE_MS = 60_000;

/** Headers without a duration, as of a recording that was cut off, with the one that was measured. */
async function withMeasuredDuration(
  source: ObjectSource,
  declared: TechnicalMetadata,
  media: MediaReader,
  signal: AbortSignal,
): Promise<TechnicalMetadata | undefined> {
  if (declared.container.durationSeconds !== null) return undefined;
  const wallMs = SHORTEST_MEASURE_MS + source.sizeBytes / SLOWEST_BYTES_PER_MS;
  const durationSeconds = await media.measureDuration(source, wallMs, signal);
  if (durationSeconds === null) return undefined;
  const container = { ...declared.container, durationSeconds, durationSource: 'packets' as const };
  return { ...declared, container };
}

/** SHA-256 over all bytes, hexadecimal. Fails when the store sends fewer than it announced. */
async function checksum(
  source: ObjectSource,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  const body = await source.store.read(source.object, signal);
  await pipeline(
    body,
    async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        hash.update(chunk);
        bytes += chunk.length;
        onProgress(bytes);
      }
    },
    { signal },
  );
  if (bytes !== source.sizeBytes) {
    throw new ObjectNotFoundError(source.store.bucket, source.object.key, {
      cause: new Error(`read ${bytes} bytes where the event announced ${source.sizeBytes}`),
    });
  }
  return hash.digest('hex');
}
