import * as fc from 'fast-check';
import { foldForSearch, searchWords } from '../../../src/domain/search-text';
import type { Video } from '../../../src/domain/video';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import { aQuery, aVideoUpload } from '../../support/factories/videos';
import { asListed } from '../../support/fakes/as-listed';
import { ACTOR, parse } from './catalogue-subject';

/** Words in titles and file names. */
export function searchRules(catalogue: () => Catalogue): void {
  async function titled(title: string, fileName = 'x.mp4'): Promise<void> {
    await catalogue().uploads.register(aVideoUpload({ title, fileName }), ACTOR);
  }

  async function find(search: string): Promise<string[]> {
    const { items } = await catalogue().videos.list(aQuery({ search, limit: 200 }));
    return items.map((document) => parse(document).title).sort();
  }

  it.each([
    ['ｶﾞﾝﾀﾞﾑ', '機動戦士ガンダム'],
    ['がんだむ', '機動戦士ガンダム'],
    ['カ\u3099ンタ\u3099ム', '機動戦士ガンダム'],
    ['ガンダム', '機動戦士ｶﾞﾝﾀﾞﾑ'],
    ['湾', '東京湾の夜'],
    ['東京', '東京湾の夜'],
    ['京湾の', '東京湾の夜'],
    ['夜 東京', '東京湾の夜'],
    ['TOKYO', 'ｔｏｋｙｏ night'],
    ['100%', '利益100%'],
    ['a_b', 'a_b'],
    ['c:\\d', 'c:\\d'],
    ['𠮷', '𠮷野家'],
    ['吉野', '吉野家'],
    ['🎬', 'final 🎬 cut'],
    ['葛城', '葛\u{e0100}城'],
    ['strasse', 'Straße'],
    ["'", "it's"],
    ['ラーメン', 'ラ−メン'],
    ['ラ―メン', 'ラーメン'],
    ['スターウォーズ', 'スター・ウォーズ'],
    ['サーバー', 'サーバ管理'],
    ['サーバ管理', 'サーバー管理'],
    ['高橋', '髙橋'],
    ['山崎', '山﨑'],
    ['渡邊', '渡辺'],
    ['斉藤', '齋藤'],
    ['学校', '學校'],
    ['吉野家', '𠮷野家'],
    ['バイオリン', 'ヴァイオリン'],
    ['関ケ原', '関ヶ原'],
    ['エビス', 'ヱビス'],
    ['第10話', '第十話'],
    ['第十話', '第10話'],
    ['十二', '第十二話'],
    ['cafe', 'Café'],
    ['"', 'say "ah"'],
    ['{', 'a{1}'],
  ])('%j finds %j and nothing else', async (search, title) => {
    // near each of them, for whoever takes %, _ or \ for a wild card, or folds too much
    for (const decoy of ['利益1000', 'axb', 'c:d', '野家', 'かんたむ', '京の東', '海']) {
      await titled(decoy);
    }
    await titled(title);
    expect(await find(search)).toEqual([title]);
  });

  it('looks into file names too, for each word where it is', async () => {
    await titled('東京', '夜.mp4');
    await titled('大阪', '夜.mp4');
    expect(await find('東京 夜')).toEqual(['東京']);
    expect(await find('mp4 夜').then((titles) => titles.length)).toBe(2);
  });

  it('takes no word across the end of the title', async () => {
    await titled('東', '京.mp4');
    expect(await find('東京')).toEqual([]);
  });

  it('finds a word longer than any title no more than one that is not there', async () => {
    await titled('東京');
    expect(await find('東京'.repeat(50))).toEqual([]);
  });

  it('asks for all when nothing is left of the words', async () => {
    await titled('東京');
    expect(await find('\u200b')).toEqual(['東京']);
  });

  describe('by relevance', () => {
    /** What all pages have. */
    async function ranked(search: string, limit = 200): Promise<Video[]> {
      const query = aQuery({ search, sort: 'relevance', limit });
      const found: Video[] = [];
      let cursor: string | null | undefined;
      do {
        const page = await catalogue().videos.list({ ...query, ...(cursor && { cursor }) });
        found.push(...page.items.map(parse));
        cursor = page.nextCursor;
      } while (cursor);
      return found;
    }

    const titlesOf = (videos: readonly Video[]) => videos.map(({ title }) => title);

    it('begins with what is nothing but the words, then with titles that begin so', async () => {
      for (const title of ['夜の東京', '東京湾', '東京', '東京タワー', '大阪']) await titled(title);
      await titled('朝', '東京.mp4');
      expect(titlesOf(await ranked('東京'))).toEqual([
        '東京',
        '東京タワー',
        '東京湾',
        '夜の東京',
        '朝',
      ]);
    });

    it('has readings among the titles, before file names', async () => {
      await titled('a', 'きめつ.mp4');
      await titled('鬼滅の刃');
      const { items } = await catalogue().videos.list(aQuery({ search: '鬼滅' }));
      await catalogue().edits.rename(items[0]?.id ?? '', { reading: 'きめつのやいば' }, ACTOR);
      await titled('b', 'きめつ.mp4');
      expect(titlesOf(await ranked('キメツ'))).toEqual(['鬼滅の刃', 'b', 'a']);
    });

    it('has the words together at the beginning of a title first', async () => {
      for (const title of ['湾 東京', '東京の湾', '東京 湾岸']) await titled(title);
      expect(titlesOf(await ranked('東京 湾'))).toEqual(['東京 湾岸', '東京の湾', '湾 東京']);
    });

    it('looks past the characters that its index holds', async () => {
      const start = '東'.repeat(100);
      for (const title of [`${start}西`, `${start}南`, start]) await titled(title);
      expect(titlesOf(await ranked(start)).sort()).toEqual(
        [start, `${start}南`, `${start}西`].sort(),
      );
      expect(titlesOf(await ranked(`${start}南`.slice(1)))).toEqual([`${start}南`]);
    });

    it('is the newest first where nothing is searched for', async () => {
      for (const title of ['a', 'b']) await titled(title);
      const query = aQuery({ sort: 'relevance', limit: 1 });
      const newest = await catalogue().videos.list(aQuery({ sort: '-createdAt' }));
      const first = await catalogue().videos.list(query);
      const last = await catalogue().videos.list({ ...query, cursor: first.nextCursor ?? '' });
      expect([...first.items, ...last.items]).toEqual(newest.items);
      expect(last.nextCursor).toBeNull();
    });

    it('has every video once, best first, whatever the pages', async () => {
      const part = fc.constantFrom(
        '東京',
        '京',
        '東',
        'と',
        'ト',
        'a',
        ' ',
        '第十話',
        '第10話',
        'ー',
      );
      const text = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));
      const name = text.map((parts) => parts.trim()).filter(Boolean);
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(name, name), { maxLength: 4 }),
          text,
          fc.integer({ min: 1, max: 4 }),
          async (videos, search, limit) => {
            for (const [title, file] of videos) await titled(title, `${file}.x`);
            const all = await catalogue().videos.list(aQuery({ search, limit: 200 }));
            const expected = asListed(all.items.map(parse), aQuery({ search, sort: 'relevance' }));
            expect(await ranked(search, limit)).toEqual(expected);
          },
        ),
        { numRuns: 60 },
      );
    });
  });

  it('finds exactly the titles whose folded text contains every folded word', async () => {
    const letters = ['が', 'ガ', 'ｶﾞ', 'カ', '東', '京', '𠮷', 'a', 'A', 'ß', 's', '%', '_', '\\'];
    const text = fc
      .array(fc.constantFrom(...letters, '🎬', ' ', '　'), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join(''));
    const titles = text.map((parts) => parts.trim()).filter(Boolean);
    const stored: string[] = [];
    await fc.assert(
      fc.asyncProperty(titles, text, async (title, search) => {
        await titled(title);
        stored.push(title);
        const words = searchWords(search);
        const expected = stored.filter((candidate) =>
          words.every((word) => `${foldForSearch(candidate)}\nX.MP4`.includes(word)),
        );
        expect(await find(search)).toEqual(expected.sort());
      }),
      { numRuns: 150 },
    );
  });
}
