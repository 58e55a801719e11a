import { videoIdOf } from '../../domain/object-version';
import type { Catalogue } from '../catalogue/catalogue';
import type { CachedRead, VideoCache } from './video-cache';

/** A catalogue that is read through a cache and written around it. */
export interface CachedCatalogue extends Catalogue {
  readonly videos: CachedReads;
}

type CachedReads = Catalogue['videos'] & {
  /** `find`, from the cache where it has the answer. */
  read(id: string): Promise<CachedRead>;
};

/** The id of the video whose document, as `find` returns it, a call may have changed. */
type Change<Method> = Method extends (...args: infer Args) => unknown
  ? 'nothing' | ((...args: Args) => string)
  : never;
type ChangesOf<Port> = { readonly [Method in keyof Port]: Change<Port[Method]> };

const itsId = (id: string) => id;
const ofLease = ({ videoId }: { readonly videoId: string }) => videoId;

/**
 * What each method changes of what readers see. A method that is new does not compile before it is
 * here. Leases, the progress of measuring and the audit log are in no document.
 */
export const changes: { readonly [Port in keyof Catalogue]: ChangesOf<Catalogue[Port]> } = {
  videos: { find: 'nothing', findMany: 'nothing', list: 'nothing', ping: 'nothing' },
  uploads: {
    register: videoIdOf,
    registerRequested: videoIdOf,
    findRequested: 'nothing',
    forgetRequests: 'nothing',
    find: 'nothing',
    recordCompleted: 'nothing',
  },
  claims: {
    // whatever comes of it: the worker before may have died between its last write and the cache
    claim: ({ object }) => videoIdOf(object),
  },
  leases: {
    renew: 'nothing',
    recordReplacement: 'nothing',
    storeMetadata: ofLease,
    storeSha256: ofLease,
    complete: ofLease,
    reject: ofLease,
    handOver: ofLease,
    release: ofLease,
    fail: ofLease,
    findAbandoned: 'nothing',
    failAbandoned: itsId,
  },
  unwanted: {
    recordSetAside: 'nothing',
    recordRefusal: 'nothing',
    lateBytes: 'nothing',
    recordRemoval: 'nothing',
  },
  edits: { rename: itsId, requeue: itsId },
  qc: {
    storeReport: ofLease,
    judgeAgain: itsId,
    find: 'nothing',
    measured: 'nothing',
    findStills: 'nothing',
  },
  qcRuns: { report: 'nothing', cancel: 'nothing' },
  decisions: { decide: itsId, recordCertificateAsked: 'nothing' },
  profiles: {
    list: 'nothing',
    published: 'nothing',
    lastPublished: 'nothing',
    find: 'nothing',
    // reports keep what they were judged by
    saveDraft: 'nothing',
    step: 'nothing',
    retire: 'nothing',
  },
  programmes: {
    store: itsId,
    casesOf: 'nothing',
    openCase: itsId,
    advanceCase: itsId,
    correctionsDueWithin: 'nothing',
  },
  deletions: {
    // no document shows it, but who repeats a deletion repeats what its first try did not come to
    begin: itsId,
    end: itsId,
    forget: ofLease,
    wasDeleted: 'nothing',
    due: 'nothing',
    overdue: 'nothing',
  },
  audit: { list: 'nothing' },
  searchKeys: { remake: 'nothing' },
};

/**
 * Puts a cache in front of a catalogue. After each write the cache forgets the video, and also after one
 * that failed: its answer may have been lost, not the write. When the promise of a write settles, readers
 * in this process see it; those in others may see what was before for `DEFAULT_NEAR_TTL_MS` more.
 *
 * A process that is killed between the write and the cache leaves the old document in Redis, for
 * `DOCUMENT_TTL_MS` at most. A repeat of the write, as by the message that comes back, ends that sooner.
 */
export function cached<Ports extends Pick<Catalogue, 'videos'>>(
  catalogue: Ports,
  cache: Pick<VideoCache, 'read' | 'invalidate'>,
): Ports & { readonly videos: CachedReads } {
  const around = Object.fromEntries(
    Object.entries(changes)
      .filter(([name]) => name in catalogue)
      .map(([name, methods]) => {
        const port = catalogue[name as keyof Ports] as object;
        return [name, writingAround(port, methods as Readonly<Record<string, unknown>>, cache)];
      }),
  ) as unknown as Ports;
  const read = (id: string) => cache.read(id, () => catalogue.videos.find(id));
  return { ...catalogue, ...around, videos: Object.assign(around.videos, { read }) };
}

/** The port, of which each write is followed by its invalidation. */
function writingAround<Port extends object>(
  port: Port,
  methods: Readonly<Record<string, unknown>>,
  cache: Pick<VideoCache, 'invalidate'>,
): Port {
  const around: Record<string, Write> = {};
  for (const [method, idOf] of Object.entries(methods)) {
    if (idOf === 'nothing') continue;
    around[method] = async (...args) => {
      try {
        return await (port[method as keyof Port] as Write).apply(port, args);
      } finally {
        await cache.invalidate((idOf as IdOf)(...args));
      }
    };
  }
  return Object.assign(Object.create(port) as Port, around);
}

type IdOf = (...args: never[]) => string;
type Write = (...args: never[]) => Promise<unknown>;
