import { RevisionConflictError } from '../../../src/domain/errors';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import { aQuery, aVideoUpload } from '../../support/factories/videos';
import { ACTOR, parse } from './catalogue-subject';

/** What people change, in the catalogue or in the fake of its part that the API asks. */
export function editRules(catalogue: () => Pick<Catalogue, 'uploads' | 'edits' | 'videos'>): void {
  describe('a new title', () => {
    it('is a new revision', async () => {
      const { id, revision } = await catalogue().uploads.register(aVideoUpload(), ACTOR);
      const video = parse(await catalogue().edits.rename(id, '大阪', ACTOR));
      expect(video).toMatchObject({ title: '大阪', revision: revision + 1 });
    });

    it('is found by search, the old one no more, the file name still', async () => {
      const { id } = await catalogue().uploads.register(
        aVideoUpload({ title: '東京', fileName: '夜.mp4' }),
        ACTOR,
      );
      await catalogue().edits.rename(id, '大阪', ACTOR);
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
      const video = await catalogue().edits.rename(id, '東京', ACTOR);
      expect([video.revision, parse(video).title]).toEqual([revision, '東京']);
      const stale = catalogue().edits.rename(id, '東京', ACTOR, [revision + 1]);
      await expect(stale).rejects.toThrow(RevisionConflictError);
    });

    it('is taken from whoever names the newest revision among others', async () => {
      const { id, revision } = await catalogue().uploads.register(aVideoUpload(), ACTOR);
      const video = await catalogue().edits.rename(id, '大阪', ACTOR, [revision + 7, revision]);
      expect(video.revision).toBe(revision + 1);
    });

    it('is refused to whoever read an older revision', async () => {
      const { id, revision } = await catalogue().uploads.register(aVideoUpload(), ACTOR);
      await catalogue().edits.rename(id, 'first', ACTOR, [revision]);
      await expect(catalogue().edits.rename(id, 'second', ACTOR, [revision])).rejects.toThrow(
        RevisionConflictError,
      );
    });

    it('is taken from one of many who read the same revision', async () => {
      const { id, revision } = await catalogue().uploads.register(aVideoUpload(), ACTOR);
      const changes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) =>
          catalogue().edits.rename(id, `title ${i}`, ACTOR, [revision]),
        ),
      );
      expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });
}
