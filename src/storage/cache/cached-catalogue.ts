import { videoIdOf } from '../../domain/object-version';
import type { Catalogue } from '../catalogue/catalogue';
import type { CachedRead, VideoCache } from './video-cache';

/** A catalogue, or a part of one, that is read through a cache and written around it. */
export type Cached<C> = C & {
  /** `find`, from the cache where it has the answer. */
  read(id: string): Promise<CachedRead>;
};

export type CachedCatalogue = Cached<Catalogue>;

/** The id of the video whose document, as `find` returns it, a call may have changed. */
type Change<M extends keyof Catalogue> =
  'nothing' | ((...args: Parameters<Catalogue[M]>) => string);

const itsId = (id: string) => id;
const ofLease = ({ videoId }: { readonly videoId: string }) => videoId;

/**
 * What each method changes of what readers see. A method that is new does not compile before it is
 * here. Leases, the progress of measuring, proposals and the audit log are in no document.
 */
export const changes: { readonly [M in keyof Catalogue]: Change<M> } = {
  registerUpload: videoIdOf,
  registerRequested: videoIdOf,
  findRequested: 'nothing',
  forgetRequests: 'nothing',
  findUpload: 'nothing',
  recordUploadCompleted: 'nothing',
  // whatever comes of it: the worker before may have died between its last write and the cache
  claim: ({ object }) => videoIdOf(object),
  renew: 'nothing',
  recordReplacement: 'nothing',
  recordSetAside: 'nothing',
  recordRefusal: 'nothing',
  lateBytes: 'nothing',
  recordRemoval: 'nothing',
  storeMetadata: ofLease,
  reportMeasuring: 'nothing',
  storeQualityReport: ofLease,
  complete: ofLease,
  reject: ofLease,
  release: ofLease,
  fail: ofLease,
  findAbandoned: 'nothing',
  failAbandoned: itsId,
  requeue: itsId,
  findQc: 'nothing',
  findStills: 'nothing',
  judgeAgain: itsId,
  cancelMeasuring: 'nothing',
  proposeOverride: 'nothing',
  approveOverride: itsId,
  find: 'nothing',
  findMany: 'nothing',
  list: 'nothing',
  rename: itsId,
  storeProgramme: itsId,
  casesOf: 'nothing',
  openCase: itsId,
  advanceCase: itsId,
  correctionsDueWithin: 'nothing',
  // no document shows it, but who repeats a deletion repeats what its first try did not come to
  beginDeletion: itsId,
  endDeletion: itsId,
  wasDeleted: 'nothing',
  forget: ofLease,
  dueForDeletion: 'nothing',
  listAudit: 'nothing',
  ping: 'nothing',
  close: 'nothing',
};

/**
 * Puts a cache in front of a catalogue. After each write the cache forgets the video, and also after one
 * that failed: its answer may have been lost, not the write. When the promise of a write settles, readers
 * in this process see it; those in others may see what was before for `DEFAULT_NEAR_TTL_MS` more.
 *
 * A process that is killed between the write and the cache leaves the old document in Redis, for
 * `DOCUMENT_TTL_MS` at most. A repeat of the write, as by the message that comes back, ends that sooner.
 */
export function cached<C extends Pick<Catalogue, 'find'>>(
  catalogue: C,
  cache: Pick<VideoCache, 'read' | 'invalidate'>,
): Cached<C> {
  const around: Record<string, unknown> = {
    read: (id: string) => cache.read(id, () => catalogue.find(id)),
  };
  for (const [name, idOf] of Object.entries(changes) as [keyof C, 'nothing' | IdOf][]) {
    if (idOf === 'nothing') continue;
    around[name as string] = async (...args: never[]) => {
      try {
        return await (catalogue[name] as Write).apply(catalogue, args);
      } finally {
        await cache.invalidate(idOf(...args));
      }
    };
  }
  return Object.assign(Object.create(catalogue) as C, around) as Cached<C>;
}

type IdOf = (...args: never[]) => string;
type Write = (...args: never[]) => Promise<unknown>;
