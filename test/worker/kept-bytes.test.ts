import { createHash, randomUUID } from 'node:crypto';
import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { AuditEntry } from '../../src/domain/audit';
import { FileRejectedError, ObjectNotFoundError } from '../../src/domain/errors';
import type { Qc } from '../../src/domain/qc';
import { MAX_RECEIVES } from '../../src/storage/queue/message-queue';
import { describeFile } from '../../tools/platform/watch-folder';
import { videoIdOf } from '../../src/domain/object-version';
import { type Video, videoSchema } from '../../src/domain/video';
import { type PostgresCatalogue, postgresCatalogue } from '../../src/storage/catalogue/catalogue';
import { deleteVideo } from '../../src/storage/delete-video';
import type { ObjectStore } from '../../src/storage/objects/object-store';
import { uploadEvent } from '../../src/storage/queue/upload-event';
import { applyRetention } from '../../src/worker/apply-retention';
import { aWorker, type AWorker, goodMedia } from '../support/drivers/worker';
import { aFolder, anS3Store, closeFolders } from '../support/fakes/object-stores';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import { describeWithAws } from '../support/servers/describe-with-aws';
import { aProgramme, aVideoUpload, daysAgo, someMetadata } from '../support/factories/videos';
import type { ReceivedObject } from '../../src/storage/catalogue/types';
import { send } from '../storage/objects/object-store-contract';

/*
 * Attempts to replace, to revive and to pass off bytes, by whoever has an upload URL or the bucket itself.
 * From asking for the upload to the audit log all is real, but for what reads the media.
 */

const CLIENT = 'client:a' as const;
const FIRST = 'the first bytes';
const OTHER = 'others, not them';

describe('in a folder', () => {
  attempts(async () => {
    const { store, directory } = await aFolder();
    await mkdir(path.join(directory, 'incoming'));
    const byHand = (key: string, bytes: string) => writeFile(path.join(directory, key), bytes);
    return { store, byHand };
  });

  test('a kept video whose file was overwritten by hand is not read as if it were the same', async () => {
    const { store, directory } = await aFolder();
    const { upload, arrive, keep, video, actions, catalogue, worker } = await aVideoOf(store);
    const { key } = await upload(FIRST);
    await arrive();
    await keep();
    const before = await video();
    await writeFile(path.join(directory, key), Array.from(FIRST).reverse().join(''));
    await worker.queue.send(uploadEvent(await catalogue.edits.requeue(before?.id ?? '', CLIENT)));
    await worker.handleNext();
    const { sha256, metadata, programme, verdict } = before ?? {};
    expect(await video()).toMatchObject({
      status: 'failed',
      failure: expect.stringMatching(/other bytes have replaced the kept ones/) as string,
      ...{ sha256, metadata, programme, verdict },
    });
    expect((await actions()).slice(-2)).toEqual(['upload.set_aside', 'video.failed']);
    expect(worker.counted).toContain('UploadSetAside');
    expect((await worker.depth()).inFlight).toBe(0);
  });
});

