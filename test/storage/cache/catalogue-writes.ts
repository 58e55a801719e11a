import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import pg from 'pg';
import { type ObjectVersion, videoIdOf } from '../../../src/domain/object-version';
import type { Qc } from '../../../src/domain/qc';
import { cached, type CachedCatalogue } from '../../../src/storage/cache/cached-catalogue';
import { MemoryStore } from '../../../src/storage/cache/memory-store';
import { NearVideoCache } from '../../../src/storage/cache/near-video-cache';
import { StoreVideoCache } from '../../../src/storage/cache/store-video-cache';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import type { PostgresCatalogue } from '../../../src/storage/catalogue/catalogue';
import { CatalogueQueryError, CatalogueUnavailableError } from '../../../src/storage/errors';
import { expireLease, LEASE_SECONDS, SHA256 } from '../../support/factories/claims';
import type { TestDatabase } from '../../support/servers/databases';
import {
  aNewerUpload,
  aProgramme,
  aReceivedObject,
  aRejection,
  aVideoUpload,
  daysAgo,
  someMetadata,
} from '../../support/factories/videos';
import { aDraft, aReport, jpTv2k, streaming, tooLoud } from '../../support/factories/qc';
import { ACTOR } from '../catalogue/catalogue-subject';
import { DomainError } from '../../../src/domain/domain-error';
import type { Lease, ReceivedObject } from '../../../src/storage/catalogue/types';

/** Steps of a sequence, at most. */
const LONGEST = 30;

type Read =
  | 'uploads.findRequested'
  | 'uploads.find'
  | 'unwanted.lateBytes'
  | 'leases.findAbandoned'
  | 'qc.find'
  | 'qc.measured'
  | 'profiles.list'
  | 'profiles.published'
  | 'profiles.lastPublished'
  | 'profiles.find'
  | 'qc.findStills'
  | 'videos.find'
  | 'videos.findMany'
  | 'videos.list'
  | 'programmes.casesOf'
  | 'programmes.correctionsDueWithin'
  | 'deletions.wasDeleted'
  | 'deletions.due'
  | 'deletions.overdue'
  | 'audit.list'
  | 'videos.ping';
type Method = {
  [Port in keyof Catalogue]: `${Port}.${keyof Catalogue[Port] & string}`;
}[keyof Catalogue];
export type Write = Exclude<Method, Read>;

/** One video, as those know it who write to it. */
interface Run {
  readonly catalogue: CachedCatalogue;
  readonly database: Pick<TestDatabase, 'client'>;
  id: string;
  upload: ReceivedObject;
  lease: Lease;
  caseId: string;
  /** Varies what is written. */
  variant: number;
}

const oneOf = <T>({ variant }: Run, ...all: readonly [T, ...T[]]): T =>
  all[variant % all.length] ?? all[0];

