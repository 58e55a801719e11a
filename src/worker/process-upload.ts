import { FileRejectedError, KeptBytesChangedError, ObjectChangedError } from '../domain/errors';
import { compareSequencers } from '../domain/object-version';
import type { TechnicalMetadata } from '../domain/technical-metadata';
import type { Prober } from '../media/prober';
import type { ObjectSource } from '../media/range-proxy';
import type { Logger } from '../runtime/logger';
import type { CachedCatalogue } from '../storage/cache/cached-catalogue';
import type { EventPublisher } from '../storage/events/event-publisher';
import type { ObjectInfo, ObjectStore } from '../storage/objects/object-store';
import { checksum } from './checksum';
import { withMeasuredDuration } from './measured-duration';
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
  /** @default - troubles that stop nothing are told to nobody */
  readonly logger?: Logger;
}

/** An upload whose headers are stored; what else is to be done for it is measuring. */
export interface Described {
  readonly metadata: TechnicalMetadata;
}

/**
 * Reads the headers of a claimed upload, stores and tells of them, and ends the lease, so that the video can be found
 * within seconds. A file that is refused for them ends here, as `rejected`. Any other error is a fault of ours and is
 * thrown: the caller decides on a retry.
 */
export async function describeUpload(
  upload: ReceivedObject,
  claimed: Claimed,
  context: ProcessingContext,
  signal: AbortSignal,
): Promise<Described | Finish> {
  const { catalogue, events } = context.stores;
  return onSameBytes(upload, claimed, context, signal, async ({ readHeaders }) => {
    const metadata = await readHeaders();
    const { videoId } = claimed.lease;
    const { bucket, key, versionId } = upload.object;
    // before the lease ends: a fault of this is one of the video, and is tried again as such
    await events.publish('VideoDescribed', { videoId, bucket, key, versionId });
    await catalogue.leases.handOver(claimed.lease);
    return { metadata };
  });
}

/**
 * Takes a claimed upload, whose headers are stored, to `ready`; to `rejected` where only its end shows that it is no
 * video. Headers that are not there are read first. Errors are as those of {@link describeUpload}.
 */
export async function measureUpload(
  upload: ReceivedObject,
  claimed: Claimed,
  context: ProcessingContext,
  signal: AbortSignal,
): Promise<Finish> {
  const { stores, media, qc, logger } = context;
  const { catalogue } = stores;
  return onSameBytes(upload, claimed, context, signal, async (work) => {
    const { source, reading, tell, readHeaders, ensureSame } = work;
    const declared = claimed.metadata ?? (await readHeaders());
    const wallMs = SHORTEST_MEASURE_MS + source.sizeBytes / SLOWEST_BYTES_PER_MS;
    const metadata = await withMeasuredDuration(declared, () =>
      media.measureDuration(source, wallMs, signal),
    );
    const measuring = ({ decodedSeconds, totalSeconds }: MeasuringProgress) => {
      tell('measuring', decodedSeconds, totalSeconds);
    };
    const sha256 = await checksum(source, signal, reading);
    if (qc !== null) {
      const of = { ...claimed, object: upload.object, ensureSame: () => ensureSame(sha256) };
      const into = { ...stores, logger };
      await controlQuality(source, metadata, of, qc, into, signal, { reading, measuring });
    }
    await ensureSame(sha256);
    return catalogue.leases.complete(claimed.lease, {
      sha256,
      ...(metadata !== declared && { metadata }),
    });
  });
}

/** What both kinds of work do with an upload. */
interface Work {
  readonly source: ObjectSource;
  readonly tell: (step: ProcessingProgress['step'], done: number, total: number | null) => void;
  readonly reading: (bytes: number) => void;
  /** Stores them, too. @throws FileRejectedError */
  readonly readHeaders: () => Promise<TechnicalMetadata>;
  /** To be called with the checksum of what was worked on, before anything is said of it. */
  readonly ensureSame: (sha256: string) => Promise<void>;
}