describe('of a kept video in a folder', () => {
  async function aKeptVideo({ reject = false } = {}) {
    const { store, directory } = await aFolder();
    const of = await aVideoOf(store);
    const { key } = await of.upload(FIRST, { send: false });
    await of.keep();
    await mkdir(path.join(directory, 'incoming'));
    const write = (bytes: string) => writeFile(path.join(directory, key), bytes);
    await write(FIRST);
    await of.arrive(reject ? { probe: noVideo } : {});
    const reprocess = async (media: Media = {}) => {
      await of.worker.queue.send(uploadEvent(await of.catalogue.edits.requeue(of.id(), CLIENT)));
      await of.worker.handleNext(media);
    };
    return { ...of, directory, key, write, reprocess };
  }
  const noVideo = () =>
    Promise.reject(new FileRejectedError({ code: 'unreadable', detail: 'no video' }));
  const failure = (rule: RegExp) => expect.stringMatching(rule) as string;

  test('what was rejected is known by its checksum, and no others are taken in its place', async () => {
    const { write, reprocess, video, audit } = await aKeptVideo({ reject: true });
    expect(await video()).toMatchObject({ status: 'rejected', sha256: sha256Of(FIRST) });
    const other = Array.from(FIRST).reverse().join('');
    await write(other);
    await reprocess();
    expect(await video()).toMatchObject({
      status: 'failed',
      failure: failure(/other bytes have replaced the kept ones/),
      sha256: sha256Of(FIRST),
    });
    expect((await audit()).find(({ action }) => action === 'upload.set_aside')).toMatchObject({
      before: { sha256: sha256Of(FIRST) },
      after: { sha256: sha256Of(other) },
    });
  });

  test('bytes of another length are told from the kept ones at once', async () => {
    const { write, reprocess, video, audit, worker } = await aKeptVideo();
    await write(OTHER);
    await reprocess();
    expect(await video()).toMatchObject({
      status: 'failed',
      failure: failure(/other bytes have replaced the kept ones/),
      sha256: sha256Of(FIRST),
    });
    expect((await audit()).find(({ action }) => action === 'upload.set_aside')).toMatchObject({
      before: { sha256: sha256Of(FIRST), sizeBytes: FIRST.length },
      after: { sha256: sha256Of(OTHER), sizeBytes: OTHER.length },
    });
    expect(await worker.depth()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 0 });
  });

  test('the kept bytes are taken up again once they were brought back', async () => {
    const { write, reprocess, arrive, video } = await aKeptVideo();
    await write(OTHER);
    await reprocess();
    await write(FIRST);
    await arrive();
    expect(await video()).toMatchObject({ status: 'ready', sha256: sha256Of(FIRST) });
  });

  test('bytes of which no checksum is known are not taken for the kept ones', async () => {
    const { reprocess, video, worker } = await aKeptVideo({ reject: true });
    // as an older release left it
    await database.client.query('SET session_replication_role = replica'); // no trigger is asked
    await database.client.query('UPDATE videos SET sha256 = NULL');
    await database.client.query('RESET session_replication_role');
    await reprocess();
    expect(await video()).toMatchObject({
      status: 'failed',
      failure: failure(/of which no checksum is known: found SHA-256 [0-9a-f]{64}/),
      sha256: null,
    });
    expect(worker.counted).toContain('UploadSetAside');
  });

  test.each([
    ['as long', Array.from(FIRST).reverse().join('')],
    ['of another length', OTHER],
  ])('others, %s, that come while it is first read are not taken for it', async (_what, other) => {
    const { store, directory } = await aFolder();
    const of = await aVideoOf(store);
    const { key } = await of.upload(FIRST);
    await of.keep();
    await of.arrive({
      probe: async () => {
        await writeFile(path.join(directory, key), other);
        return someMetadata();
      },
    });
    for (let tries = 0; (await of.video())?.status !== 'failed' && tries < 2; tries += 1) {
      of.worker.clock.advance(60_000);
      await of.worker.handleNext();
    }
    expect(await of.video()).toMatchObject({ status: 'failed', sha256: sha256Of(FIRST) });
    await of.arrive();
    const told = (await of.audit()).filter(({ action }) => action === 'upload.set_aside');
    expect(told.length).toBeGreaterThan(0);
    for (const entry of told) {
      expect(entry).toMatchObject({
        before: { sha256: sha256Of(FIRST) },
        after: { sha256: sha256Of(other) },
      });
    }
  });

  async function aFirstRead(meanwhile: string) {
    const { store, directory } = await aFolder();
    const of = await aVideoOf(store);
    const { key } = await of.upload(FIRST);
    await of.keep();
    const read = store.read.bind(store);
    jest.spyOn(store, 'read').mockImplementationOnce(async (object, signal) => {
      const before = await buffer(await read(object, signal));
      await writeFile(path.join(directory, key), meanwhile);
      return Readable.from(before);
    });
    await of.arrive();
    return of;
  }

  test('others that are written over it while its checksum is first read are not taken for it', async () => {
    const { video, actions } = await aFirstRead(Array.from(FIRST).reverse().join(''));
    expect(await video()).toMatchObject({
      status: 'failed',
      failure: failure(/of which no checksum is known/),
      sha256: null,
    });
    expect(await actions()).toContain('upload.set_aside');
  });

  test('a touch while its checksum is first read changes nothing', async () => {
    const { video, actions } = await aFirstRead(FIRST);
    expect(await video()).toMatchObject({ status: 'ready', sha256: sha256Of(FIRST) });
    expect(await actions()).not.toContain('upload.set_aside');
  });

  test.each([
    ['as long', Array.from(FIRST).reverse().join('')],
    ['of another length', OTHER],
  ])(
    'others, %s, that lie there before it is first read are not taken for it',
    async (_what, other) => {
      const { store, directory } = await aFolder();
      const { upload, keep, event, take, arrive, video, audit, worker } = await aVideoOf(store);
      const { key } = await upload(FIRST);
      await keep();
      const told = await event();
      await writeFile(path.join(directory, key), other);
      await take(told);
      await arrive();
      expect(await video()).toMatchObject({
        status: 'failed',
        failure: failure(/of which no checksum is known/),
        sha256: null,
        object: told.object,
      });
      const { object, sizeBytes } = await event();
      const { sequencer } = object;
      expect((await audit()).filter(({ action }) => action === 'upload.set_aside')).toMatchObject([
        { before: { sha256: null }, after: { sequencer, sizeBytes, sha256: sha256Of(other) } },
      ]);
      expect(await worker.depth()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 0 });
    },
  );

  test('others that come after it has to be kept, while it is read, are set aside once', async () => {
    const { store, directory } = await aFolder();
    const { upload, keep, event, arrive, video, audit, worker } = await aVideoOf(store);
    const { key } = await upload(FIRST);
    const { object } = await event();
    await arrive({
      probe: async () => {
        await keep();
        await writeFile(path.join(directory, key), OTHER);
        await arrive();
        return someMetadata();
      },
    });
    for (let tries = 0; tries < 3; tries += 1) {
      worker.clock.advance(60_000);
      await worker.handleNext();
    }
    expect(await video()).toMatchObject({ status: 'failed', sha256: null, object });
    expect((await audit()).filter(({ action }) => action === 'upload.set_aside')).toMatchObject([
      { before: { sha256: null }, after: { sha256: sha256Of(OTHER) } },
    ]);
    expect(await worker.depth()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 0 });
  });

  test('others are recorded once, by their event and by whoever reads the video again', async () => {
    const { write, reprocess, arrive, audit } = await aKeptVideo();
    await write(OTHER);
    await arrive();
    await reprocess();
    await reprocess();
    const told = (await audit()).filter(({ action }) => action === 'upload.set_aside');
    expect(told).toHaveLength(1);
  });

  test('what is read of others is not recorded as of those before, which are gone', async () => {
    const { write, event, take, arrive, audit } = await aKeptVideo();
    await write(OTHER);
    const gone = await event();
    await write(Array.from(OTHER).reverse().join(''));
    await take(gone);
    await arrive();
    const told = (await audit()).filter(({ action }) => action === 'upload.set_aside');
    expect(told).toMatchObject([
      { after: { sequencer: gone.object.sequencer, sha256: null } },
      { after: { sha256: sha256Of(Array.from(OTHER).reverse().join('')) } },
    ]);
  });

  test('a copy of the folder with its dates is the same upload', async () => {
    const { directory, key, video, worker, actions } = await aKeptVideo();
    const before = await video();
    const file = path.join(directory, key);
    await cp(file, `${file}.copy`, { preserveTimestamps: true });
    await rename(`${file}.copy`, file);
    const copied = await describeFile(file, before?.object?.bucket ?? '', key);
    if (!copied) throw new Error('the copy must be there');
    await worker.queue.send(uploadEvent(copied));
    await worker.handleNext();
    expect(await video()).toEqual({
      ...before,
      object: copied.object,
      revision: Number(before?.revision) + 1,
      updatedAt: expect.any(String) as string,
    });
    expect((await actions()).at(-1)).toBe('upload.repeated');
    expect(worker.counted).not.toContain('UploadSetAside');
  });
});

