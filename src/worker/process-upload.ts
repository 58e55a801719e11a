import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { FileRejectedError, ObjectNotFoundError } from '../domain/errors';
import type { VideoStatus } from '../domain/status';
import type { TechnicalMetadata } from '../domain/technical-metadata';
import type { ObjectSource } from '../media/source';
import type { VideoCache } from '../storage/cache/video-cache';
import type { Catalogue, Lease, ReceivedObject } from '../storage/catalogue/catalogue';
import type { EventPublisher } from '../storage/events/event-publisher';
import type { ObjectStore } from '../storage/objects/object-store';

export interface ProcessingStores {
  readonly catalogue: Catalogue;
  readonly cache: VideoCache;
  readonly objects: ObjectStore;
  readonly events: EventPublisher;
}

export interface MediaReader {
  /** What the headers say. @throws FileRejectedError */
  probe(source: ObjectSource, signal: AbortSignal): Promise<TechnicalMetadata>;
  /** For headers that declare no duration: reads every packet. */
  measureDuration(
    source: ObjectSource,
    metadata: TechnicalMetadata,
    signal: AbortSignal,
  ): Promise<TechnicalMetadata>;
}

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
): Promise<VideoStatus> {
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
    const metadata =
      declared.container.durationSeconds === null
        ? await media.measureDuration(source, declared, signal)
        : declared;
    await catalogue.complete(lease, { sha256, ...(metadata !== declared && { metadata }) });
    return 'ready';
  } catch (error) {
    if (!(error instanceof FileRejectedError)) throw error;
    await catalogue.reject(lease, error.rejection);
    return 'rejected';
  } finally {
    await cache.invalidate(lease.videoId);
  }
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
