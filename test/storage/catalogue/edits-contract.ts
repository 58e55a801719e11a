import { RevisionConflictError } from '../../../src/domain/errors';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import { aQuery, aReceivedObject, aVideoUpload } from '../../support/factories';
import { parse, ready } from './catalogue-subject';

/** What people change. */
export function editRules(catalogue: () => Catalogue): void {
  describe('a new title', () => {
    it('is a new revision', async () => {
      const { id, revision } = await catalogue().registerUpload(aVideoUpload());
      const video = parse(await catalogue().rename(id, '大阪'));
      expect(video).toMatchObject({ title: '大阪', revision: revision + 1 });
    });

    it('is found by search, the old one no more, the file name still', async () => {
      const { id } = await catalogue().registerUpload(
        aVideoUpload({ title: '東京', fileName: '夜.mp4' }),
      );
      await catalogue().rename(id, '大阪');
      const hits = async (search: string): Promise<number> =>
        (await catalogue().list(aQuery({ search }))).items.length;
      expect(await hits('大阪')).toBe(1);
      expect(await hits('東京')).toBe(0);
      expect(await hits('夜')).toBe(1);
    });

    it('is refused to whoever read an older revision', async () => {
      const { id, revision } = await catalogue().registerUpload(aVideoUpload());
      await catalogue().rename(id, 'first', revision);
      await expect(catalogue().rename(id, 'second', revision)).rejects.toThrow(
        RevisionConflictError,
      );
    });

    it('is taken from one of many who read the same revision', async () => {
      const { id, revision } = await catalogue().registerUpload(aVideoUpload());
      const changes = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) => catalogue().rename(id, `title ${i}`, revision)),
      );
      expect(changes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });

  describe('a deleted video', () => {
    it('tells where its bytes are', async () => {
      const upload = aReceivedObject();
      const id = await ready(catalogue(), upload);
      expect(await catalogue().delete(id)).toEqual({ object: upload.object });
      expect(await catalogue().find(id)).toBeNull();
    });

    it('has no bytes when none arrived', async () => {
      const { id } = await catalogue().registerUpload(aVideoUpload());
      expect(await catalogue().delete(id)).toEqual({ object: null });
    });
  });
}
