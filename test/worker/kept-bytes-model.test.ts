import { createHash, randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import type { AuditAction, AuditEntry } from '../../src/domain/audit';
import { type Video, videoSchema } from '../../src/domain/video';
import { type PostgresCatalogue, postgresCatalogue } from '../../src/storage/catalogue/catalogue';
import { deleteVideo } from '../../src/storage/delete-video';
import { uploadEvent } from '../../src/storage/queue/upload-event';
import { applyRetention } from '../../src/worker/apply-retention';
import { aWorker, type AWorker } from '../support/drivers/worker';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import { aProgramme, aVideoUpload, daysAgo } from '../support/factories/videos';
import { VersionedObjects } from '../support/fakes/versioned-objects';
import type { ReceivedObject } from '../../src/storage/catalogue/types';

const CLIENT = 'client:a' as const;
const SEQUENCES = 200;
const SEQUENCES_MS = 60_000;

/** What the rules say of one video, without a database, a queue or a worker. */
class Model {
  status: Video['status'] | 'gone' = 'awaiting_upload';
  sha256: string | null = null;
  kept = false;
  /** Of the bytes that are the video's; 0 = none. */
  private newest = 0;
  private readonly setAside = new Set<number>();
  private readonly refused = new Set<number>();
  readonly told: AuditAction[] = [];

  constructor(private readonly declaredBytes: number) {}

  arrive(order: number, bytes: string, isThere: boolean): void {
    if (this.status === 'gone') {
      if (isThere && !this.refused.has(order)) this.told.push('upload.refused');
      if (isThere) this.refused.add(order);
    } else if (order > this.newest && sha256Of(bytes) === this.sha256) {
      this.newest = order;
      this.told.push('upload.repeated');
    } else if (order > this.newest && this.newest > 0 && this.kept) {
      if (!this.setAside.has(order)) this.told.push('upload.set_aside');
      this.setAside.add(order);
    } else if (order > this.newest) {
      this.take(order, bytes);
    }
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

  /** Bytes that are first must be as declared; those that replace others need not. */
  private take(order: number, bytes: string): void {
    if (this.newest > 0) this.told.push('upload.replaced');
    const isFine = this.newest > 0 || bytes.length === this.declaredBytes;
    this.newest = order;
    this.status = isFine ? 'ready' : 'rejected';
    this.sha256 = sha256Of(bytes);
    this.told.push(isFine ? 'video.ready' : 'video.rejected');
  }
}

const TOLD: ReadonlySet<AuditAction> = new Set<AuditAction>([
  'upload.replaced',
  'upload.repeated',
  'upload.set_aside',
  'upload.refused',
  'video.ready',
  'video.rejected',
]);

type Step =
  | { readonly kind: 'arrive'; readonly bytes: string; readonly isToldLater: boolean }
  | { readonly kind: 'repeat'; readonly which: number }
  | { readonly kind: 'keep' | 'letGo' | 'delete' | 'retention' | 'tellAll' };

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
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('repeat' as const), which: fc.nat(7) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'keep' as const,
        'letGo' as const,
        'delete' as const,
        'retention' as const,
        'tellAll' as const,
      ),
    }),
  },
);

let database: TestDatabase;
let catalogue: PostgresCatalogue;
let worker: AWorker;
const objects = new VersionedObjects();

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  catalogue = postgresCatalogue({ connectionString: database.url });
  worker = await aWorker(catalogue, objects.store);
});
afterAll(async () => {
  await worker.close();
  await catalogue.close();
  await database.drop();
});

test(
  'whatever is uploaded, kept, deleted, told late or twice ends as the rules say',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someStep, { minLength: 1, maxLength: 7 }), async (steps) => {
        const run = await aRun();
        for (const step of steps) {
          await run.take(step);
        }
        await run.compare();
        await run.take({ kind: 'tellAll' });
        await run.take({ kind: 'retention' });
        await run.compare();
        run.expectNoLateBytes();
      }),
      { numRuns: SEQUENCES },
    );
  },
  SEQUENCES_MS,
);

async function aRun() {
  const key = `incoming/${randomUUID()}`;
  const asked = aVideoUpload({ bucket: objects.bucket, key, sizeBytes: 4 });
  const { id } = await catalogue.uploads.register(asked, CLIENT);
  const model = new Model(4);
  /** Events in the order of arrival; what is told later is taken out of it by and by. */
  const known: { upload: ReceivedObject; order: number; bytes: string }[] = [];
  const untold: typeof known = [];

  async function tell(arrival: (typeof known)[number]): Promise<void> {
    const { upload, order, bytes } = arrival;
    const isThere = await objects.head(upload.object).then(
      () => true,
      () => false,
    );
    model.arrive(order, bytes, isThere);
    await worker.queue.send(uploadEvent(upload));
    expect(await worker.handleNext()).toBe(true);
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
          const order = known.length + 1;
          const versionId = objects.add(key, step.bytes);
          const object = { bucket: objects.bucket, key, versionId, sequencer: `0${order}` };
          const arrival = { upload: { object, sizeBytes: step.bytes.length }, order, ...step };
          known.push(arrival);
          if (step.isToldLater) untold.unshift(arrival);
          else await tell(arrival);
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
      }
    },

    async compare(): Promise<void> {
      const document = await catalogue.videos.find(id);
      const video = document && videoSchema.parse(JSON.parse(document.json));
      const { status, sha256, told } = model;
      expect(video?.status ?? 'gone').toBe(status);
      if (video) expect(video.sha256).toBe(sha256);
      const { items } = await catalogue.audit.list({ videoId: id, limit: 1000 });
      const actions = items.map((item) => (JSON.parse(item) as AuditEntry).action);
      expect(actions.filter((action) => TOLD.has(action))).toEqual(told);
    },

    expectNoLateBytes(): void {
      if (model.status === 'gone') expect(objects.holds(key)).toBe(false);
    },
  };
}

function sha256Of(bytes: string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