test('a free file that was written over before it was read is the newer upload', async () => {
  const { store, directory } = await aFolder();
  const { upload, event, take, video, audit, worker } = await aVideoOf(store);
  const { key } = await upload(FIRST);
  const told = await event();
  await writeFile(path.join(directory, key), OTHER);
  await take(told);
  await worker.handleNext();
  const { object } = await event();
  expect(await video()).toMatchObject({ status: 'ready', sha256: sha256Of(OTHER), object });
  expect((await audit()).filter(({ action }) => action === 'upload.replaced')).toMatchObject([
    { before: { sequencer: told.object.sequencer, sha256: null } },
  ]);
  worker.clock.advance(60_000);
  await worker.handleNext();
  expect(await worker.depth()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 0 });
});

test('a free file that changes while it is read is read again', async () => {
  const { store, directory } = await aFolder();
  const { upload, arrive, video, worker } = await aVideoOf(store);
  const { key } = await upload(FIRST);
  const other = Array.from(FIRST).reverse().join('');
  await arrive({
    probe: async () => {
      await writeFile(path.join(directory, key), other);
      return someMetadata();
    },
  });
  expect(await video()).toMatchObject({ status: 'received', sha256: null });
  await worker.handleNext();
  expect(await video()).toMatchObject({ status: 'ready', sha256: sha256Of(other) });
});

