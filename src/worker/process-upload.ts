import { FileRejectedError, KeptBytesChangedError, ObjectChangedError } from '../domain/errors';
import type { TechnicalMetadata } from '../domain/technical-metadata';
import type { Prober } from '../media/prober';
import type { ObjectSource } from '../media/range-proxy';
import type { CachedCatalogue } from '../storage/cache/cached-catalogue';
import type { EventPublisher } from '../storage/events/event-publisher';
import type { ObjectStore } from '../storage/objects/object-store';
import { checksum } from './checksum';
import { controlQuality, type QualityControl } from './quality-control';
import type {
  Claimed,
  Finish,
  MeasuringProgress,
  ReceivedObject,
} from '../storage/catalogue/types';

export interface ProcessingStores {
  readonly catalogue: CachedCatalogue;
  readonly objects: ObjectStore;
  readonly events: EventPublisher;
}

export type MediaReader = Pick<Prober, 'probe' | 'measureDuration'>;

/** How far a video is; for people who wait. */
export interface ProcessingProgress {
  readonly videoId: string;
  readonly key: string;
  readonly step: 'headers' | 'reading' | 'measuring';
  /** Of this step: bytes, but seconds of the file where it is measured. */
  readonly done: number;
  /** null = the file does not say how long it is */
  readonly total: number | null;
}

export interface ProcessingContext {
  readonly stores: ProcessingStores;
  readonly media: MediaReader;
  /** null = files are not measured */
  readonly qc: QualityControl | null;
  readonly onProgress?: (progress: ProcessingProgress) => void;
}

/**
 * Takes a claimed upload to `ready` or `rejected`. The headers are stored first, so that the video
 * can be found within seconds; reading and measuring all of it comes after. Any other error is a fault
 * of ours and is thrown: the caller decides on a retry.
 */
export async function processUpload(
  upload: ReceivedObject,
  claimed: Claimed,
  { stores, media, qc, onProgress }: ProcessingContext,
  signal: AbortSignal,
): Promise<Finish> {
  const { lease } = claimed;
  const { catalogue } = stores;
  const source: ObjectSource = {
    store: stores.objects,
    object: upload.object,
    sizeBytes: upload.sizeBytes,
  };
  const tell = (step: ProcessingProgress['step'], done: number, total: number | null) =>
    onProgress?.({ videoId: lease.videoId, key: upload.object.key, step, done, total });
  const reading = (bytes: number) => {
    tell('reading', bytes, upload.sizeBytes);
  };
  const readSha256 = (of = source) => checksum(of, signal, reading);
  // read once more than others: rare, and even a file that is no video has its checksum in the record
  if (claimed.replaces) await catalogue.leases.recordReplacement(lease, await readSha256());
  const ensureSame = await ensureBytes(source, claimed, catalogue, readSha256);
  try {
    await ensureDeclared(upload, claimed, stores.objects);
    tell('headers', 0, upload.sizeBytes);
    const declared = await media.probe(source, signal);
    await catalogue.leases.storeMetadata(lease, declared);

    const metadata = await withMeasuredDuration(source, declared, media, signal);
    const measuring = ({ decodedSeconds, totalSeconds }: MeasuringProgress) => {
      tell('measuring', decodedSeconds, totalSeconds);
    };
    const sha256 =
      qc === null
        ? await checksum(source, signal, reading)
        : await qc.scratch.withCopy(source, signal, reading, async (copy) => {
            await controlQuality(copy.file, metadata, claimed, qc, catalogue, signal, measuring);
            return copy.sha256;
          });
    await ensureSame(sha256);
    return await catalogue.leases.complete(lease, {
      sha256,
      ...(metadata !== declared && { metadata }),
    });
  } catch (error) {
    if (!(error instanceof FileRejectedError)) throw error;
    const sha256 = await readSha256();
    await ensureSame(sha256);
    return catalogue.leases.reject(lease, error.rejection, sha256);
  }
}

/**
 * A store without versions may hold other bytes than those of the upload, or come to do so while they are
 * worked on. Bytes that must be kept are compared by their checksum, which is read before all else and
 * stored at once; of others it is enough that nothing was written since.
 *
 * Returns what to call with the checksum of what was worked on, before anything is said of it.
 * @throws KeptBytesChangedError, which the function that is returned throws too
 */
async function ensureBytes(
  source: ObjectSource,
  { lease, kept }: Claimed,
  catalogue: Pick<CachedCatalogue, 'leases'>,
  readSha256: (source: ObjectSource) => Promise<string>,
): Promise<(sha256: string) => Promise<void>> {
  const { store, object } = source;
  if (object.versionId !== null) return () => Promise.resolve();
  const { etag, sizeBytes } = await store.head(object);
  if (kept === null) {
    return async () => {
      if ((await store.head(object)).etag === etag) return;
      throw new ObjectChangedError(store.bucket, object.key);
    };
  }
  const readAll = () => readSha256({ ...source, sizeBytes });
  const sha256 = await readAll();
  const isFirst = kept.sha256 === null && !kept.endedBefore;
  // what was touched meanwhile reads the same once more; what was written over does not
  const isWhole = async () =>
    sizeBytes === source.sizeBytes &&
    ((await store.head(object)).etag === etag || (await readAll()) === sha256);
  if (isFirst ? !(await isWhole()) : sha256 !== kept.sha256) {
    throw new KeptBytesChangedError(kept.sha256, { sha256, sizeBytes });
  }
  if (isFirst) await catalogue.leases.storeSha256(lease, sha256);
  return (found) =>
    found === sha256
      ? Promise.resolve()
      : Promise.reject(new KeptBytesChangedError(sha256, { sha256: found, sizeBytes }));
}

/** @throws FileRejectedError when size or media type are others than the upload declared */
async function ensureDeclared(
  { object, sizeBytes }: ReceivedObject,
  { declared }: Claimed,
  objects: ObjectStore,
): Promise<void> {
  if (declared === null) return;
  if (declared.sizeBytes !== sizeBytes) {
    throw notAsDeclared(`${declared.sizeBytes} bytes were declared, ${sizeBytes} arrived`);
  }
  const { contentType } = await objects.head(object);
  if (contentType !== null && contentType !== declared.contentType) {
    throw notAsDeclared(`'${declared.contentType}' was declared, '${contentType}' arrived`);
  }
}

function notAsDeclared(detail: string): FileRejectedError {
  return new FileRejectedError({ code: 'not_as_declared', detail });
}

/** Slower than any store that is of use; a file that is read at this pace has not hung. */
const SLOWEST_BYTES_PER_MS = 2_000;
const SHORTEST_MEASURE_MS = 60_000;

/** The headers; of a recording that was cut off, and so declares no duration, with a measured one. */
async function withMeasuredDuration(
  source: ObjectSource,
  declared: TechnicalMetadata,
  media: MediaReader,
  signal: AbortSignal,
): Promise<TechnicalMetadata> {
  if (declared.container.durationSeconds !== null) return declared;
  const wallMs = SHORTEST_MEASURE_MS + source.sizeBytes / SLOWEST_BYTES_PER_MS;
  const durationSeconds = await media.measureDuration(source, wallMs, signal);
  if (durationSeconds === null) return declared;
  const container = { ...declared.container, durationSeconds, durationSource: 'packets' as const };
  return { ...declared, container };
}
