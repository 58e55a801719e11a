import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { S3Client } from '@aws-sdk/client-s3';
import path from 'node:path';
import { FileRejectedError, LeaseLostError } from '../../src/domain/errors';
import { videoIdOf } from '../../src/domain/object-version';
import type { Qc } from '../../src/domain/qc';
import { videoSchema, type Video } from '../../src/domain/video';
import { ReadBudgetError } from '../../src/media/errors';
import type { MediaSource } from '../../src/media/media-source';
import { awsClient } from '../../src/runtime/aws-client';
import { type PostgresCatalogue, postgresCatalogue } from '../../src/storage/catalogue/catalogue';
import { deleteVideo } from '../../src/storage/delete-video';
import { S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import { MAX_RECEIVES } from '../../src/storage/queue/message-queue';
import { uploadEvent } from '../../src/storage/queue/upload-event';
import { LEASE_SECONDS } from '../../src/worker/message-context';
import { ScratchFullError } from '../../src/worker/scratch';
import {
  aWorker,
  CONTENT_SHA256,
  goodMedia,
  type loudMeter,
  type AWorker,
} from '../support/drivers/worker';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import {
  aNewerUpload,
  aProgramme,
  aRejection,
  aVideoUpload,
  daysAgo,
  someMetadata,
} from '../support/factories/videos';
import { HALF_AN_ANSWER, SilentServer } from '../support/servers/silent-server';
import { jpTv2k, tooLoud } from '../support/factories/qc';
import type { ReceivedObject } from '../../src/storage/catalogue/types';

const EMPTY = { waiting: 0, inFlight: 0, deadLetters: 0 };
const HOUR_MS = 3_600_000;
const NOBODY = { accessKeyId: 'nobody', secretAccessKey: 'secret' };

describe('a message', () => {
  let database: TestDatabase;
  let catalogue: PostgresCatalogue;
  let worker: AWorker;

  beforeAll(async () => {
    database = await createDatabase(databaseServers()[0]);
    catalogue = postgresCatalogue({ connectionString: database.url });
  });

  beforeEach(async () => {
    worker = await aWorker(catalogue);
  });

  afterEach(() => worker.close());

  afterAll(async () => {
    await catalogue.close();
    await database.drop();
  });

  async function videoOf(upload: ReceivedObject): Promise<Video> {
    const document = await catalogue.videos.find(videoIdOf(upload.object));
    return videoSchema.parse(JSON.parse(document?.json ?? 'null'));
  }

  const fault = { probe: () => Promise.reject(new Error('scratch is full')) };

  test('takes its upload to ready: metadata, checksum, event, and only then it is deleted', async () => {
    const upload = await worker.upload();
    await worker.handleNext();
    const video = await videoOf(upload);
    expect(video).toMatchObject({ status: 'ready', sha256: CONTENT_SHA256 });
    expect(video.metadata).toEqual(someMetadata());
    expect(worker.events).toEqual([
      expect.objectContaining({ videoId: video.id, status: 'ready', key: upload.object.key }),
    ]);
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('stores the metadata before it reads the rest of the file', async () => {
    const upload = await worker.upload();
    const read = jest.spyOn(worker.objects, 'read').mockImplementation(async () => {
      expect((await videoOf(upload)).metadata).not.toBeNull();
      throw new Error('end of this test');
    });
    await worker.handleNext();
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('of a file without a declared duration brings the measured one', async () => {
    const upload = await worker.upload();
    const { container, ...rest } = someMetadata();
    const open = { ...container, durationSeconds: null, durationSource: null };
    await worker.handleNext({ probe: () => Promise.resolve({ container: open, ...rest }) });
    expect((await videoOf(upload)).metadata?.container).toMatchObject({
      durationSeconds: 12.5,
      durationSource: 'packets',
    });
  });

  test('of an unusable file ends as rejected, with event, and never in the dead-letter queue', async () => {
    const upload = await worker.upload();
    const rejection = aRejection();
    await worker.handleNext({ probe: () => Promise.reject(new FileRejectedError(rejection)) });
    expect(await videoOf(upload)).toMatchObject({ status: 'rejected', rejection });
    expect(worker.events).toEqual([expect.objectContaining({ status: 'rejected' })]);
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('comes back after a fault, later each time', async () => {
    const upload = await worker.upload();
    await worker.handleNext(fault);
    expect(await videoOf(upload)).toMatchObject({ status: 'received' });
    worker.clock.advance(9_999);
    expect(await worker.handleNext()).toBe(false);
    worker.clock.advance(1);
    await worker.handleNext(fault);
    worker.clock.advance(19_999);
    expect(await worker.handleNext()).toBe(false);
    worker.clock.advance(1);
    await worker.handleNext();
    expect(await videoOf(upload)).toMatchObject({ status: 'ready', failure: null });
  });

  test('comes back when S3 stops in the middle of the object', async () => {
    const upload = await worker.upload();
    const server = await SilentServer.start(HALF_AN_ANSWER);
    const settings = { endpoint: server.url, credentials: NOBODY, region: 'ap-northeast-1' };
    const limits = { answerMs: 300, silenceMs: 300, attempts: 1 };
    const client = awsClient(S3Client, limits, { ...settings, forcePathStyle: true });
    const stalled = new S3ObjectStore('a-bucket', client);
    const read = jest.spyOn(worker.objects, 'read').mockImplementation(stalled.read.bind(stalled));
    await worker.handleNext();
    read.mockRestore();
    await server.stop();
    expect(await videoOf(upload)).toMatchObject({ status: 'received', rejection: null });
    expect(await worker.depth()).toEqual({ ...EMPTY, inFlight: 1 });
    worker.clock.advance(HOUR_MS);
    await worker.handleNext();
    expect(await videoOf(upload)).toMatchObject({ status: 'ready' });
  });

  test('that failed five times is a dead letter, its video says so, and a replay repairs both', async () => {
    const upload = await worker.upload();
    for (let receives = 0; receives < MAX_RECEIVES; receives += 1) {
      expect(await worker.handleNext(fault)).toBe(true);
      worker.clock.advance(HOUR_MS);
    }
    expect(await worker.handleNext(fault)).toBe(false);
    expect(await worker.depth()).toEqual({ ...EMPTY, deadLetters: 1 });
    expect(await videoOf(upload)).toMatchObject({ status: 'failed', failure: 'scratch is full' });

    expect(await worker.queue.replayDeadLetters()).toBe(1);
    await worker.handleNext();
    expect(await videoOf(upload)).toMatchObject({ status: 'ready', failure: null });
  });

  test('that no code can read ends in the dead-letter queue and stops nobody', async () => {
    await worker.queue.send('not an event');
    for (let receives = 0; receives < MAX_RECEIVES; receives += 1) {
      expect(await worker.handleNext()).toBe(true);
      worker.clock.advance(HOUR_MS);
    }
    expect(await worker.handleNext()).toBe(false);
    expect(await worker.depth()).toEqual({ ...EMPTY, deadLetters: 1 });
    expect(worker.lines.filter(({ level }) => level === 'error')).toHaveLength(MAX_RECEIVES);
  });

  test('delivered twice processes once and tells twice', async () => {
    const upload = await worker.upload();
    await worker.queue.send(uploadEvent(upload));
    const probe = jest.fn(goodMedia.probe);
    await worker.handleNext({ probe });
    await worker.handleNext({ probe });
    expect(probe).toHaveBeenCalledTimes(1);
    expect(worker.events).toHaveLength(2);
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('of an older upload is dropped', async () => {
    const upload = await worker.upload();
    const { sizeBytes } = upload;
    await worker.queue.send(uploadEvent({ ...aNewerUpload(upload), sizeBytes }));
    const [older] = await worker.queue.receive({ max: 1, waitSeconds: 0 });
    await worker.handleNext();
    const newest = await videoOf(upload);
    if (!older) throw new Error('the older message must be there');
    await worker.queue.setVisibility(older, 0);
    await worker.handleNext();
    expect(await videoOf(upload)).toEqual(newest);
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('of a video that another worker holds waits as a new one, its receives unused', async () => {
    const upload = await worker.upload();
    await catalogue.claims.claim(upload, LEASE_SECONDS);
    await worker.handleNext();
    expect(await worker.depth()).toEqual({ ...EMPTY, inFlight: 1 });
    worker.clock.advance(LEASE_SECONDS * 1000);
    const [message] = await worker.queue.receive({ max: 1, waitSeconds: 0 });
    expect(message?.receiveCount).toBe(1);
  });

  test('whose lease was taken over is left to whoever took it', async () => {
    const upload = await worker.upload();
    const takenOver = async () => {
      await catalogue.claims.claim(aNewerUpload(upload), LEASE_SECONDS);
      return someMetadata();
    };
    await worker.handleNext({ probe: takenOver });
    expect(await videoOf(upload)).toMatchObject({ status: 'processing', metadata: null });
    expect(worker.events).toEqual([]);
    expect(await worker.depth()).toEqual({ ...EMPTY, inFlight: 1 });
    expect(worker.lines).toContainEqual(expect.objectContaining({ level: 'warn' }));
  });

  test('is given back at once when the worker is stopped', async () => {
    const upload = await worker.upload();
    const shutdown = new AbortController();
    const untilStopped = (_: unknown, signal?: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
        shutdown.abort();
      });
    await worker.handleNext({ probe: untilStopped }, shutdown.signal);
    expect(await videoOf(upload)).toMatchObject({ status: 'received' });
    await worker.handleNext();
    expect(await videoOf(upload)).toMatchObject({ status: 'ready' });
  });

  test('that is claimed makes readers see it at once, and when it is given back', async () => {
    const upload = await worker.upload();
    const id = videoIdOf(upload.object);
    const cached = async () => {
      const { document } = await worker.context.stores.catalogue.videos.read(id);
      return (JSON.parse(document?.json ?? 'null') as Video | null)?.status;
    };
    const { bucket, key } = upload.object;
    const asked = aVideoUpload({ bucket, key, sizeBytes: upload.sizeBytes });
    await catalogue.uploads.register(asked, 'client:test');
    expect(await cached()).toBe('awaiting_upload');
    const shutdown = new AbortController();
    let whileWorkedOn: string | undefined;
    const probe = async () => {
      whileWorkedOn = await cached();
      shutdown.abort();
      throw new Error('aborted');
    };
    const release = jest
      .spyOn(catalogue.leases, 'release')
      .mockImplementationOnce(async (...of) => {
        await cached(); // a reader between the end of the work and the release
        release.mockRestore();
        await catalogue.leases.release(...of);
      });
    await worker.handleNext({ probe }, shutdown.signal);
    expect(whileWorkedOn).toBe('processing');
    expect(await cached()).toBe('received');
  });

  test('of bytes that are set aside comes back at once when the worker is stopped', async () => {
    const upload = await worker.upload();
    await worker.handleNext();
    const programme = aProgramme({ broadcastAt: daysAgo(1) });
    const id = videoIdOf(upload.object);
    await catalogue.programmes.store(id, 'client:test', { programme, mayShorten: false });
    await worker.uploadAgain(upload);
    const shutdown = new AbortController();
    shutdown.abort();
    const read = jest.spyOn(worker.objects, 'read').mockRejectedValueOnce(new Error('aborted'));
    await worker.handleNext({}, shutdown.signal);
    expect(worker.counted).not.toContain('UploadSetAside');
    read.mockRestore();
    const [message] = await worker.queue.receive({ max: 1, waitSeconds: 0 });
    expect(message?.receiveCount).toBe(1);
    if (message) await worker.queue.setVisibility(message, 0);
    await worker.handleNext();
    expect(worker.counted).toContain('UploadSetAside');
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('of bytes for a deleted video is dropped, and recorded only if they are there', async () => {
    const upload = await worker.upload();
    await worker.handleNext();
    const id = videoIdOf(upload.object);
    await deleteVideo(worker.context.stores, id, 'client:test', 'tested');
    const refusals = async () =>
      (await catalogue.audit.list({ videoId: id, action: 'upload.refused', limit: 9 })).items;
    await worker.queue.send(uploadEvent(upload));
    await worker.handleNext();
    expect(await refusals()).toEqual([]);
    await worker.upload({ key: upload.object.key, sequencer: '0FFF' });
    await worker.handleNext();
    expect(await refusals()).toHaveLength(1);
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('of an object that was deleted meanwhile leaves a newer upload alone', async () => {
    const upload = await worker.upload();
    await worker.objects.delete(upload.object.key);
    const newer = aNewerUpload(upload);
    const forget = jest
      .spyOn(catalogue.deletions, 'forget')
      .mockImplementationOnce(async (...of) => {
        await catalogue.claims.claim(newer, LEASE_SECONDS);
        forget.mockRestore();
        await catalogue.deletions.forget(...of);
      });
    await worker.handleNext();
    expect(await videoOf(upload)).toMatchObject({ status: 'processing', object: newer.object });
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('of an object that was deleted meanwhile takes its video away', async () => {
    const upload = await worker.upload();
    await worker.objects.delete(upload.object.key);
    await worker.handleNext();
    expect(await catalogue.videos.find(videoIdOf(upload.object))).toBeNull();
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('is not lost when the event cannot be published', async () => {
    const upload = await worker.upload();
    const publish = jest
      .spyOn(worker.context.stores.events, 'publish')
      .mockResolvedValueOnce()
      .mockRejectedValueOnce(new Error('throttled'));
    await worker.handleNext();
    worker.clock.advance(HOUR_MS);
    await worker.handleNext();
    expect(publish.mock.calls.map(([type]) => type)).toEqual([
      'VideoDescribed',
      'VideoProcessed',
      'VideoProcessed',
    ]);
    expect(worker.events).toEqual([expect.objectContaining({ status: 'ready' })]);
    expect(await videoOf(upload)).toMatchObject({ status: 'ready' });
    expect(await worker.depth()).toEqual(EMPTY);
  });

  describe('of a file that is measured', () => {
    /** Of an object that has to be copied first. */
    const ofCopy =
      (measure: typeof loudMeter.measure): typeof loudMeter.measure =>
      (source, ...rest) =>
        typeof source === 'string'
          ? measure(source, ...rest)
          : Promise.reject(new ReadBudgetError(1));

    const whenAborted = (signal: AbortSignal | undefined) =>
      new Promise<never>((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });

    test('brings the verdict: to the video, into the event and into the counts', async () => {
      const upload = await worker.upload();
      await worker.handleNext();
      expect(await videoOf(upload)).toMatchObject({ status: 'ready', verdict: 'warn' });
      expect(worker.events).toEqual([
        expect.objectContaining({ verdict: 'warn', verdictBy: 'rules' }),
      ]);
      expect(worker.counted).toEqual(['VideoReady', 'VerdictWarn']);
    });

    test('tells of the override that stands: when its message comes again, or it is measured again', async () => {
      const upload = await worker.upload();
      await worker.handleNext();
      const id = videoIdOf(upload.object);
      const wanted = { kind: 'proposed', verdict: 'pass', reason: 'as intended' } as const;
      await catalogue.decisions.decide(id, wanted, 'client:first');
      const { report } = JSON.parse(await catalogue.qc.find(id)) as Qc;
      const proposedAt = report?.proposal?.proposedAt ?? '';
      const approval = { kind: 'approved', proposedAt, note: 'seen and accepted' } as const;
      await catalogue.decisions.decide(id, approval, 'client:second');
      await worker.queue.send(uploadEvent(upload));
      await worker.handleNext();
      await worker.queue.send(uploadEvent(await catalogue.edits.requeue(id, 'client:test')));
      await worker.handleNext();
      const overridden = { status: 'ready', verdict: 'pass', verdictBy: 'override' };
      expect(await videoOf(upload)).toMatchObject(overridden);
      expect(worker.events.slice(1)).toMatchObject([overridden, overridden]);
      expect(worker.counted.slice(2)).toEqual([
        ...['VideoReady', 'VerdictPass'],
        ...['VideoReady', 'VerdictPass'],
      ]);
    });

    test('has its metadata readable before, and is measured where it lies', async () => {
      const upload = await worker.upload();
      const measure = jest.fn(async (source: MediaSource) => {
        expect(await videoOf(upload)).toMatchObject({ status: 'processing', sha256: null });
        expect((await videoOf(upload)).metadata).not.toBeNull();
        const { key, versionId } = upload.object;
        expect(source).toMatchObject({ object: { key, versionId }, sizeBytes: upload.sizeBytes });
        return tooLoud;
      });
      await worker.handleNext({ measure });
      expect(measure).toHaveBeenCalledTimes(1);
      expect(existsSync(worker.scratchDirectory)).toBe(false);
    });

    test('that is read in too many places is measured from a copy on scratch, which is gone then', async () => {
      const upload = await worker.upload();
      const measure = jest.fn(async (source: MediaSource) => {
        const file = path.resolve(source as string);
        expect(await readFile(file, 'utf8')).toBe('the bytes of a video');
        expect(await readdir(worker.scratchDirectory)).toEqual([path.basename(file)]);
        return tooLoud;
      });
      await worker.handleNext({ measure: ofCopy(measure) });
      expect(measure).toHaveBeenCalledTimes(1);
      expect(await videoOf(upload)).toMatchObject({ status: 'ready', sha256: CONTENT_SHA256 });
      expect(await readdir(worker.scratchDirectory)).toEqual([]);
      expect(worker.lines).toContainEqual(
        expect.objectContaining({ msg: 'measured from a copy on scratch', sizeBytes: 20 }),
      );
    });

    test('reads its bytes from the bucket once', async () => {
      await worker.upload();
      const read = jest.spyOn(worker.objects, 'read');
      await worker.handleNext();
      expect(read).toHaveBeenCalledTimes(1);
    });

    test('is judged by the profile of its video', async () => {
      const upload = await worker.upload();
      await worker.handleNext();
      await catalogue.qc.judgeAgain(videoIdOf(upload.object), jpTv2k, 'effective', 'client:test');
      await worker.uploadAgain(upload);
      await worker.handleNext();
      expect(await videoOf(upload)).toMatchObject({ verdict: 'fail' });
    });

    test('ends without a verdict when somebody cancels it, and scratch is clear', async () => {
      const upload = await worker.upload();
      await worker.handleNext({
        measure: ofCopy(async (_file, _metadata, { signal }) => {
          await catalogue.qcRuns.cancel(videoIdOf(upload.object), 'client:test');
          return whenAborted(signal);
        }),
      });
      expect(await videoOf(upload)).toMatchObject({
        status: 'ready',
        verdict: null,
        sha256: CONTENT_SHA256,
      });
      expect(await readdir(worker.scratchDirectory)).toEqual([]);
    });

    test('is given back when the worker stops, and scratch is clear', async () => {
      const upload = await worker.upload();
      const shutdown = new AbortController();
      const measure: typeof loudMeter.measure = (_file, _metadata, { signal }) => {
        setImmediate(() => {
          shutdown.abort();
        });
        return whenAborted(signal);
      };
      await worker.handleNext({ measure: ofCopy(measure) }, shutdown.signal);
      expect(await videoOf(upload)).toMatchObject({ status: 'received' });
      expect(await readdir(worker.scratchDirectory)).toEqual([]);
    });

    test('waits for room on scratch as long as it takes, its receives unused', async () => {
      const upload = await worker.upload();
      const full = () => Promise.reject(new ScratchFullError('scratch', 2, 1));
      for (let tries = 0; tries < 2 * MAX_RECEIVES; tries += 1) {
        expect(await worker.handleNext({ measure: full })).toBe(true);
        expect(await videoOf(upload)).toMatchObject({ status: 'received' });
        worker.clock.advance(60_000);
      }
      await worker.handleNext();
      expect(await videoOf(upload)).toMatchObject({ status: 'ready' });
      expect(await worker.depth()).toEqual(EMPTY);
    });

    test('that a fault of ours ended is tried again', async () => {
      const upload = await worker.upload();
      await worker.handleNext({ measure: () => Promise.reject(new Error('no such filter')) });
      expect(await videoOf(upload)).toMatchObject({ status: 'received', verdict: null });
      worker.clock.advance(HOUR_MS);
      await worker.handleNext();
      expect(await videoOf(upload)).toMatchObject({ status: 'ready', verdict: 'warn' });
    });
  });

  test('never throws, whatever happens', async () => {
    await worker.upload();
    jest.spyOn(worker.queue, 'setVisibility').mockRejectedValue(new Error('no queue'));
    await expect(
      worker.handleNext({ probe: () => Promise.reject(new LeaseLostError('another', 1)) }),
    ).resolves.toBe(true);
    worker.clock.advance(HOUR_MS);
    await expect(worker.handleNext(fault)).resolves.toBe(true);
  });
});