describe('an upload that fails for good', () => {
  async function aFailure(atLast: (file: string) => Promise<void>) {
    const { store, directory } = await aFolder();
    const { upload, arrive, video, worker } = await aVideoOf(store);
    const { key } = await upload(FIRST);
    let tries = 0;
    const fault = {
      probe: async () => {
        if ((tries += 1) === MAX_RECEIVES) await atLast(path.join(directory, key));
        throw new Error('no such tool');
      },
    };
    await arrive(fault);
    while (tries < MAX_RECEIVES) {
      worker.clock.advance(3_600_000);
      await worker.handleNext(fault);
    }
    return video();
  }

  test('has its checksum', async () => {
    const video = await aFailure(() => Promise.resolve());
    expect(video).toMatchObject({ status: 'failed', sha256: sha256Of(FIRST) });
  });

  test('has none of others that were written over it', async () => {
    const other = Array.from(FIRST).reverse().join('');
    const video = await aFailure((file) => writeFile(file, other));
    expect(video).toMatchObject({ status: 'failed', sha256: null });
  });
});

describeWithAws('in S3', () => {
  attempts(async () => {
    const store = await anS3Store({ versioned: true });
    return { store, byHand: (key, bytes) => store.put(key, Readable.from([bytes])) };
  });

  test('the kept version can be read though another one hides it', async () => {
    const store = await anS3Store({ versioned: true });
    const { upload, arrive, keep, video } = await aVideoOf(store);
    const { key } = await upload(FIRST);
    await arrive();
    await keep();
    await store.put(key, Readable.from([OTHER]));
    await arrive();
    const versionId = (await video())?.object?.versionId ?? null;
    expect((await buffer(await store.read({ key, versionId }))).toString()).toBe(FIRST);
    expect((await buffer(await store.read({ key, versionId: null }))).toString()).toBe(OTHER);
  });

  test('the version before can be read too once the same bytes have come again', async () => {
    const store = await anS3Store({ versioned: true });
    const { upload, arrive, keep, video } = await aVideoOf(store);
    const { key } = await upload(FIRST);
    await arrive();
    await keep();
    const before = (await video())?.object?.versionId ?? null;
    await store.put(key, Readable.from([FIRST]));
    await arrive();
    const after = (await video())?.object?.versionId ?? null;
    expect(after).not.toBe(before);
    for (const versionId of [before, after]) {
      expect((await buffer(await store.read({ key, versionId }))).toString()).toBe(FIRST);
    }
  });

  test.each([
    ['the same bytes are the same upload', FIRST, 'upload.repeated'],
    ['others are set aside', OTHER, 'upload.set_aside'],
  ])('while a kept video is first read: %s', async (_what, bytes, action) => {
    const store = await anS3Store({ versioned: true });
    const { upload, arrive, keep, video, audit, worker } = await aVideoOf(store);
    const { key } = await upload(FIRST);
    await keep();
    await arrive({
      probe: async () => {
        await store.put(key, Readable.from([bytes]));
        await arrive();
        return someMetadata();
      },
    });
    worker.clock.advance(60_000);
    await worker.handleNext();
    expect(await video()).toMatchObject({ status: 'ready', sha256: sha256Of(FIRST) });
    expect((await audit()).at(-1)).toMatchObject({
      action,
      before: { sha256: sha256Of(FIRST) },
      after: { sha256: sha256Of(bytes) },
    });
    expect(worker.counted.includes('UploadSetAside')).toBe(bytes === OTHER);
    expect(await worker.depth()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 0 });
  });

  test('another media type than was declared is a reason to reject', async () => {
    const { upload, put, arrive, video } = await aVideoOf(await anS3Store({ versioned: true }));
    await upload(FIRST, { send: false });
    await put(FIRST, 'text/html');
    await arrive();
    expect(await video()).toMatchObject({
      status: 'rejected',
      rejection: {
        code: 'not_as_declared',
        detail: "'video/mp4' was declared, 'text/html' arrived",
      },
    });
  });
});

