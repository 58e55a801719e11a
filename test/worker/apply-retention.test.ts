import type { AuditEntry } from '../../src/domain/audit';
import { ObjectNotFoundError } from '../../src/domain/errors';
import type { Programme } from '../../src/domain/programme';
import { metricNames } from '../../src/runtime/metric-names';
import { type PostgresCatalogue, postgresCatalogue } from '../../src/storage/catalogue/catalogue';
import { uploadEvent } from '../../src/storage/queue/upload-event';
import {
  applyRetention,
  MOST_A_RUN,
  type RetentionContext,
} from '../../src/worker/apply-retention';
import { aWorker, type AWorker } from '../support/drivers/worker';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import { aProgramme, aQuery, aVideoUpload, daysAgo } from '../support/factories/videos';

let database: TestDatabase;
let catalogue: PostgresCatalogue;
let worker: AWorker;
let counted: string[];
let context: RetentionContext;

beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
  catalogue = postgresCatalogue({ connectionString: database.url });
});
beforeEach(async () => {
  await database.client.query('TRUNCATE videos CASCADE');
  worker = await aWorker(catalogue);
  counted = [];
  const { logger, stores } = worker.context;
  const metrics = { count: (name: string) => counted.push(name), duration: () => undefined };
  context = { ...stores, logger, metrics };
});
afterEach(() => worker.close());
afterAll(async () => {
  await catalogue.close();
  await database.drop();
});

/** A video with its bytes; by default one that is due: it was broadcast 100 days ago and is to go. */
async function broadcast(changes: Partial<Programme> | null = {}) {
  const { object } = await worker.upload();
  await worker.handleNext();
  const { items } = await catalogue.videos.list({ sort: '-createdAt', limit: 1 });
  const id = items[0]?.id ?? '';
  if (changes !== null) {
    const programme = aProgramme({
      broadcastAt: daysAgo(100),
      afterRetention: 'delete',
      ...changes,
    });
    await catalogue.programmes.store(id, 'client:tester', { programme, mayShorten: true });
  }
  return { id, key: object.key };
}

const bytesOf = (key: string) => worker.objects.head({ key, versionId: null });

async function auditOn(videoId: string): Promise<AuditEntry[]> {
  const { items } = await catalogue.audit.list({ videoId, limit: 100 });
  return items.map((item) => JSON.parse(item) as AuditEntry);
}

async function actionsOn(videoId: string): Promise<string[]> {
  return (await auditOn(videoId))
    .filter(({ actor }) => actor === 'retention')
    .map(({ action }) => action);
}

test('search keys that an earlier release made are made anew, however many', async () => {
  for (const fileName of ['髙橋.mp4', '山﨑.mp4']) {
    await catalogue.uploads.register(aVideoUpload({ fileName, title: fileName }), 'client:tester');
  }
  await database.client.query(`UPDATE videos SET search_text = '', search_grams = '{}'`);
  await applyRetention(context);
  for (const search of ['高橋', '山崎']) {
    expect((await catalogue.videos.list(aQuery({ search }))).items).toHaveLength(1);
  }
});

test('what is due goes, row, bytes and cache entry, and leaves a tombstone', async () => {
  const { id, key } = await broadcast();
  const { videos } = worker.context.stores.catalogue;
  await videos.read(id);
  expect(await applyRetention(context)).toEqual({ deleted: 1, lateUploads: 0 });
  expect(await catalogue.videos.find(id)).toBeNull();
  await expect(bytesOf(key)).rejects.toThrow(ObjectNotFoundError);
  expect((await videos.read(id)).document).toBeNull();
  expect(await actionsOn(id)).toEqual(['deletion.begun', 'deletion.done']);
  expect(counted).toEqual([metricNames.retentionRun]);
});

test.each([
  ['must still be kept', { broadcastAt: daysAgo(80) }],
  ['is to stay after its time', { afterRetention: 'keep' as const }],
  ['had never to be kept', { class: 'natural_events' as const }],
  ['has no programme record', null],
])('a video that %s stays', async (_, changes) => {
  const { id, key } = await broadcast(changes);
  expect(await applyRetention(context)).toEqual({ deleted: 0, lateUploads: 0 });
  expect(await catalogue.videos.find(id)).not.toBeNull();
  expect(await bytesOf(key)).toMatchObject({ key });
});

test('a video goes when the case that held it ends', async () => {
  const { id } = await broadcast();
  const opening = { origin: 'request', reference: 'R', receivedAt: daysAgo(50) } as const;
  const caseId = '6f1f7f0e-52c1-4b55-8f0a-3f6f6c1a2b3c';
  await catalogue.programmes.openCase(id, caseId, opening, 'client:legal');
  expect(await applyRetention(context)).toEqual({ deleted: 0, lateUploads: 0 });
  const step = { status: 'dismissed', at: daysAgo(0) } as const;
  await catalogue.programmes.advanceCase(id, caseId, step, 'client:legal');
  expect(await applyRetention(context)).toEqual({ deleted: 1, lateUploads: 0 });
});

const died = () => Promise.reject(new Error('the task was killed'));