/** A write that is new does not compile before the sequences have it. */
export const writes: Readonly<Record<Write, (run: Run) => Promise<unknown>>> = {
  async 'uploads.register'(run) {
    const { bucket, key } = await takingUploads(run);
    await run.catalogue.uploads.register(aVideoUpload({ bucket, key }), ACTOR);
  },
  async 'uploads.registerRequested'(run) {
    const { bucket, key } = await takingUploads(run);
    const request = { key: randomUUID(), sha256: SHA256 };
    await run.catalogue.uploads.registerRequested(aVideoUpload({ bucket, key }), ACTOR, request);
  },
  'uploads.forgetRequests': ({ catalogue }) => catalogue.uploads.forgetRequests(),
  'searchKeys.remake': ({ catalogue }) => catalogue.searchKeys.remake(1),
  'uploads.recordCompleted': ({ catalogue, id }) => catalogue.uploads.recordCompleted(id, ACTOR),
  async 'claims.claim'(run) {
    if (oneOf(run, true, false)) await expireLease(run.database, run.id);
    const { upload } = run;
    if (oneOf(run, true, false, false)) run.upload = aNewerUpload(upload);
    if (oneOf(run, false, true, false)) {
      run.upload = { ...aNewerUpload(upload), sizeBytes: upload.sizeBytes };
    }
    const read = { sha256: SHA256 };
    const claim = await run.catalogue.claims.claim(run.upload, LEASE_SECONDS, read);
    if (claim.outcome === 'claimed') run.lease = claim.lease;
  },
  'leases.renew': ({ catalogue, lease }) => catalogue.leases.renew(lease, LEASE_SECONDS),
  'leases.recordReplacement': ({ catalogue, lease }) =>
    catalogue.leases.recordReplacement(lease, SHA256),
  'unwanted.recordSetAside': ({ catalogue, upload }) =>
    catalogue.unwanted.recordSetAside(upload, SHA256),
  'unwanted.recordRefusal': ({ catalogue, upload }) => catalogue.unwanted.recordRefusal(upload),
  'unwanted.recordRemoval': ({ catalogue, id, upload: { object } }) =>
    catalogue.unwanted.recordRemoval({ videoId: id, key: object.key, entry: 1 }, ACTOR),
  'leases.handOver': ({ catalogue, lease }) => catalogue.leases.handOver(lease),
  'leases.storeMetadata': (run) =>
    run.catalogue.leases.storeMetadata(
      run.lease,
      someMetadata({ container: { durationSeconds: run.variant } }),
    ),
  'qcRuns.report': ({ catalogue, lease, variant }) =>
    catalogue.qcRuns.report(lease, { decodedSeconds: variant, totalSeconds: null }),
  'qc.storeReport': (run) =>
    run.catalogue.qc.storeReport(run.lease, () => oneOf(run, aReport(tooLoud), aReport()), []),
  'leases.storeSha256': ({ catalogue, lease }) => catalogue.leases.storeSha256(lease, SHA256),
  'leases.complete': ({ catalogue, lease }) => catalogue.leases.complete(lease, { sha256: SHA256 }),
  'leases.reject': ({ catalogue, lease }) => catalogue.leases.reject(lease, aRejection(), SHA256),
  'leases.release': ({ catalogue, lease }) => catalogue.leases.release(lease, 'out of disk'),
  'leases.fail': ({ catalogue, lease }) => catalogue.leases.fail(lease, 'out of disk'),
  async 'leases.failAbandoned'({ catalogue, database, id }) {
    await expireLease(database, id);
    await catalogue.leases.failAbandoned(id, 1);
  },
  'edits.requeue': ({ catalogue, id }) => catalogue.edits.requeue(id, ACTOR),
  'qc.judgeAgain': (run) =>
    run.catalogue.qc.judgeAgain(
      run.id,
      oneOf(run, jpTv2k, streaming),
      oneOf(run, 'effective', 'effective', 'additional'),
      ACTOR,
    ),
  'qcRuns.cancel': ({ catalogue, id }) => catalogue.qcRuns.cancel(id, ACTOR),
  'decisions.recordCertificateAsked': ({ catalogue, id }) =>
    catalogue.decisions.recordCertificateAsked(
      id,
      { certificateId: randomUUID(), contentType: 'application/pdf', sizeBytes: 1 },
      ACTOR,
    ),
  async 'decisions.decide'(run) {
    const { catalogue, id } = run;
    const { report } = JSON.parse(await catalogue.qc.find(id)) as Qc;
    const proposedAt = report?.proposal?.proposedAt;
    if (proposedAt !== undefined) {
      const approval = { kind: 'approved', proposedAt, note: 'seen and accepted' } as const;
      return catalogue.decisions.decide(id, approval, 'client:second');
    }
    const wanted = {
      proposed: { kind: 'proposed', verdict: oneOf(run, 'pass', 'fail'), reason: 'as intended' },
      held: { kind: 'held', reason: 'a question to the producer' },
      lifted: { kind: 'lifted', reason: 'the producer has answered' },
    } as const;
    return catalogue.decisions.decide(
      id,
      wanted[oneOf(run, 'proposed', 'held', 'lifted')],
      'client:first',
    );
  },
  'profiles.saveDraft': ({ catalogue, variant }) =>
    catalogue.profiles.saveDraft('station-a', aDraft({ document: `${variant}` }), jpTv2k, ACTOR),
  async 'profiles.step'(run) {
    const found = await run.catalogue.profiles.find('station-a');
    const proposedAt = found?.record.history.at(-1)?.at ?? '';
    const steps = {
      proposed: { step: 'proposed', reason: 'the new season' },
      published: { step: 'published', proposedAt, reason: 'as agreed' },
      refused: { step: 'refused', proposedAt, reason: 'too strict' },
    } as const;
    const step = oneOf(run, 'proposed', 'published', 'refused');
    const actor = step === 'proposed' ? 'client:first' : 'client:second';
    await run.catalogue.profiles.step('station-a', steps[step], actor);
  },
  'profiles.retire': ({ catalogue }) =>
    catalogue.profiles.retire('station-a', 'no longer delivered to', ACTOR),
  'edits.rename': ({ catalogue, id, variant }) =>
    catalogue.edits.rename(id, { title: `title ${variant}` }, ACTOR),
  'programmes.store': (run) =>
    run.catalogue.programmes.store(run.id, ACTOR, {
      programme: aProgramme({ broadcastAt: daysAgo(oneOf(run, 1, 200, 10)) }),
      mayShorten: true,
    }),
  async 'programmes.openCase'(run) {
    run.caseId = randomUUID();
    const opening = { origin: 'request', reference: 'R', receivedAt: daysAgo(0.5) } as const;
    await run.catalogue.programmes.openCase(run.id, run.caseId, opening, ACTOR);
  },
  'programmes.advanceCase': (run) =>
    run.catalogue.programmes.advanceCase(
      run.id,
      run.caseId,
      { status: oneOf(run, 'dismissed', 'untrue_found'), at: daysAgo(0) },
      ACTOR,
    ),
  'deletions.begin': ({ catalogue, id }) => catalogue.deletions.begin(id, ACTOR, 'tested'),
  'deletions.end': ({ catalogue, id }) => catalogue.deletions.end(id, ACTOR),
  'deletions.forget': ({ catalogue, lease }) =>
    catalogue.deletions.forget(lease, 'its bytes were gone'),
};

