import { createHash, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as fc from 'fast-check';
import * as z from 'zod';
import type { AuditAction, AuditEntry } from '../../src/domain/audit';
import { ObjectNotFoundError } from '../../src/domain/errors';
import type { ObjectVersion } from '../../src/domain/object-version';
import { type Video, videoSchema } from '../../src/domain/video';
import { type PostgresCatalogue, postgresCatalogue } from '../../src/storage/catalogue/catalogue';
import { deleteVideo } from '../../src/storage/delete-video';
import type { ObjectStore } from '../../src/storage/objects/object-store';
import { uploadEvent } from '../../src/storage/queue/upload-event';
import { applyRetention } from '../../src/worker/apply-retention';
import { aWorker, type AWorker } from '../support/drivers/worker';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import { aProgramme, aVideoUpload, daysAgo, someMetadata } from '../support/factories/videos';
import { aFolder, closeFolders } from '../support/fakes/object-stores';
import { VersionedObjects } from '../support/fakes/versioned-objects';
import type { ReceivedObject } from '../../src/storage/catalogue/types';

const CLIENT = 'client:a' as const;
const SEQUENCES = 200;
const SEQUENCES_MS = 120_000;

/** What the rules say of one video, without a database, a queue or a worker. Uploads are counted from 1. */
class Model {
  status: Video['status'] | 'gone' = 'awaiting_upload';
  sha256: string | null = null;
  kept = false;
  /** The upload that is the video's; 0 = none. */
  newest = 0;
  readonly told: AuditAction[] = [];
  /** Of every upload. */
  private readonly bytes = new Map<number, string>();
  private readonly setAside = new Set<number>();
  private readonly refused = new Set<number>();
  private readonly ended = new Set<number>();
  /** Whose events wait for the end of the one that is worked on. */
  private readonly waiting: number[] = [];
  private isHeld = false;
  private works = 0;
  private mustTellReplaced = false;
  private middle: (() => void) | undefined;

  constructor(
    private declaredBytes: number | null,
    private readonly keepsVersions: boolean,
  ) {}

  /** Bytes are written; nobody has told of them. */
  write(bytes: string): void {
    this.bytes.set(this.bytes.size + 1, bytes);
  }

  /**
   * The event of an upload is handled. `middle` happens once, while the headers of a file are read, or
   * after all else where those of none are.
   */
  tell(order: number, isThere: boolean, middle?: () => void): void {
    this.middle = middle;
    this.hear(order, isThere);
    this.takeMiddle()?.();
  }

  hear(order: number, isThere: boolean): void {
    if (this.status === 'gone') {
      if (isThere && !this.refused.has(order)) this.told.push('upload.refused');
      if (isThere) this.refused.add(order);
    } else if (order > this.newest && this.newest > 0) {
      this.hearNewer(order);
    } else if (order > this.newest || (order === this.newest && !this.isDone)) {
      if (order > this.newest) this.newest = order;
      this.work();
    }
  }

  bytesOf(order: number): string {
    return this.bytes.get(order) ?? '';
  }

  /** Has the video processed once more. */
  reprocess(): boolean {
    if (this.newest === 0 || this.status === 'gone') return false;
    this.work();
    return true;
  }

  keep(): boolean {
    if (this.status === 'gone') return false;
    this.kept = true;
    return true;
  }

  letGo(): boolean {
    if (this.status === 'gone') return false;
    this.kept = false;
    return true;
  }

  delete(): boolean {
    if (this.status === 'gone' || this.kept) return false;
    this.status = 'gone';
    return true;
  }

  /** What arrived for the deleted video is removed. */
  retain(): void {
    this.refused.clear();
  }

  private get isDone(): boolean {
    return this.status === 'ready' || this.status === 'rejected';
  }

  /** The upload whose bytes can be read under the name of `order`. */
  private lying(order: number): number {
    return this.keepsVersions ? order : this.bytes.size;
  }

  private sha256Of(order: number): string {
    return sha256Of(this.bytesOf(order));
  }

  private hearNewer(order: number): void {
    const isEqual = this.lying(order) === order && this.sha256Of(order) === this.sha256;
    if (this.isHeld && (isEqual || (this.kept && this.sha256 === null))) {
      this.waiting.push(order);
    } else if (isEqual) {
      this.newest = order;
      this.told.push('upload.repeated');
      if (!this.isDone) this.work();
    } else if (this.kept) {
      this.putAside(order);
    } else {
      this.newest = order;
      this.mustTellReplaced = true;
      this.sha256 = null;
      // bytes that are first must be as declared; those that replace others need not
      this.declaredBytes = null;
      this.work();
    }
  }

  private putAside(order: number): void {
    if (!this.setAside.has(order)) this.told.push('upload.set_aside');
    this.setAside.add(order);
  }

  private work(): void {
    const order = this.newest;
    const found = this.lying(order);
    const work = (this.works += 1);
    this.status = 'processing';
    if (this.kept && !this.keepsVersions) {
      const isFirst = this.sha256 === null && !this.ended.has(order);
      if (isFirst ? found !== order : this.sha256Of(found) !== this.sha256) {
        this.putAside(found);
        this.end('failed');
        return;
      }
      if (isFirst) this.sha256 = this.sha256Of(order);
    } else if (found !== order) {
      this.status = 'received';
      this.hear(found, true);
      return;
    }
    if (this.mustTellReplaced) this.told.push('upload.replaced');
    this.mustTellReplaced = false;
    if (this.declaredBytes !== null && this.bytes.get(order)?.length !== this.declaredBytes) {
      this.sha256 = this.sha256Of(order);
      this.end('rejected');
      return;
    }
    this.isHeld = true;
    this.takeMiddle()?.();
    if (work !== this.works) return;
    this.isHeld = false;
    // those of a kept video are read once more before they are measured: equal ones are the same, whoever wrote them
    const isEqual =
      this.kept && !this.keepsVersions && this.sha256Of(this.lying(order)) === this.sha256;
    if (this.lying(order) === found || isEqual) {
      this.sha256 = this.sha256Of(order);
      this.end('ready');
      return;
    }
    this.status = 'received';
    this.hear(this.lying(order), true);
    if (this.newest === order) this.work();
    this.hearWaiting();
  }

  private end(status: 'ready' | 'rejected' | 'failed'): void {
    this.status = status;
    this.ended.add(this.newest);
    this.told.push(`video.${status}`);
    this.hearWaiting();
  }

  private takeMiddle(): (() => void) | undefined {
    const { middle } = this;
    this.middle = undefined;
    return middle;
  }

  private hearWaiting(): void {
    this.isHeld = false;
    for (const order of this.waiting.splice(0)) this.hear(order, true);
  }
}

const TOLD: ReadonlySet<AuditAction> = new Set<AuditAction>([
  'upload.replaced',
  'upload.repeated',
  'upload.set_aside',
  'upload.refused',
  'video.ready',
  'video.rejected',
  'video.failed',
]);

/** What happens to the key while an upload waits for the worker, or while its headers are read. */
interface Crossing {
  readonly when: 'before' | 'middle';
  readonly isKept: boolean;
  /** null = none are written */
  readonly bytes: string | null;
  /** At once, and not only when all is done. */
  readonly isTold: boolean;
}

type Step =
  | { readonly kind: 'arrive'; readonly bytes: string; readonly isToldLater: boolean }
  | { readonly kind: 'cross'; readonly bytes: string; readonly crossing: Crossing }
  | { readonly kind: 'repeat'; readonly which: number }
  | { readonly kind: 'keep' | 'letGo' | 'delete' | 'retention' | 'reprocess' | 'tellAll' };

/** Four of them are as long as the bytes that are declared, two are not. */
const someBytes = fc.constantFrom('aaaa', 'bbbb', 'cccc', 'dddd', 'e', 'ffffff');
const someStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('arrive' as const),
      bytes: someBytes,
      isToldLater: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('cross' as const),
      bytes: someBytes,
      crossing: fc.record({
        when: fc.constantFrom('before' as const, 'middle' as const),
        isKept: fc.boolean(),
        bytes: fc.option(someBytes),
        isTold: fc.boolean(),
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), which: fc.nat(7) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'keep' as const,
        'letGo' as const,
        'delete' as const,
        'retention' as const,
        'reprocess' as const,
        'tellAll' as const,
      ),
    }),
  },
);