interface Place {
  readonly store: ObjectStore;
  /** As an operator, or another program, stores bytes. */
  readonly byHand: (key: string, bytes: string) => Promise<unknown>;
}

function attempts(makePlace: () => Promise<Place>): void {
  let place: Place;
  beforeEach(async () => {
    place = await makePlace();
  });

  test('the bytes of a kept video cannot be replaced by its upload URL', async () => {
    const { upload, arrive, keep, video, actions } = await aVideoOf(place.store);
    const request = await upload(FIRST);
    await arrive();
    await keep();
    const [before, actionsBefore] = [await video(), await actions()];
    expect(before).toMatchObject({ status: 'ready', sha256: sha256Of(FIRST) });
    expect((await send(request, 'other, as long!')).status).toBe(412);
    expect(await video()).toEqual(before);
    expect(await actions()).toEqual(actionsBefore);
  });

  test('bytes that come to a kept video otherwise are set aside, told of and counted', async () => {
    const { upload, arrive, keep, video, audit, worker } = await aVideoOf(place.store);
    const { key } = await upload(FIRST);
    await arrive();
    await keep();
    const before = await video();
    await place.byHand(key, OTHER);
    await arrive();
    expect(await video()).toEqual(before);
    expect((await audit()).at(-1)).toMatchObject({
      actor: 'worker',
      action: 'upload.set_aside',
      before: { sha256: sha256Of(FIRST), versionId: before?.object?.versionId },
      after: { sha256: sha256Of(OTHER), sizeBytes: OTHER.length },
    });
    expect(worker.counted.filter((name) => name === 'UploadSetAside')).toHaveLength(1);
    expect(worker.lines).toContainEqual(expect.objectContaining({ level: 'error', key }));
    expect(await worker.depth()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 0 });
  });

  test('a replacement of a video that need not be kept is in the record, with both checksums', async () => {
    const { upload, arrive, video, audit } = await aVideoOf(place.store);
    const { key } = await upload(FIRST);
    await arrive();
    await place.byHand(key, OTHER);
    await arrive();
    expect(await video()).toMatchObject({ status: 'ready', sha256: sha256Of(OTHER) });
    const replacements = (await audit()).filter(({ action }) => action === 'upload.replaced');
    expect(replacements).toHaveLength(1);
    expect(replacements[0]).toMatchObject({
      actor: 'worker',
      before: { sha256: sha256Of(FIRST), sizeBytes: FIRST.length },
      after: { sha256: sha256Of(OTHER), sizeBytes: OTHER.length },
    });
  });

  test.each(['free', 'kept'])(
    'the same bytes once more are no replacement: a %s video stays as it is, overridden or not',
    async (which) => {
      const { upload, arrive, keep, video, audit, worker, catalogue, id } = await aVideoOf(
        place.store,
      );
      const { key } = await upload(FIRST);
      await arrive();
      const wanted = { kind: 'proposed', verdict: 'pass', reason: 'as intended' } as const;
      await catalogue.decisions.decide(id(), wanted, CLIENT);
      const { report } = JSON.parse(await catalogue.qc.find(id())) as Qc;
      const proposedAt = report?.proposal?.proposedAt ?? '';
      const approval = { kind: 'approved', proposedAt, note: 'seen and accepted' } as const;
      await catalogue.decisions.decide(id(), approval, 'client:b');
      if (which === 'kept') await keep();
      const before = await video();
      await place.byHand(key, FIRST);
      const probe = jest.fn(goodMedia.probe);
      await arrive({ probe });
      const { versionId } = await place.store.head({ key, versionId: null });
      expect(probe).not.toHaveBeenCalled();
      expect(await video()).toEqual({
        ...before,
        object: { ...before?.object, versionId, sequencer: expect.any(String) as string },
        revision: Number(before?.revision) + 1,
        updatedAt: expect.any(String) as string,
      });
      expect(before).toMatchObject({ verdict: 'pass', verdictBy: 'override' });
      expect((await audit()).at(-1)).toMatchObject({
        actor: 'worker',
        action: 'upload.repeated',
        before: { sha256: sha256Of(FIRST), versionId: before?.object?.versionId },
        after: { sha256: sha256Of(FIRST), versionId },
      });
      expect(worker.counted).not.toContain('UploadSetAside');
      expect(await worker.depth()).toEqual({ waiting: 0, inFlight: 0, deadLetters: 0 });
    },
  );

  test('a deleted video does not come back by its upload URL', async () => {
    const { upload, arrive, video, audit, worker, catalogue, id } = await aVideoOf(place.store);
    const request = await upload(FIRST);
    await arrive();
    await deleteVideo(worker.context.stores, id(), CLIENT, 'rights expired');
    expect((await send(request, FIRST)).status).toBe(200);
    await arrive();
    expect(await video()).toBeNull();
    await applyRetention({ ...worker.context.stores, ...worker.context });
    await expect(place.store.head({ key: request.key, versionId: null })).rejects.toThrow(
      ObjectNotFoundError,
    );
    expect((await audit()).slice(-2)).toMatchObject([
      { actor: 'worker', action: 'upload.refused', after: { key: request.key } },
      { actor: 'retention', action: 'upload.removed' },
    ]);
    expect(await catalogue.videos.find(id())).toBeNull();
  });

  test('another number of bytes than was declared is a reason to reject', async () => {
    const { upload, arrive, video } = await aVideoOf(place.store);
    const { key } = await upload('5 b…', { send: false });
    await place.byHand(key, 'more than that');
    await arrive();
    expect(await video()).toMatchObject({
      status: 'rejected',
      rejection: { code: 'not_as_declared', detail: '6 bytes were declared, 14 arrived' },
    });
  });
}

