import * as fc from 'fast-check';
import { foldForSearch, searchWords } from '../../../src/domain/search-text';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import { aQuery, aVideoUpload } from '../../support/factories/videos';
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