/** Where the bytes are, and who writes over them. */
interface Place {
  readonly store: ObjectStore;
  readonly keepsVersions: boolean;
  /** Returns what the event says of them. */
  readonly write: (key: string, bytes: string, order: number) => Promise<ObjectVersion>;
}

let database: TestDatabase;
let catalogue: PostgresCatalogue;

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  catalogue = postgresCatalogue({ connectionString: database.url });
});
afterAll(async () => {
  await catalogue.close();
  await closeFolders();
  await database.drop();
});

const places: [string, () => Promise<Place>][] = [
  ['that keeps versions', aVersionedPlace],
  ['that keeps none', aFolderPlace],
];

test.each(places)(
  'in a store %s, whatever is written, kept, deleted, told late or twice ends as the rules say',
  async (_which, aPlace) => {
    const place = await aPlace();
    await fc.assert(
      fc.asyncProperty(fc.array(someStep, { minLength: 1, maxLength: 7 }), async (steps) => {
        const worker = await aWorker(catalogue, place.store);
        const run = await aRun(place, worker);
        for (const step of steps) {
          await run.take(step);
        }
        await run.compare();
        await run.take({ kind: 'tellAll' });
        await run.take({ kind: 'retention' });
        await run.compare();
        await run.expectNoLateBytes();
        await worker.close();
      }),
      { numRuns: SEQUENCES },
    );
  },
  SEQUENCES_MS,
);