let database: TestDatabase;
const workers: AWorker[] = [];
const catalogues: PostgresCatalogue[] = [];
beforeAll(async () => {
  database = await createDatabase(databaseServers()[0]);
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.close()));
  await Promise.all(catalogues.splice(0).map((catalogue) => catalogue.close()));
  await closeFolders();
});
afterAll(() => database.drop());

type Media = Parameters<AWorker['handleNext']>[0];

/** One video that is asked for, and whatever its client, its worker and its keeper do. */
async function aVideoOf(store: ObjectStore) {
  const catalogue = postgresCatalogue({ connectionString: database.url });
  catalogues.push(catalogue);
  const worker = await aWorker(catalogue, store);
  workers.push(worker);
  const key = `incoming/${randomUUID()}.mp4`;
  const id = () => videoIdOf({ bucket: store.bucket, key });
  const audit = async () =>
    (await catalogue.audit.list({ videoId: id(), limit: 100 })).items.map(
      (item) => JSON.parse(item) as AuditEntry,
    );
  let events = 0;
  /** Of what lies under the key now. */
  const event = async (): Promise<ReceivedObject> => {
    const { versionId, sizeBytes, ...info } = await store.head({ key, versionId: null });
    const sequencer = info.sequencer ?? `0A${String((events += 1)).padStart(4, '0')}`;
    return { object: { bucket: store.bucket, key, versionId, sequencer }, sizeBytes };
  };
  const take = async (upload: ReceivedObject, media: Media = {}) => {
    await worker.queue.send(uploadEvent(upload));
    expect(await worker.handleNext(media)).toBe(true);
  };
  return {
    catalogue,
    worker,
    id,
    audit,
    actions: async () => (await audit()).map(({ action }) => action),
    video: async (): Promise<Video | null> => {
      const document = await catalogue.videos.find(id());
      return document && videoSchema.parse(JSON.parse(document.json));
    },
    /** Asks for an upload and, as a rule, sends the bytes; returns the address to send to. */
    upload: async (bytes: string, { send: isSent = true } = {}) => {
      const sizeBytes = Buffer.byteLength(bytes);
      const asked = aVideoUpload({ bucket: store.bucket, key, sizeBytes });
      await catalogue.uploads.register(asked, CLIENT);
      const { contentType } = asked;
      const request = await store.presignPut(key, { contentType, sizeBytes, expiresInSeconds: 60 });
      if (isSent) expect((await send(request, bytes)).status).toBe(200);
      return { ...request, key };
    },
    put: (bytes: string, contentType: string) =>
      store.put(key, Readable.from([bytes]), { contentType }),
    /** What lies under the key is told to the worker, who takes it in. */
    arrive: async (media: Media = {}) => take(await event(), media),
    event,
    take,
    keep: () =>
      catalogue.programmes.store(id(), CLIENT, {
        programme: aProgramme({ broadcastAt: daysAgo(1) }),
        mayShorten: false,
      }),
  };
}

function sha256Of(bytes: string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
