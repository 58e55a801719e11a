import { randomUUID } from 'node:crypto';
import type { AuditEntry } from '../../../src/domain/audit';
import type { Qc } from '../../../src/domain/qc';
import { LeaseLostError } from '../../../src/domain/errors';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import {
  type PostgresCatalogue,
  postgresCatalogue,
} from '../../../src/storage/catalogue/catalogue';
import { claimed, LEASE_SECONDS, ready, SHA256 } from '../../support/factories/claims';
import {
  createDatabase,
  databaseServers,
  type TestDatabase,
} from '../../support/servers/databases';
import {
  aNewerUpload,
  aProgramme,
  aReceivedObject,
  aVideoUpload,
  daysAgo,
  someMetadata,
} from '../../support/factories/videos';
import { aReport, jpTv2k, tooLoud } from '../../support/factories/qc';
import { soak } from '../cache/catalogue-writes';
import { ACTOR, read, remove } from './catalogue-subject';
import { VideoRetainedError } from '../../../src/domain/retention';
import type { ReceivedObject } from '../../../src/storage/catalogue/types';

/*
 * What two parts of the platform do to one video at the same time. Each pair runs a hundred times over two
 * pools of connections, so that it ends both ways; whichever way, the end must be one of those that are
 * allowed.
 */

const ROUNDS = 100;

jest.setTimeout(120_000);

let database: TestDatabase;
let one: PostgresCatalogue;
let two: PostgresCatalogue;

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  one = postgresCatalogue({ connectionString: database.url });
  two = postgresCatalogue({ connectionString: database.url });
});
beforeEach(() => database.client.query('TRUNCATE idempotency_keys, videos CASCADE'));
afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
  await database.drop();
});

/** A race, over and over. */
function manyTimes(round: (number: number) => Promise<void>): () => Promise<void> {
  return async () => {
    for (let number = 0; number < ROUNDS; number += 1) await round(number);
  };
}

