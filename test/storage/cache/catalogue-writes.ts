import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { type ObjectVersion, videoIdOf } from '../../../src/domain/object-version';
import type { Qc } from '../../../src/domain/qc';
import { cached, type CachedCatalogue } from '../../../src/storage/cache/cached-catalogue';
import { MemoryStore } from '../../../src/storage/cache/memory-store';
import { NearVideoCache } from '../../../src/storage/cache/near-video-cache';
import { StoreVideoCache } from '../../../src/storage/cache/store-video-cache';
import type { Catalogue, Lease, ReceivedObject } from '../../../src/storage/catalogue/catalogue';
import type { PostgresCatalogue } from '../../../src/storage/catalogue/postgres-catalogue';
import { CatalogueQueryError, CatalogueUnavailableError } from '../../../src/storage/errors';
import { expireLease, LEASE_SECONDS, SHA256 } from '../../support/claimed';
import type { TestDatabase } from '../../support/database-servers';
import {
  aNewerUpload,
  aProgramme,
  aReceivedObject,
  aRejection,
  aVideoUpload,
  daysAgo,
  someMetadata,
} from '../../support/factories';
import { aReport, jpTv2k, streaming, tooLoud } from '../../support/qc';
import { ACTOR } from '../catalogue/catalogue-subject';
import { DomainError } from '../../../src/domain/domain-error';

/** Steps of a sequence, at most. */
const LONGEST = 30;

type Read =
  | 'findRequested'
  | 'findUpload'
  | 'lateBytes'
  | 'findAbandoned'
  | 'findQc'
  | 'findStills'
  | 'find'
  | 'findMany'
  | 'list'
  | 'casesOf'
  | 'correctionsDueWithin'
  | 'wasDeleted'
  | 'dueForDeletion'
  | 'listAudit'
  | 'ping'
  | 'close';
export type Write = Exclude<keyof Catalogue, Read>;