/** What single writes in any order seldom reach. */
const ways: readonly (readonly Write[])[] = [
  ['claims.claim', 'leases.storeMetadata', 'qc.storeReport', 'leases.complete', 'qc.judgeAgain'],
  ['claims.claim', 'qc.storeReport', 'decisions.decide', 'decisions.decide'],
  ['claims.claim', 'leases.complete', 'claims.claim'],
  ['claims.claim', 'leases.reject'],
  ['claims.claim', 'leases.release'],
  ['claims.claim', 'leases.fail'],
  ['claims.claim', 'leases.failAbandoned'],
  ['claims.claim', 'deletions.forget'],
  ['programmes.store', 'programmes.openCase', 'programmes.advanceCase'],
  ['deletions.begin', 'deletions.end', 'uploads.register'],
  ['deletions.begin', 'deletions.end', 'uploads.registerRequested'],
];

interface Step {
  readonly write: Write;
  readonly variant: number;
  /** The write happens, and its answer is lost. */
  readonly isLost: boolean;
  /** Whether readers ask, and have their answer before it happens or after. */
  readonly reads: 'nothing' | 'before' | 'across';
}

const someStep = (write: Write): fc.Arbitrary<Step> =>
  fc.record({
    write: fc.constant(write),
    variant: fc.nat(99),
    isLost: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    reads: fc.constantFrom('nothing' as const, 'before' as const, 'across' as const),
  });
const someSteps = fc
  .array(
    fc.oneof(
      ...[...ways, ...(Object.keys(writes) as Write[]).map((write) => [write])].map((way) =>
        fc.tuple(...way.map(someStep)),
      ),
    ),
    { minLength: 1, maxLength: LONGEST, size: 'max' },
  )
  .map((all) => all.flat().slice(0, LONGEST));

/**
 * That after each write of any sequence a read through the cache, of this process or of another, is one
 * of the database.
 */
export function readersSeeEachWrite(postgres: PostgresCatalogue, database: TestDatabase) {
  return fc.asyncProperty(someSteps, async (steps) => {
    const store = new MemoryStore(() => performance.now());
    const behind = new Interrupted(postgres);
    const catalogue = cached(behind.catalogue, new NearVideoCache(new StoreVideoCache(store)));
    const elsewhere = cached(postgres, new StoreVideoCache(store));
    const run = { catalogue, database, ...aFreshUpload(), caseId: randomUUID(), variant: 0 };
    const read = () => Promise.all([catalogue.videos.read(run.id), elsewhere.videos.read(run.id)]);
    await read();
    for (const { write, variant, isLost, reads } of steps) {
      run.variant = variant;
      let reading: Promise<unknown> | undefined;
      behind.before = async () => {
        if (reads !== 'nothing') reading = read();
        if (reads === 'before') await reading;
      };
      behind.after = () => {
        if (isLost) throw new CatalogueUnavailableError(new Error('the connection broke'));
      };
      await writes[write](run).catch(unlessRefused);
      await reading;
      const document = await postgres.videos.find(run.id);
      for (const shown of await read()) expect(shown.document).toEqual(document);
    }
  });
}