/** Does the work on the bytes of this very upload; a file that it refuses ends as `rejected`. */
async function onSameBytes<T>(
  upload: ReceivedObject,
  claimed: Claimed,
  { stores, media, onProgress }: ProcessingContext,
  signal: AbortSignal,
  work: (of: Work) => Promise<T>,
): Promise<T | Finish> {
  const { lease } = claimed;
  const { catalogue } = stores;
  const source: ObjectSource = {
    store: stores.objects,
    object: upload.object,
    sizeBytes: upload.sizeBytes,
  };
  const tell: Work['tell'] = (step, done, total) =>
    onProgress?.({ videoId: lease.videoId, key: upload.object.key, step, done, total });
  const reading = (bytes: number) => {
    tell('reading', bytes, upload.sizeBytes);
  };
  const readSha256 = (of = source) => checksum(of, signal, reading);
  const ensureSame = await ensureBytes(source, upload, claimed, catalogue, readSha256);
  if (claimed.replaces) {
    // read once more than others: rare, and even a file that is no video has its checksum in the record
    const sha256 = await readSha256();
    await ensureSame(sha256);
    await catalogue.leases.recordReplacement(lease, sha256);
  }
  const readHeaders = async () => {
    await ensureDeclared(upload, claimed, stores.objects);
    tell('headers', 0, upload.sizeBytes);
    const metadata = await media.probe(source, signal);
    await catalogue.leases.storeMetadata(lease, metadata);
    return metadata;
  };
  try {
    return await work({ source, tell, reading, readHeaders, ensureSame });
  } catch (error) {
    if (!(error instanceof FileRejectedError)) throw error;
    const sha256 = await readSha256();
    await ensureSame(sha256);
    return catalogue.leases.reject(lease, error.rejection, sha256);
  }
}

/**
 * A store without versions may hold other bytes than those of the upload, or come to do so while they are
 * worked on: what lies there must be of this upload before the work, and the same after it. Bytes that must
 * be kept are read before all else; a checksum that is known of them tells them whoever touched the file,
 * and one that is not is stored at once.
 *
 * Returns what to call with the checksum of what was worked on, before anything is said of it.
 * @throws ObjectChangedError, which the function that is returned throws too
 * @throws KeptBytesChangedError
 */
async function ensureBytes(
  source: ObjectSource,
  upload: ReceivedObject,
  { lease, kept }: Claimed,
  catalogue: Pick<CachedCatalogue, 'leases'>,
  readSha256: (source: ObjectSource) => Promise<string>,
): Promise<(sha256: string) => Promise<void>> {
  const { store, object } = source;
  if (object.versionId !== null) return () => Promise.resolve();
  const before = await store.head(object);
  const ensureStill = async ({ etag }: ObjectInfo) => {
    const now = await store.head(object);
    if (now.etag !== etag) throw new ObjectChangedError(store.bucket, object.key, now);
  };
  if (kept === null) {
    if (!isOfUpload(before, upload)) throw new ObjectChangedError(store.bucket, object.key, before);
    return () => ensureStill(before);
  }
  const readAll = ({ sizeBytes }: ObjectInfo) => readSha256({ ...source, sizeBytes });
  const first = await readAll(before);
  const after = await store.head(object);
  // what was touched meanwhile reads the same once more; what was written over does not
  const sha256 = after.etag === before.etag ? first : await readAll(after);
  await ensureStill(after);
  const isFirst = kept.sha256 === null && !kept.endedBefore;
  const isKept = isFirst ? isOfUpload(before, upload) && sha256 === first : sha256 === kept.sha256;
  const { sequencer, sizeBytes } = after;
  const changed = (known: string | null, found: string) =>
    new KeptBytesChangedError(known, { sha256: found, sequencer, sizeBytes });
  if (!isKept) throw changed(kept.sha256, sha256);
  if (isFirst) await catalogue.leases.storeSha256(lease, sha256);
  return async (found) => {
    await ensureStill(after);
    if (found !== sha256) throw changed(sha256, found);
  };
}

/** Whether the bytes that lie there are those of the upload, as far as the store says. */
export function isOfUpload({ sequencer, sizeBytes }: ObjectInfo, upload: ReceivedObject): boolean {
  return (
    sizeBytes === upload.sizeBytes &&
    (sequencer === null || compareSequencers(sequencer, upload.object.sequencer) === 0)
  );
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