/** Both at once, begun in turns; a rejection is an answer. */
async function both<A, B>(
  number: number,
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<[A | Error, B | Error]> {
  const caught = <T>(work: () => Promise<T>) => work().catch((error: unknown) => error as Error);
  if (number % 2 === 0) return Promise.all([caught(first), caught(second)]);
  const [b, a] = await Promise.all([caught(second), caught(first)]);
  return [a, b];
}

const failed = (answer: unknown): answer is Error => answer instanceof Error;
const take = (catalogue: Catalogue, upload: ReceivedObject) =>
  catalogue.claims.claim(upload, LEASE_SECONDS);
const keep = (catalogue: Catalogue, id: string, broadcastAt = daysAgo(1)) =>
  catalogue.programmes.store(id, ACTOR, {
    programme: aProgramme({ broadcastAt }),
    mayShorten: false,
  });

async function expireLeases(): Promise<void> {
  await database.client.query(
    "UPDATE videos SET lease_expires_at = now() WHERE status = 'processing'",
  );
}

async function audit(videoId: string): Promise<AuditEntry[]> {
  const { items } = await one.audit.list({ videoId, limit: 1000 });
  return items.map((item) => JSON.parse(item) as AuditEntry);
}

/* eslint-disable jest/no-conditional-expect -- a race may end in two ways, and each has its own answer */
describe('at the same time', () => {
  it(
    'of forty first claims one wins',
    manyTimes(async () => {
      const upload = aReceivedObject();
      const claims = await Promise.all(
        Array.from({ length: 40 }, (_, i) => take(i % 2 === 0 ? one : two, upload)),
      );
      expect(claims.filter(({ outcome }) => outcome === 'claimed')).toHaveLength(1);
      expect(claims.filter(({ outcome }) => outcome === 'held')).toHaveLength(39);
    }),
  );

  it.each([
    ['a new key', false],
    ['a key of yesterday', true],
  ])('of eight requests under %s one makes a video', async (_, used) => {
    await manyTimes(async (number) => {
      const request = { key: `key-${number}`, sha256: SHA256 };
      const register = (catalogue: Catalogue) =>
        catalogue.uploads.registerRequested(aVideoUpload(), ACTOR, request);
      if (used) {
        await register(one);
        await database.client.query(
          "UPDATE idempotency_keys SET created_at = created_at - interval '1 day'",
        );
      }
      const answers = await Promise.all(
        Array.from({ length: 8 }, async (_, i) => {
          const catalogue = (i + number) % 2 === 0 ? one : two;
          const made = await register(catalogue);
          // whoever was late finds the video, at once
          return { made, found: await catalogue.uploads.findRequested(request, ACTOR) };
        }),
      );
      const made = answers.filter((answer) => answer.made !== null);
      expect(made).toHaveLength(1);
      for (const { found } of answers) expect(found).toEqual(made[0]?.made);
      const { rowCount } = await database.client.query('SELECT FROM videos');
      expect(rowCount).toBe((number + 1) * (used ? 2 : 1));
    })();
  });

  it(
    'a completion and a take-over: one of them counts',
    manyTimes(async (number) => {
      const upload = aReceivedObject();
      const lease = await claimed(one, upload);
      await expireLeases();
      const [completion, takeOver] = await both(
        number,
        () => one.leases.complete(lease, { sha256: SHA256 }),
        () => take(two, upload),
      );
      const { status } = await read(one, lease.videoId);
      if (failed(completion)) {
        expect(completion).toBeInstanceOf(LeaseLostError);
        expect(takeOver).toMatchObject({ outcome: 'claimed' });
        expect(status).toBe('processing');
      } else {
        expect(takeOver).toMatchObject({ outcome: 'done' });
        expect(status).toBe('ready');
      }
    }),
  );

  it(
    'a completion and a newer upload: the newer is worked on',
    manyTimes(async (number) => {
      const upload = aReceivedObject();
      const lease = await claimed(one, upload);
      const [completion, claim] = await both(
        number,
        () => one.leases.complete(lease, { sha256: SHA256 }),
        () => take(two, aNewerUpload(upload)),
      );
      expect(claim).toMatchObject({ outcome: 'claimed', replaces: true });
      expect(await read(one, lease.videoId)).toMatchObject({ status: 'processing', sha256: null });
      if (failed(completion)) expect(completion).toBeInstanceOf(LeaseLostError);
    }),
  );

  it(
    'a programme and a newer upload: what is kept does not change',
    manyTimes(async (number) => {
      const upload = aReceivedObject();
      const id = await ready(one, upload);
      const newer = aNewerUpload(upload);
      const [kept, claim] = await both(
        number,
        () => keep(one, id),
        () => take(two, newer),
      );
      expect(failed(kept)).toBe(false);
      const video = await read(one, id);
      if (failed(claim)) throw claim;
      const next = await take(two, aNewerUpload(newer));
      if (claim.outcome === 'claimed') {
        expect(video).toMatchObject({ status: 'processing', object: newer.object });
        // until it is known what is kept
        expect(next).toMatchObject({ outcome: 'held' });
      } else {
        expect(claim.outcome).toBe('kept');
        expect(video).toMatchObject({ status: 'ready', object: upload.object, sha256: SHA256 });
        expect(next).toMatchObject({ outcome: 'kept' });
      }
    }),
  );

  it(
    'eight deliveries of bytes that are set aside: they are told of once',
    manyTimes(async () => {
      const upload = aReceivedObject();
      const id = await ready(one, upload);
      const other = aNewerUpload(upload);
      await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          (i % 2 === 0 ? one : two).unwanted.recordSetAside(other, SHA256),
        ),
      );
      const told = (await audit(id)).filter(({ action }) => action === 'upload.set_aside');
      expect(told).toHaveLength(1);
    }),
  );

  it(
    'a case and a deletion: one of them is refused',
    manyTimes(async (number) => {
      const id = await ready(one);
      await keep(one, id, daysAgo(120));
      const opening = { origin: 'request', reference: 'R', receivedAt: daysAgo(110) } as const;
      const [opened, begun] = await both(
        number,
        () => one.programmes.openCase(id, randomUUID(), opening, ACTOR),
        () => two.deletions.begin(id, ACTOR, 'tested'),
      );
      expect([failed(opened), failed(begun)].filter(Boolean)).toHaveLength(1);
      if (failed(begun)) expect(begun).toBeInstanceOf(VideoRetainedError);
    }),
  );

  it(
    'a deletion and a newer upload: no upload goes with the video unsaid',
    manyTimes(async (number) => {
      const upload = aReceivedObject();
      const id = await ready(one, upload);
      const newer = aNewerUpload(upload);
      const [, claim] = await both(
        number,
        () => remove(one, id),
        async () => {
          const claim = await take(two, newer);
          if (claim.outcome === 'claimed') {
            await two.leases
              .complete(claim.lease, { sha256: SHA256 })
              .catch((error: unknown) => error);
          }
          return claim;
        },
      );
      if (failed(claim)) throw claim;
      // claimed: it was there before the deletion began, which took it too
      expect(['claimed', 'deleted']).toContain(claim.outcome);
      expect(await one.videos.find(id)).toBeNull();
      const actions = (await audit(id)).map(({ action }) => action);
      if (claim.outcome === 'deleted')
        expect(actions.filter((each) => each === 'video.ready')).toHaveLength(1);
      expect(actions.at(-1)).toBe('deletion.done');
      expect(await take(two, aNewerUpload(newer))).toEqual({ outcome: 'deleted', videoId: id });
    }),
  );

  it(
    'the end of a deletion and a newer upload: the upload is refused',
    manyTimes(async (number) => {
      const upload = aReceivedObject();
      const id = await ready(one, upload);
      await one.deletions.begin(id, ACTOR, 'tested');
      const [ended, claim] = await both(
        number,
        () => one.deletions.end(id, ACTOR),
        () => take(two, aNewerUpload(upload)),
      );
      expect(ended).toBe(true);
      expect(claim).toEqual({ outcome: 'deleted', videoId: id });
      expect(await one.videos.find(id)).toBeNull();
    }),
  );

  it(
    'the end of a deletion and late bytes: the video stays gone',
    manyTimes(async (number) => {
      const asked = aVideoUpload();
      const { id } = await one.uploads.register(asked, ACTOR);
      const { bucket, key } = asked;
      const late = aReceivedObject({ bucket, key });
      await one.deletions.begin(id, ACTOR, 'tested');
      const [, ...claims] = await Promise.all([
        one.deletions.end(id, ACTOR),
        ...Array.from({ length: 4 }, (_, i) => take((i + number) % 2 === 0 ? one : two, late)),
      ]);
      for (const claim of claims) expect(claim).toEqual({ outcome: 'deleted', videoId: id });
      expect(await one.videos.find(id)).toBeNull();
    }),
  );

  it(
    'an approval and another judgement: the verdict is that of one of them',
    manyTimes(async (number) => {
      const lease = await claimed(one);
      await one.leases.storeMetadata(lease, someMetadata());
      await one.qc.storeReport(lease, () => aReport(tooLoud), []);
      await one.leases.complete(lease, { sha256: SHA256 });
      const { videoId: id } = lease;
      await one.decisions.decide(
        id,
        { kind: 'proposed', verdict: 'pass', reason: 'as intended' },
        'client:first',
      );
      const { report } = JSON.parse(await one.qc.find(id)) as Qc;
      const at = report?.proposal?.proposedAt ?? '';
      const [approval, judgement] = await both(
        number,
        () =>
          one.decisions.decide(
            id,
            { kind: 'approved', proposedAt: at, note: 'seen and accepted' },
            'client:second',
          ),
        () => two.qc.judgeAgain(id, jpTv2k, 'effective', ACTOR),
      );
      if (failed(judgement)) throw judgement;
      const { verdict } = await read(one, id);
      const { reports } = JSON.parse(await one.qc.find(id)) as Qc;
      const [effective, ...others] = reports.filter((each) => each.effective);
      expect(others).toEqual([]);
      expect(effective).toMatchObject({ profileId: jpTv2k.id, verdict });
      if (failed(approval)) expect(approval).toMatchObject({ code: 'video_state' });
    }),
  );

  it(
    'sixty renames: each counts, and the last one stands',
    manyTimes(async () => {
      const id = await ready(one);
      const { revision } = await read(one, id);
      await Promise.all(
        Array.from({ length: 60 }, (_, i) =>
          (i % 2 === 0 ? one : two).edits.rename(id, { title: `t${i}` }, ACTOR),
        ),
      );
      const video = await read(one, id);
      expect(video.revision).toBe(revision + 60);
      const renames = (await audit(id)).filter(({ action }) => action === 'video.renamed');
      expect(renames).toHaveLength(60);
      expect(renames.at(-1)?.after).toEqual({ title: video.title, reading: video.reading });
    }),
  );

  it(
    'sixteen reapers: each abandoned video is told of once',
    manyTimes(async () => {
      const leases = await Promise.all([claimed(one), claimed(one), claimed(one)]);
      await expireLeases();
      const reap = async (catalogue: Catalogue) => {
        const told: string[] = [];
        for (const id of await catalogue.leases.findAbandoned(1)) {
          if (await catalogue.leases.failAbandoned(id, 1)) told.push(id);
        }
        return told;
      };
      const told = await Promise.all(
        Array.from({ length: 16 }, (_, i) => reap(i % 2 === 0 ? one : two)),
      );
      expect(told.flat().sort()).toEqual(leases.map(({ videoId }) => videoId).sort());
    }),
  );

  it(
    'a reaper and a take-over: one of them has the video',
    manyTimes(async (number) => {
      const upload = aReceivedObject();
      const { videoId } = await claimed(one, upload);
      await expireLeases();
      const [reaped, claim] = await both(
        number,
        () => one.leases.failAbandoned(videoId, 1),
        () => take(two, upload),
      );
      if (failed(reaped) || failed(claim)) throw new Error('neither may fail', { cause: reaped });
      expect(claim.outcome).toBe('claimed');
      // reaped first: its message came back, which is a first attempt
      const attempt = claim.outcome === 'claimed' && claim.lease.attempt;
      expect(attempt).toBe(reaped ? 1 : 2);
      expect(await read(one, videoId)).toMatchObject({ status: 'processing', failure: null });
    }),
  );

  it(
    'a forgotten video and a newer upload: the newer stays',
    manyTimes(async (number) => {
      const upload = aReceivedObject();
      const lease = await claimed(one, upload);
      const newer = aNewerUpload(upload);
      const [, claim] = await both(
        number,
        () => one.deletions.forget(lease, 'its bytes were gone'),
        () => take(two, newer),
      );
      expect(claim).toMatchObject({ outcome: 'claimed' });
      expect(await read(one, lease.videoId)).toMatchObject({
        status: 'processing',
        object: newer.object,
      });
    }),
  );
});
/* eslint-enable jest/no-conditional-expect -- no race below */

/** Some 20 seconds; `SOAKED_WRITES=60000` for more. */
const SOAKED_WRITES = Number(process.env['SOAKED_WRITES'] ?? 10_000);
const MS_A_WRITE = 20;

it(
  'writes of every kind at once wait for each other, and none waits for ever',
  async () => {
    const seed = Date.now() % 1_000_000;
    const soaked = soak({ catalogues: [one, two], url: database.url }, SOAKED_WRITES, seed);
    await expect(soaked).resolves.toBeUndefined();
    const { rows } = await database.client.query(
      'SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()',
    );
    expect(rows).toEqual([{ deadlocks: 0 }]);
  },
  SOAKED_WRITES * MS_A_WRITE,
);