/** A catalogue to whose writes something happens on their way there, and on their way back. */
class Interrupted {
  before = () => Promise.resolve();
  after: () => void = () => undefined;
  readonly catalogue: Catalogue;

  constructor(postgres: PostgresCatalogue) {
    const ports = Object.fromEntries(
      Object.entries(postgres).map(([name, port]: [string, object]) => [name, Object.create(port)]),
    ) as Record<string, Record<string, Ask>>;
    for (const write of Object.keys(writes)) {
      const [port = '', method = ''] = write.split('.');
      const ask = ports[port]?.[method];
      if (!ask) throw new Error(`a catalogue must have '${write}'`);
      Object.assign(ports[port] ?? {}, {
        [method]: async (...args: never[]) => {
          await this.before();
          const answer = await ask.apply(ports[port], args);
          this.after();
          return answer;
        },
      });
    }
    this.catalogue = ports as unknown as Catalogue;
  }
}

type Ask = (...args: never[]) => Promise<unknown>;

/** One that was deleted takes no upload: on with another. */
async function takingUploads(run: Run): Promise<ObjectVersion> {
  if (await run.catalogue.deletions.wasDeleted(run.id)) Object.assign(run, aFreshUpload());
  return run.upload.object;
}

function aFreshUpload(): Pick<Run, 'id' | 'upload' | 'lease'> {
  const upload = aReceivedObject();
  const id = videoIdOf(upload.object);
  return { id, upload, lease: { videoId: id, fence: 0, attempt: 1 } };
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof DomainError) || error instanceof CatalogueQueryError) throw error;
}

/**
 * Writes of every kind to a few videos at once, from as many lanes as a platform may have workers, beside
 * those who go over many rows: what is abandoned, what is to go, old keys that are used again.
 * @throws when one is ended by the database, as of two that wait for each other
 */
export async function soak(
  { catalogues, url }: { readonly catalogues: readonly PostgresCatalogue[]; readonly url: string },
  count: number,
  seed: number,
): Promise<void> {
  const variants = fc.sample(fc.nat(9_999), { seed, numRuns: 2 * count });
  const next = () => variants.pop() ?? 0;
  const names = Object.keys(writes) as Write[];
  const videos = Array.from({ length: SOAKED_VIDEOS }, () => ({
    ...aFreshUpload(),
    caseId: randomUUID(),
    variant: 0,
  }));
  const lane = async (postgres: PostgresCatalogue) => {
    const catalogue = cached(postgres, new StoreVideoCache(new MemoryStore(() => 0)));
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      while (variants.length > 1) {
        const variant = next();
        const video = videos[variant % videos.length];
        const write = names[next() % names.length];
        if (!video || !write) throw new Error('there must be videos and writes');
        // what the lane learns of the video, the others know: they race for the same lease
        const run = Object.assign(video, { catalogue, database: { client }, variant });
        await writes[write](run).catch((error: unknown) => {
          if (error instanceof CatalogueUnavailableError) throw error;
          if (!isOfDeleted(error)) unlessRefused(error);
        });
      }
    } finally {
      await client.end();
    }
  };
  const keeper = async ({ leases, deletions, uploads }: PostgresCatalogue) => {
    while (variants.length > 1) {
      for (const id of await leases.findAbandoned(1)) await leases.failAbandoned(id, 1);
      for (const id of await deletions.due(SOAKED_VIDEOS)) await deletions.end(id, 'retention');
      await uploads.forgetRequests();
    }
  };
  const requests = async ({ uploads }: PostgresCatalogue) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      while (variants.length > 1) {
        const key = `key-${next() % (2 * SOAKED_VIDEOS)}`;
        await uploads.registerRequested(aVideoUpload(), ACTOR, { key, sha256: SHA256 });
        await client.query(AGE_KEY, [key]);
      }
    } finally {
      await client.end();
    }
  };
  await Promise.all(
    catalogues.flatMap((each) => [
      ...[lane(each), lane(each), lane(each)],
      ...[keeper(each), requests(each)],
    ]),
  );
}

const AGE_KEY =
  "UPDATE idempotency_keys SET created_at = created_at - interval '2 days' WHERE key = $1";

const SOAKED_VIDEOS = 4;

/** Deleted by another lane after this one saw that it was not: the trigger `no_revival`. */
function isOfDeleted(error: unknown): boolean {
  const cause = error instanceof CatalogueQueryError ? error.cause : undefined;
  return cause instanceof pg.DatabaseError && cause.code === 'ST410';
}