/** One video, as those know it who write to it. */
interface Run {
  readonly catalogue: CachedCatalogue;
  readonly database: TestDatabase;
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
  async registerUpload(run) {
    const { bucket, key } = await takingUploads(run);
    await run.catalogue.registerUpload(aVideoUpload({ bucket, key }), ACTOR);
  },
  async registerRequested(run) {
    const { bucket, key } = await takingUploads(run);
    const request = { key: randomUUID(), sha256: SHA256 };
    await run.catalogue.registerRequested(aVideoUpload({ bucket, key }), ACTOR, request);
  },
  forgetRequests: ({ catalogue }) => catalogue.forgetRequests(),
  recordUploadCompleted: ({ catalogue, id }) => catalogue.recordUploadCompleted(id, ACTOR),
  async claim(run) {
    if (oneOf(run, true, false)) await expireLease(run.database, run.id);
    if (oneOf(run, true, false, false)) run.upload = aNewerUpload(run.upload);
    const claim = await run.catalogue.claim(run.upload, LEASE_SECONDS);
    if (claim.outcome === 'claimed') run.lease = claim.lease;
  },
  renew: ({ catalogue, lease }) => catalogue.renew(lease, LEASE_SECONDS),
  recordReplacement: ({ catalogue, lease }) => catalogue.recordReplacement(lease, SHA256),
  recordSetAside: ({ catalogue, upload }) => catalogue.recordSetAside(upload, SHA256),
  recordRefusal: ({ catalogue, upload }) => catalogue.recordRefusal(upload),
  recordRemoval: ({ catalogue, id, upload: { object } }) =>
    catalogue.recordRemoval({ videoId: id, key: object.key, entry: 1 }, ACTOR),
  storeMetadata: (run) =>
    run.catalogue.storeMetadata(
      run.lease,
      someMetadata({ container: { durationSeconds: run.variant } }),
    ),
  reportMeasuring: ({ catalogue, lease, variant }) =>
    catalogue.reportMeasuring(lease, { decodedSeconds: variant, totalSeconds: null }),
  storeQualityReport: (run) =>
    run.catalogue.storeQualityReport(run.lease, oneOf(run, aReport(tooLoud), aReport()), []),
  complete: ({ catalogue, lease }) => catalogue.complete(lease, { sha256: SHA256 }),
  reject: ({ catalogue, lease }) => catalogue.reject(lease, aRejection()),
  release: ({ catalogue, lease }) => catalogue.release(lease, 'out of disk'),
  fail: ({ catalogue, lease }) => catalogue.fail(lease, 'out of disk'),
  async failAbandoned({ catalogue, database, id }) {
    await expireLease(database, id);
    await catalogue.failAbandoned(id, 1);
  },
  requeue: ({ catalogue, id }) => catalogue.requeue(id, ACTOR),
  judgeAgain: (run) =>
    run.catalogue.judgeAgain(
      run.id,
      oneOf(run, jpTv2k, streaming),
      oneOf(run, 'deciding', 'deciding', 'beside'),
      ACTOR,
    ),
  cancelMeasuring: ({ catalogue, id }) => catalogue.cancelMeasuring(id, ACTOR),
  proposeOverride: (run) =>
    run.catalogue.proposeOverride(
      run.id,
      { verdict: oneOf(run, 'pass', 'fail'), reason: 'as intended' },
      'client:first',
    ),
  async approveOverride({ catalogue, id }) {
    const { report } = JSON.parse(await catalogue.findQc(id)) as Qc;
    await catalogue.approveOverride(id, report?.proposal?.proposedAt ?? '', 'client:second');
  },
  rename: ({ catalogue, id, variant }) => catalogue.rename(id, `title ${variant}`, ACTOR),
  storeProgramme: (run) =>
    run.catalogue.storeProgramme(run.id, ACTOR, {
      programme: aProgramme({ broadcastAt: daysAgo(oneOf(run, 1, 200, 10)) }),
      mayShorten: true,
    }),
  async openCase(run) {
    run.caseId = randomUUID();
    const opening = { origin: 'request', reference: 'R', receivedAt: daysAgo(0.5) } as const;
    await run.catalogue.openCase(run.id, run.caseId, opening, ACTOR);
  },
  advanceCase: (run) =>
    run.catalogue.advanceCase(
      run.id,
      run.caseId,
      { status: oneOf(run, 'dismissed', 'untrue_found'), at: daysAgo(0) },
      ACTOR,
    ),
  beginDeletion: ({ catalogue, id }) => catalogue.beginDeletion(id, ACTOR, 'tested'),
  endDeletion: ({ catalogue, id }) => catalogue.endDeletion(id, ACTOR),
  forget: ({ catalogue, lease }) => catalogue.forget(lease, 'its bytes were gone'),
};

/** What single writes in any order seldom reach. */
const ways: readonly (readonly Write[])[] = [
  ['claim', 'storeMetadata', 'storeQualityReport', 'complete', 'judgeAgain'],
  ['claim', 'storeQualityReport', 'proposeOverride', 'approveOverride'],
  ['claim', 'reject'],
  ['claim', 'release'],
  ['claim', 'fail'],
  ['claim', 'failAbandoned'],
  ['claim', 'forget'],
  ['storeProgramme', 'openCase', 'advanceCase'],
  ['beginDeletion', 'endDeletion', 'registerUpload'],
  ['beginDeletion', 'endDeletion', 'registerRequested'],
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
    const read = () => Promise.all([catalogue.read(run.id), elsewhere.read(run.id)]);
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
      const document = await postgres.find(run.id);
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
    const interrupted: Partial<Record<Write, Ask>> = {};
    for (const write of Object.keys(writes) as Write[]) {
      interrupted[write] = async (...args) => {
        await this.before();
        const answer = await (postgres[write] as Ask)(...args);
        this.after();
        return answer;
      };
    }
    this.catalogue = Object.assign(Object.create(postgres) as Catalogue, interrupted);
  }
}

type Ask = (...args: never[]) => Promise<unknown>;

/** One that was deleted takes no upload: on with another. */
async function takingUploads(run: Run): Promise<ObjectVersion> {
  if (await run.catalogue.wasDeleted(run.id)) Object.assign(run, aFreshUpload());
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
