import { videoIdOf } from '../../src/domain/object-version';
import { FileRejectedError } from '../../src/domain/errors';
import { videoSchema, type Video } from '../../src/domain/video';
import { type PostgresCatalogue, postgresCatalogue } from '../../src/storage/catalogue/catalogue';
import type { ReceivedObject } from '../../src/storage/catalogue/types';
import { MAX_RECEIVES } from '../../src/storage/queue/message-queue';
import { uploadEvent } from '../../src/storage/queue/upload-event';
import { startWorker } from '../../src/worker/start-worker';
import { ScratchFullError } from '../../src/worker/scratch';
import { aWorker, type AWorker, goodMedia, loudMeter } from '../support/drivers/worker';
import { aNewerUpload, aRejection, aVideoUpload, someMetadata } from '../support/factories/videos';
import { createDatabase, databaseServers, type TestDatabase } from '../support/servers/databases';
import { until } from '../support/until';

const EMPTY = { waiting: 0, inFlight: 0, deadLetters: 0 };
const HOUR_MS = 3_600_000;

describe('headers and measuring are two kinds of work:', () => {
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

  async function endsOf(upload: ReceivedObject): Promise<number> {
    const videoId = videoIdOf(upload.object);
    const { items } = await catalogue.audit.list({ videoId, action: 'video.ready', limit: 9 });
    return items.length;
  }

  const fault = () => Promise.reject(new Error('no such filter'));

  test('headers of all that waits are read, stored and told before anything is measured', async () => {
    const uploads = [await worker.upload(), await worker.upload(), await worker.upload()];
    while (await worker.readHeaders());
    for (const upload of uploads) {
      expect(await videoOf(upload)).toMatchObject({
        status: 'received',
        metadata: someMetadata(),
        sha256: null,
      });
    }
    expect(worker.described.map(({ key }) => key)).toEqual(uploads.map(({ object }) => object.key));
    expect(worker.events).toEqual([]);
    expect(await worker.queue.depth()).toEqual(EMPTY);
    expect(await worker.measuring.depth()).toEqual({ ...EMPTY, waiting: 3 });
    while (await worker.measureNext());
    for (const upload of uploads) expect(await videoOf(upload)).toMatchObject({ status: 'ready' });
    expect(worker.events).toHaveLength(3);
  });

  test('headers are read once, and anew where the video is processed again', async () => {
    const upload = await worker.upload();
    const probe = jest.fn(goodMedia.probe);
    await worker.handleNext({ probe });
    expect(probe).toHaveBeenCalledTimes(1);
    const id = videoIdOf(upload.object);
    await worker.queue.send(uploadEvent(await catalogue.edits.requeue(id, 'client:test')));
    await worker.handleNext({ probe });
    expect(probe).toHaveBeenCalledTimes(2);
    expect(await videoOf(upload)).toMatchObject({ status: 'ready' });
  });

  test('headers that an older release stored are read anew before they are measured by', async () => {
    const upload = await worker.upload();
    await worker.readHeaders();
    await database.client.query("UPDATE videos SET metadata = '{}' WHERE id = $1", [
      videoIdOf(upload.object),
    ]);
    await worker.measureNext();
    expect(await videoOf(upload)).toMatchObject({ status: 'ready', metadata: someMetadata() });
  });

  test('a file that is refused for its headers ends with them', async () => {
    const upload = await worker.upload();
    const refused = () => Promise.reject(new FileRejectedError(aRejection()));
    await worker.readHeaders({ probe: refused });
    expect(await videoOf(upload)).toMatchObject({ status: 'rejected' });
    expect(worker.described).toEqual([]);
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('a worker that dies before it hands over has all of it done again', async () => {
    const upload = await worker.upload();
    jest.spyOn(worker.measuring, 'send').mockRejectedValueOnce(new Error('killed'));
    await worker.readHeaders();
    expect(await worker.measuring.depth()).toEqual(EMPTY);
    worker.clock.advance(HOUR_MS);
    await worker.handleNext();
    expect(await videoOf(upload)).toMatchObject({ status: 'ready', failure: null });
    expect(worker.described).toHaveLength(2);
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('nobody holds a video any more when its message to be measured is sent', async () => {
    const upload = await worker.upload();
    const { send } = worker.measuring;
    const statuses: string[] = [];
    jest.spyOn(worker.measuring, 'send').mockImplementation(async (...message) => {
      statuses.push((await videoOf(upload)).status);
      await send.apply(worker.measuring, message);
    });
    await worker.handleNext();
    expect(statuses).toEqual(['received']);
    expect(await videoOf(upload)).toMatchObject({ status: 'ready' });
  });

  test('one that dies after that hands over twice, and the video ends once', async () => {
    const upload = await worker.upload();
    jest.spyOn(worker.queue, 'delete').mockRejectedValueOnce(new Error('killed'));
    await worker.readHeaders();
    worker.clock.advance(HOUR_MS);
    await worker.readHeaders();
    expect(await worker.measuring.depth()).toEqual({ ...EMPTY, waiting: 2 });
    while (await worker.measureNext());
    expect(await endsOf(upload)).toBe(1);
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('one that is told again while the video is measured waits, and finds it done', async () => {
    const upload = await worker.upload();
    await worker.readHeaders();
    await worker.queue.send(uploadEvent(upload));
    await worker.measureNext({
      measure: async (...file) => {
        expect(await worker.readHeaders()).toBe(true);
        return loudMeter.measure(...file);
      },
    });
    worker.clock.advance(HOUR_MS);
    await worker.readHeaders();
    expect(await endsOf(upload)).toBe(1);
    expect(await worker.depth()).toEqual(EMPTY);
  });

  test('a video of which nobody could be told fails as of any fault, and a replay repairs it', async () => {
    const upload = await worker.upload();
    const publish = jest
      .spyOn(worker.context.stores.events, 'publish')
      .mockRejectedValue(new Error('throttled'));
    for (let receives = 0; receives < MAX_RECEIVES; receives += 1) {
      await worker.readHeaders();
      worker.clock.advance(HOUR_MS);
    }
    expect(await videoOf(upload)).toMatchObject({ status: 'failed', failure: 'throttled' });
    publish.mockRestore();
    await worker.readHeaders();
    expect(await worker.queue.replayDeadLetters()).toBe(1);
    await worker.handleNext();
    expect(await videoOf(upload)).toMatchObject({ status: 'ready' });
  });

  test('each has five tries of its own', async () => {
    const upload = await worker.upload();
    const tries = async (once: () => Promise<boolean>) => {
      for (let receives = 1; receives < MAX_RECEIVES; receives += 1) {
        expect(await once()).toBe(true);
        worker.clock.advance(HOUR_MS);
      }
    };
    await tries(() => worker.readHeaders({ probe: fault }));
    expect(await worker.readHeaders()).toBe(true);
    await tries(() => worker.measureNext({ measure: fault }));
    await worker.measureNext();
    expect(await videoOf(upload)).toMatchObject({ status: 'ready' });
  });

  test('what cannot be measured is a dead letter of its own queue, with its metadata', async () => {
    const upload = await worker.upload();
    await worker.readHeaders();
    for (let receives = 0; receives < MAX_RECEIVES; receives += 1) {
      expect(await worker.measureNext({ measure: fault })).toBe(true);
      worker.clock.advance(HOUR_MS);
    }
    expect(await worker.measureNext()).toBe(false);
    expect(await worker.measuring.depth()).toEqual({ ...EMPTY, deadLetters: 1 });
    expect(await videoOf(upload)).toMatchObject({ status: 'failed', metadata: someMetadata() });
    expect(await worker.measuring.replayDeadLetters()).toBe(1);
    await worker.measureNext();
    expect(await videoOf(upload)).toMatchObject({ status: 'ready', failure: null });
  });

  test('a video that waits for its measuring for hours is not given up', async () => {
    const upload = await worker.upload();
    await worker.readHeaders();
    await database.client.query("UPDATE videos SET updated_at = now() - interval '9 hours'");
    const abandoned = await catalogue.leases.findAbandoned(MAX_RECEIVES);
    expect(abandoned).not.toContain(videoIdOf(upload.object));
  });

  test('an upload that a newer one follows is not measured', async () => {
    const upload = await worker.upload();
    await worker.readHeaders();
    const measure = jest.fn(loudMeter.measure);
    await worker.uploadAgain(upload);
    await worker.readHeaders();
    await worker.measureNext({ measure });
    expect(measure).not.toHaveBeenCalled();
    await worker.measureNext({ measure });
    expect(measure).toHaveBeenCalledTimes(1);
    expect(await videoOf(upload)).toMatchObject({
      status: 'ready',
      object: { sequencer: (await videoOf(aNewerUpload(upload))).object?.sequencer },
    });
  });

  test('what one sender sent shares a place while it waits, and keeps it when it is put back', async () => {
    const groupOfNext = async (...work: Parameters<AWorker['readHeaders']>) => {
      await worker.readHeaders(...work);
      const [message] = await worker.measuring.receive({ max: 1, waitSeconds: 0 });
      if (message) await worker.measuring.setVisibility(message, 0);
      return message?.group;
    };
    await worker.upload({ key: 'incoming/bulk/a.mp4' });
    const group = await groupOfNext();
    expect(group).toMatch(/^[0-9a-f]{32}-short$/);
    await worker.measureNext({ measure: () => Promise.reject(new ScratchFullError('s', 2, 1)) });
    worker.clock.advance(HOUR_MS);
    expect(await groupOfNext()).toBe(group);
    await worker.measureNext();

    await worker.upload({ key: 'incoming/bulk/b.mp4' });
    expect(await groupOfNext()).toBe(group);
    await worker.measureNext();
    await worker.upload({ key: 'incoming/others/c.mp4' });
    expect(await groupOfNext()).not.toBe(group);
    await worker.measureNext();
    const film = someMetadata({ container: { durationSeconds: 5400 } });
    await worker.upload({ key: 'incoming/bulk/film.mp4' });
    expect(await groupOfNext({ probe: () => Promise.resolve(film) })).toBe(
      group?.replace('short', 'long'),
    );
    await worker.measureNext();

    const asked = aVideoUpload({ bucket: worker.objects.bucket, key: 'incoming/bulk/d.mp4' });
    await catalogue.uploads.register(asked, 'client:somebody');
    await worker.upload({ key: asked.key });
    expect(await groupOfNext()).not.toBe(group);
  });

  test('with every lane measuring, the metadata of 200 more is there within seconds', async () => {
    const { context } = worker;
    const endless: typeof loudMeter.measure = (_file, _metadata, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(signal.reason as Error);
        });
      });
    const qc = context.qc && { ...context.qc, meter: { ...loudMeter, measure: endless } };
    for (let busy = 0; busy < 2; busy += 1) await worker.upload();
    const running = startWorker({ ...context, qc }, { concurrency: 2 });
    try {
      await until(() => running.active === 2 && worker.described.length === 2);
      for (let waiting = 0; waiting < 200; waiting += 1) await worker.upload();
      await until(() => worker.described.length === 202);
      await until(() => running.active === 2);
      expect(worker.events).toEqual([]);
    } finally {
      await running.stop(0);
    }
  });
});
