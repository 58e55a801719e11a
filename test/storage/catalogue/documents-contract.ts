import { VideoNotFoundError } from '../../../src/domain/errors';
import { videoIdOf } from '../../../src/domain/object-version';
import { videoSchema } from '../../../src/domain/video';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import { aReceivedObject, aVideoUpload, someMetadata } from '../../support/factories/videos';
import { claimed, ready } from '../../support/factories/claims';
import { ACTOR, remove, parse, read } from './catalogue-subject';

const NO_ID = '00000000-0000-5000-8000-000000000000';

/** What is registered and read. */
export function documentRules(catalogue: () => Catalogue): void {
  describe('an upload that was asked for', () => {
    it('is a video without bytes', async () => {
      const upload = aVideoUpload({ title: '東京の夜', fileName: '夜.mp4' });
      const video = parse(await catalogue().uploads.register(upload, ACTOR));
      expect(video).toMatchObject({
        id: videoIdOf(upload),
        title: '東京の夜',
        fileName: '夜.mp4',
        status: 'awaiting_upload',
        object: null,
        sizeBytes: null,
        metadata: null,
        revision: 1,
      });
    });

    it('keeps its row when it is asked for again', async () => {
      const upload = aVideoUpload({ title: 'first' });
      await catalogue().uploads.register(upload, ACTOR);
      const again = parse(
        await catalogue().uploads.register({ ...upload, title: 'second' }, ACTOR),
      );
      expect(again).toMatchObject({ title: 'first', revision: 1 });
    });

    it('can be looked up until its bytes arrive', async () => {
      const upload = aVideoUpload({ uploadId: 'parts-1' });
      const { id } = await catalogue().uploads.register(upload, ACTOR);
      expect(await catalogue().uploads.find(id)).toEqual(upload);
      await claimed(catalogue(), aReceivedObject(upload));
      expect(await catalogue().uploads.find(id)).toBeNull();
    });

    it('keeps its title and file name when its bytes arrive', async () => {
      const upload = aVideoUpload({ title: '東京の夜', fileName: '夜.mp4' });
      await catalogue().uploads.register(upload, ACTOR);
      const { videoId } = await claimed(catalogue(), aReceivedObject(upload));
      expect(await read(catalogue(), videoId)).toMatchObject({
        title: '東京の夜',
        fileName: '夜.mp4',
      });
    });
  });

  it('names a video that nobody registered after its key', async () => {
    const upload = aReceivedObject({ key: 'incoming/カ\u3099ンダム.mov' });
    const { videoId } = await claimed(catalogue(), upload);
    expect(await read(catalogue(), videoId)).toMatchObject({
      title: 'ガンダム',
      fileName: 'ガンダム.mov',
      object: upload.object,
    });
  });

  describe('a document', () => {
    it('has all keys of a video, in the order of the schema', async () => {
      const video = await read(catalogue(), await ready(catalogue()));
      expect(Object.keys(video)).toEqual(Object.keys(videoSchema.shape));
    });

    it('gives times in UTC with milliseconds, whatever the time zone of the database', async () => {
      const { createdAt, updatedAt, processedAt } = await read(
        catalogue(),
        await ready(catalogue()),
      );
      for (const time of [createdAt, updatedAt, processedAt]) {
        expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        // the test database is in Tokyo: nine hours off if that were printed
        expect(Math.abs(Date.parse(time ?? '') - Date.now())).toBeLessThan(60 * 60 * 1000);
      }
    });

    it('gives the metadata back as it came in, text that PostgreSQL cannot hold included', async () => {
      const tags = { nul: 'a\u0000b', half: '\ud83d', key: '"\\%_', 日本: '𠮷' };
      const metadata = someMetadata({ container: { tags } });
      const id = await ready(catalogue(), aReceivedObject(), metadata);
      expect((await read(catalogue(), id)).metadata).toEqual(metadata);
    });
  });

  it('finds many in the order that was asked for, and skips the unknown', async () => {
    const [a, b] = [await ready(catalogue()), await ready(catalogue())];
    const found = await catalogue().videos.findMany([b, NO_ID, a]);
    expect(found.map(({ id }) => id)).toEqual([b, a]);
    expect(await catalogue().videos.findMany([])).toEqual([]);
  });

  it('finds nothing under an unknown id', async () => {
    expect(await catalogue().videos.find(NO_ID)).toBeNull();
    expect(await catalogue().uploads.find(NO_ID)).toBeNull();
    await expect(catalogue().edits.requeue(NO_ID, ACTOR)).rejects.toThrow(VideoNotFoundError);
    await expect(catalogue().edits.rename(NO_ID, { title: 'title' }, ACTOR)).rejects.toThrow(
      VideoNotFoundError,
    );
    await expect(remove(catalogue(), NO_ID)).rejects.toThrow(VideoNotFoundError);
  });

  it('answers a ping', async () => {
    await expect(catalogue().videos.ping()).resolves.toBeUndefined();
  });
}