function aVersionedPlace(): Promise<Place> {
  const objects = new VersionedObjects();
  const { store, bucket } = objects;
  return Promise.resolve({
    store,
    keepsVersions: true,
    write: (key, bytes, order) => {
      const versionId = objects.add(key, bytes);
      return Promise.resolve({
        bucket,
        key,
        versionId,
        sequencer: `0A${String(order).padStart(4, '0')}`,
      });
    },
  });
}

async function aFolderPlace(): Promise<Place> {
  const { store, directory } = await aFolder();
  await mkdir(path.join(directory, 'incoming'));
  return {
    store,
    keepsVersions: false,
    write: async (key, bytes) => {
      const { bucket } = store;
      const sequencerNow = () =>
        store.head({ key, versionId: null }).then(
          ({ sequencer }) => sequencer ?? '',
          () => '',
        );
      const before = await sequencerNow();
      for (;;) {
        await writeFile(path.join(directory, key), bytes);
        const sequencer = await sequencerNow();
        // two writes within one tick of the file system's clock cannot be told apart
        if (sequencer !== before) return { bucket, key, versionId: null, sequencer };
      }
    },
  };
}

async function aRun({ store, keepsVersions, write }: Place, worker: AWorker) {
  const key = `incoming/${randomUUID()}`;
  const asked = aVideoUpload({ bucket: store.bucket, key, sizeBytes: 4 });
  const { id } = await catalogue.uploads.register(asked, CLIENT);
  const model = new Model(4, keepsVersions);
  /** Events in the order of arrival; what is told later is taken out of it by and by. */
  const known: Arrival[] = [];
  const untold: Arrival[] = [];

  async function arrive(bytes: string): Promise<Arrival> {
    const order = known.length + 1;
    const object = await write(key, bytes, order);
    const arrival = { upload: { object, sizeBytes: bytes.length }, order };
    known.push(arrival);
    return arrival;
  }

  const isThere = ({ upload }: Arrival) =>
    store.head(upload.object).then(
      () => true,
      () => false,
    );

  /** Until the queue is empty; a retry comes before what waits for the end of a lease. */
  async function settle(media: Parameters<AWorker['handleNext']>[0] = {}): Promise<void> {
    for (;;) {
      if (await worker.handleNext(media)) continue;
      const { waiting, inFlight, deadLetters } = await worker.depth();
      expect(deadLetters).toBe(0);
      if (waiting + inFlight === 0) return;
      worker.clock.advance(15_000);
    }
  }

  /** What happens in the middle is done to the worker and to the model by the two functions. */
  async function tell(arrival: Arrival, middle?: Middle): Promise<void> {
    const wasThere = await isThere(arrival);
    await worker.queue.send(uploadEvent(arrival.upload));
    let untaken = middle;
    const takeMiddle = async () => {
      const taken = untaken;
      untaken = undefined;
      await taken?.happen();
    };
    await settle({
      probe: async () => {
        await takeMiddle();
        return someMetadata();
      },
    });
    await takeMiddle();
    await settle();
    model.tell(arrival.order, wasThere, middle?.inModel);
  }

  async function cross(arrival: Arrival, crossing: Crossing): Promise<void> {
    const { bytes, isKept, isTold } = crossing;
    const others: Arrival[] = [];
    await tell(arrival, {
      happen: async () => {
        if (isKept) await programme(1).catch(() => undefined);
        if (bytes === null) return;
        const other = await arrive(bytes);
        others.push(other);
        if (!isTold) return;
        await worker.queue.send(uploadEvent(other.upload));
        await worker.handleNext();
      },
      inModel: () => {
        if (isKept) model.keep();
        if (bytes !== null) model.write(bytes);
        // it was written at that moment, also where the video is gone
        if (bytes !== null && isTold) model.hear(arrival.order + 1, true);
      },
    });
    for (const other of others) await tell(other);
  }

  const programme = (daysSince: number) =>
    catalogue.programmes.store(id, CLIENT, {
      programme: aProgramme({ broadcastAt: daysAgo(daysSince) }),
      mayShorten: true,
    });

  async function agrees(allowed: boolean, work: Promise<unknown>): Promise<void> {
    const done = await work.then(
      () => true,
      () => false,
    );
    expect(done).toBe(allowed);
  }

  return {
    async take(step: Step): Promise<void> {
      switch (step.kind) {
        case 'arrive': {
          const arrival = await arrive(step.bytes);
          model.write(step.bytes);
          if (step.isToldLater) untold.unshift(arrival);
          else await tell(arrival);
          return;
        }
        case 'cross': {
          const { crossing } = step;
          const arrival = await arrive(step.bytes);
          model.write(step.bytes);
          if (crossing.when === 'middle') return cross(arrival, crossing);
          if (crossing.isKept) await agrees(model.keep(), programme(1));
          const other = crossing.bytes === null ? null : await arrive(crossing.bytes);
          if (crossing.bytes !== null) model.write(crossing.bytes);
          await tell(arrival);
          if (other && crossing.isTold) await tell(other);
          else if (other) untold.unshift(other);
          return;
        }
        case 'repeat': {
          const arrival = known[step.which];
          if (arrival && !untold.includes(arrival)) await tell(arrival);
          return;
        }
        case 'tellAll':
          for (const arrival of untold.splice(0)) await tell(arrival);
          return;
        case 'keep':
          return agrees(model.keep(), programme(1));
        case 'letGo':
          return agrees(model.letGo(), programme(200));
        case 'delete':
          return agrees(
            model.delete(),
            deleteVideo(worker.context.stores, id, CLIENT, 'the test asks for it'),
          );
        case 'retention':
          await applyRetention({ ...worker.context.stores, ...worker.context });
          model.retain();
          return;
        case 'reprocess':
          await agrees(
            model.reprocess(),
            catalogue.edits
              .requeue(id, CLIENT)
              .then((upload) => worker.queue.send(uploadEvent(upload))),
          );
          await settle();
      }
    },

    async compare(): Promise<void> {
      const document = await catalogue.videos.find(id);
      const video = document && videoSchema.parse(JSON.parse(document.json));
      const { status, sha256, told, newest } = model;
      const { items } = await catalogue.audit.list({ videoId: id, limit: 1000 });
      const entries = items.map((item) => JSON.parse(item) as AuditEntry);
      const actions = entries.map(({ action }) => action);
      expect(actions.filter((action) => TOLD.has(action))).toEqual(told);
      expect(video?.status ?? 'gone').toBe(status);
      if (!video) return;
      expect(video.sha256).toBe(sha256);
      expect(video.object?.sequencer).toBe(known[newest - 1]?.upload.object.sequencer);
      for (const { action, after } of entries) {
        const said = saidSchema.safeParse(after).data;
        if (!TOLD.has(action) || !said) continue;
        const order = known.find(({ upload }) => upload.object.sequencer === said.sequencer)?.order;
        expect(said.sha256).toBe(sha256Of(model.bytesOf(order ?? 0)));
      }
    },

    async expectNoLateBytes(): Promise<void> {
      if (model.status !== 'gone') return;
      await expect(store.head({ key, versionId: null })).rejects.toThrow(ObjectNotFoundError);
    },
  };
}

interface Arrival {
  readonly upload: ReceivedObject;
  readonly order: number;
}

interface Middle {
  readonly happen: () => Promise<void>;
  readonly inModel: () => void;
}

/** What an entry says of bytes whose checksum is known: they are those of its very upload. */
const saidSchema = z.object({ sequencer: z.string(), sha256: z.string() });

function sha256Of(bytes: string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