const behind = (
  change: Partial<RetentionContext['catalogue']['deletions']>,
): RetentionContext['catalogue'] => ({
  ...context.catalogue,
  deletions: Object.assign(
    Object.create(context.catalogue.deletions) as RetentionContext['catalogue']['deletions'],
    change,
  ),
});

/** Where a run may die, as a context in which it does. */
const deaths: Readonly<Record<string, () => RetentionContext>> = {
  'before the bytes went': () => ({
    ...context,
    objects: {
      bucket: worker.objects.bucket,
      delete: died,
      deleteUnder: died,
      abortMultipart: died,
    },
  }),
  'when the bytes were gone': () => ({
    ...context,
    objects: {
      bucket: worker.objects.bucket,
      abortMultipart: died,
      deleteUnder: (prefix: string) => worker.objects.deleteUnder(prefix),
      delete: async (key) => {
        await worker.objects.delete(key);
        await died();
      },
    },
  }),
  'before the row went': () => ({
    ...context,
    catalogue: behind({ end: died }),
  }),
  'when the row was gone': () => ({
    ...context,
    catalogue: behind({
      end: async (id, actor) => {
        await context.catalogue.deletions.end(id, actor);
        return died();
      },
    }),
  }),
};

test.each(Object.keys(deaths))('a run that dies %s is ended by the next', async (place) => {
  const { id, key } = await broadcast();
  await expect(applyRetention(deaths[place]?.() ?? context)).rejects.toThrow('deleted: 1 of 1');
  expect(counted).toEqual([]);
  await applyRetention(context);
  expect(await catalogue.videos.find(id)).toBeNull();
  await expect(bytesOf(key)).rejects.toThrow(ObjectNotFoundError);
  expect(await actionsOn(id)).toEqual(['deletion.begun', 'deletion.done']);
});

test('one that fails keeps none of the others, and the run says so', async () => {
  const [first, second] = [await broadcast(), await broadcast()];
  const objects = {
    bucket: worker.objects.bucket,
    abortMultipart: died,
    deleteUnder: (prefix: string) => worker.objects.deleteUnder(prefix),
    delete: (key: string) => (key === first.key ? died() : worker.objects.delete(key)),
  };
  await expect(applyRetention({ ...context, objects })).rejects.toThrow('deleted: 1 of 2');
  expect(await catalogue.videos.find(second.id)).toBeNull();
  expect(worker.lines).toContainEqual(expect.objectContaining({ videoId: first.id }));
});

test('deletions that never end keep no other from its end, and are counted once they are a day old', async () => {
  const due = await broadcast();
  await database.client.query(
    `INSERT INTO videos (id, title, file_name, status, bucket, object_key, sequencer, search_text,
       search_grams, deletion)
     SELECT gen_random_uuid(), 'a', 'a', 'ready', 'bucket', 'refuses/' || n, '0A', E'\\x02', '{}',
       json_build_object('by', 'client:tester', 'reason', 'over', 'at', CASE WHEN n <= $2 THEN $3 ELSE $4 END)
     FROM generate_series(1, $1::integer) AS n`,
    [MOST_A_RUN, 2, daysAgo(1.1), daysAgo(0.9)],
  );
  const objects = {
    bucket: worker.objects.bucket,
    abortMultipart: died,
    deleteUnder: (prefix: string) => worker.objects.deleteUnder(prefix),
    delete: (key: string) => (key.startsWith('refuses/') ? died() : worker.objects.delete(key)),
  };
  const { length } = worker.lines;
  await expect(applyRetention({ ...context, objects })).rejects.toThrow('deleted: 500 of 501');
  expect(await catalogue.videos.find(due.id)).toBeNull();
  expect(counted).toEqual([metricNames.deletionOverdue, metricNames.deletionOverdue]);
  expect(worker.lines.slice(length)).toHaveLength(502);
});

test('a deletion that a client began and that was broken off is ended', async () => {
  const { id, key } = await broadcast(null);
  await catalogue.deletions.begin(id, 'client:tester', 'rights expired');
  expect(await applyRetention(context)).toEqual({ deleted: 1, lateUploads: 0 });
  expect(await catalogue.videos.find(id)).toBeNull();
  await expect(bytesOf(key)).rejects.toThrow(ObjectNotFoundError);
});

test('what arrives for a deleted video is removed, and both is recorded', async () => {
  const { id, key } = await broadcast();
  await applyRetention(context);
  await worker.upload({ key, sequencer: '0FFF' });
  await worker.handleNext();
  expect(await catalogue.videos.find(id)).toBeNull();
  expect(await bytesOf(key)).toMatchObject({ key });

  expect(await applyRetention(context)).toEqual({ deleted: 0, lateUploads: 1 });
  await expect(bytesOf(key)).rejects.toThrow(ObjectNotFoundError);
  expect((await auditOn(id)).slice(-2)).toMatchObject([
    { actor: 'worker', action: 'upload.refused', after: { key, sequencer: '0FFF' } },
    { actor: 'retention', action: 'upload.removed', before: { key } },
  ]);
  const { length } = await auditOn(id);
  await applyRetention(context);
  expect(await auditOn(id)).toHaveLength(length);
});

