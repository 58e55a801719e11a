import { RevisionConflictError } from '../../../src/domain/errors';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import { aQuery, aVideoUpload } from '../../support/factories/videos';
import { ACTOR, parse } from './catalogue-subject';

/** What people change, in the catalogue or in the fake of its part that the API asks. */
export function editRules(catalogue: () => Pick<Catalogue, 'uploads' | 'edits' | 'videos'>): void {
  describe('a new title', () => {
    it('is a new revision', async () => {
      const { id, revision } = await catalogue().uploads.register(aVideoUpload(), ACTOR);
      const video = parse(await catalogue().edits.rename(id, { title: '大阪' }, ACTOR));
      expect(video).toMatchObject({ title: '大阪', revision: revision + 1 });
    });

    it('is found by search, the old one no more, the file name still', async () => {
      const { id } = await catalogue().uploads.register(
        aVideoUpload({ title: '東京', fileName: '夜.mp4' }),
        ACTOR,
      );
      await catalogue().edits.rename(id, { title: '大阪' }, ACTOR);
      const hits = async (search: string): Promise<number> =>
        (await catalogue().videos.list(aQuery({ search }))).items.length;
      expect(await hits('大阪')).toBe(1);
      expect(await hits('東京')).toBe(0);
      expect(await hits('夜')).toBe(1);
    });

    it('that the video has already changes nothing', async () => {
      const { id, revision } = await catalogue().uploads.register(
        aVideoUpload({ title: '東京' }),
        ACTOR,
      );
      const video = await catalogue().edits.rename(id, { title: '東京' }, ACTOR);
      expect([video.revision, parse(video).title]).toEqual([revision, '東京']);
      const stale = catalogue().edits.rename(id, { title: '東京' }, ACTOR, [revision + 1]);
      await expect(stale).rejects.toThrow(RevisionConflictError);
    });

    it('is taken from whoever names the newest revision among others', async () => {
      const { id, revision } = await catalogue().uploads.register(aVideoUpload(), ACTOR);
      const video = await catalogue().edits.rename(id, { title: '大阪' }, ACTOR, [
        revision + 7,
        revision,
      ]);
      expect(video.revision).toBe(revision + 1);
    });

    it('is refused to whoever read an older revision', async () => {
      const { id, revision } = await catalogue().uploads.register(aVideoUpload(), ACTOR);
      await catalogue().edits.rename(id, { title: 'first' }, ACTOR, [revision]);
      await expect(
        catalogue().edits.rename(id, { title: 'second' }, ACTOR, [revision]),
      ).rejects.toThrow(RevisionConflictError);
    });

    it('is taken from one of many who read the same revision', async () => {
      const { id, revision } = await catalogue().uploads.register(aVideoUpload(), ACTOR);
      const changes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) =>
          catalogue().edits.rename(id, { title: `title ${i}` }, ACTOR, [revision]),
        ),
      );
      expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });

  describe('a reading', () => {
    const registered = () =>
      catalogue().uploads.register(aVideoUpload({ title: '鬼滅の刃', fileName: 'a.mp4' }), ACTOR);
    const read = async (id: string, reading: string | null) =>
      parse(await catalogue().edits.rename(id, { reading }, ACTOR));

    it('may come with the upload, and is found from the first', async () => {
      const upload = aVideoUpload({
        title: '鬼滅の刃',
        reading: 'きめつのやいば',
        fileName: 'a.mp4',
      });
      const video = parse(await catalogue().uploads.register(upload, ACTOR));
      expect(video.reading).toBe('きめつのやいば');
      const { items } = await catalogue().videos.list(aQuery({ search: 'キメツ' }));
      expect(items.map(({ id }) => id)).toEqual([video.id]);
    });

    it('is not known at first', async () => {
      expect(parse(await registered()).reading).toBeNull();
    });

    it('is a new revision, and leaves the title as it is', async () => {
      const { id, revision } = await registered();
      const reading = 'きめつのやいば';
      expect(await read(id, reading)).toMatchObject({
        title: '鬼滅の刃',
        reading,
        revision: revision + 1,
      });
      expect((await read(id, reading)).revision).toBe(revision + 1);
    });

    it('stays when the title changes, unless it is taken away', async () => {
      const { id } = await registered();
      await read(id, 'きめつのやいば');
      const renamed = await catalogue().edits.rename(id, { title: '鬼滅の刃 遊郭編' }, ACTOR);
      expect(parse(renamed).reading).toBe('きめつのやいば');
      expect((await read(id, null)).reading).toBeNull();
    });

    it('and a title that are given at once both stand, and are found', async () => {
      const { id } = await registered();
      const { edits, videos } = catalogue();
      for (let i = 0; i < 10; i += 1) {
        const [title, reading] = [`東京${i}`, `カナ${i}`];
        await Promise.all([
          edits.rename(id, { reading }, ACTOR),
          edits.rename(id, { title }, ACTOR),
        ]);
        const { items } = await videos.list(aQuery({ search: `${reading} ${title}` }));
        expect(items.map(parse)).toMatchObject([{ title, reading }]);
      }
    });

    it('is found by search, the one before no more', async () => {
      const { id } = await registered();
      const hits = async (search: string): Promise<number> =>
        (await catalogue().videos.list(aQuery({ search }))).items.length;
      await read(id, 'きめつのやいば');
      expect([await hits('キメツ'), await hits('鬼滅'), await hits('a.mp4')]).toEqual([1, 1, 1]);
      await read(id, 'おにほろぼし');
      expect([await hits('キメツ'), await hits('おに')]).toEqual([0, 1]);
    });
  });
}