test('an entry that names the bytes of another video has them deleted by nobody', async () => {
  const kept = await broadcast(null);
  const gone = await broadcast();
  await applyRetention(context);
  for (const videoId of [kept.id, gone.id]) {
    await database.client.query(
      `INSERT INTO audit_log (actor, action, video_id, after)
       VALUES ('worker', 'upload.refused', $1, json_build_object('key', $2::text))`,
      [videoId, kept.key],
    );
  }
  await expect(applyRetention(context)).rejects.toThrow('deleted: 1 of 1');
  expect(await bytesOf(kept.key)).toMatchObject({ key: kept.key });
  expect(worker.lines).toContainEqual(
    expect.objectContaining({
      videoId: gone.id,
      err: expect.objectContaining({ code: 'foreign_key' }) as unknown,
    }),
  );
  await asNobodyMay("DELETE FROM audit_log WHERE action = 'upload.refused'");
});

test('a row that names the key of another video has its bytes deleted by nobody', async () => {
  const kept = await broadcast(null);
  await database.client.query(
    `INSERT INTO videos (id, title, file_name, status, bucket, object_key, search_text, search_grams,
       programme, retain_until, delete_when_due)
     VALUES (gen_random_uuid(), 'a', 'a', 'awaiting_upload', $1, $2, '', '{}', '{}', '2020-01-01', true)`,
    [worker.objects.bucket, kept.key],
  );
  await expect(applyRetention(context)).rejects.toThrow('deleted: 1 of 1');
  expect(await bytesOf(kept.key)).toMatchObject({ key: kept.key });
  await asNobodyMay("DELETE FROM videos WHERE programme::text = '{}'");
});

/** As the owner, without a trigger. */
async function asNobodyMay(statement: string): Promise<void> {
  await database.client.query('SET session_replication_role = replica');
  await database.client.query(statement);
  await database.client.query('RESET session_replication_role');
}

test('what arrives for a deleted video and cannot be removed fails the run, and none of the others', async () => {
  const [first, second] = [await broadcast(), await broadcast()];
  await applyRetention(context);
  for (const { key } of [first, second]) {
    await worker.upload({ key, sequencer: '0FFF' });
    await worker.handleNext();
  }
  const objects = {
    bucket: worker.objects.bucket,
    abortMultipart: died,
    deleteUnder: (prefix: string) => worker.objects.deleteUnder(prefix),
    delete: (key: string) => (key === first.key ? died() : worker.objects.delete(key)),
  };
  await expect(applyRetention({ ...context, objects })).rejects.toThrow('deleted: 1 of 2');
  await expect(bytesOf(second.key)).rejects.toThrow(ObjectNotFoundError);
  await applyRetention(context);
  await expect(bytesOf(first.key)).rejects.toThrow(ObjectNotFoundError);
});

test('idempotency keys go when they are a day old', async () => {
  const request = { key: 'old', sha256: '0' };
  await catalogue.uploads.registerRequested(aVideoUpload(), 'client:tester', request);
  await database.client.query(
    "UPDATE idempotency_keys SET created_at = created_at - interval '1 day'",
  );
  await catalogue.uploads.registerRequested(aVideoUpload(), 'client:tester', {
    ...request,
    key: 'new',
  });
  await applyRetention(context);
  const { rows } = await database.client.query('SELECT key FROM idempotency_keys');
  expect(rows).toEqual([{ key: 'new' }]);
});

test('a correction that is due within a day is counted at every run until it is made', async () => {
  const { id } = await broadcast({ broadcastAt: daysAgo(20) });
  const opening = { origin: 'own_finding', reference: 'F', receivedAt: daysAgo(3) } as const;
  const caseId = '0d1d0c5e-8a53-4f5e-9d61-0f3b1c2d3e4f';
  await catalogue.programmes.openCase(id, caseId, opening, 'client:legal');
  const found = { status: 'untrue_found', at: daysAgo(1.1) } as const;
  await catalogue.programmes.advanceCase(id, caseId, found, 'client:legal');
  await applyRetention(context);
  await applyRetention(context);
  const run = [metricNames.correctionDue, metricNames.retentionRun];
  expect(counted).toEqual([...run, ...run]);
  const corrected = { status: 'corrected', at: daysAgo(0) } as const;
  await catalogue.programmes.advanceCase(id, caseId, corrected, 'client:legal');
  counted.length = 0;
  await applyRetention(context);
  expect(counted).toEqual([metricNames.retentionRun]);
});

test('a video whose object is gone before it is read stays when it must be kept, and says so', async () => {
  const { id, key } = await broadcast({ broadcastAt: daysAgo(1) });
  await worker.queue.send(uploadEvent(await catalogue.edits.requeue(id, 'client:tester')));
  await worker.objects.delete(key);
  await worker.handleNext();
  const video = await catalogue.videos.find(id);
  expect(JSON.parse(video?.json ?? '')).toMatchObject({
    status: 'failed',
    failure: expect.stringMatching(/the object was deleted .* though .* retained until/) as string,
  });
});
