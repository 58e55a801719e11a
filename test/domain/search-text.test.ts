import * as fc from 'fast-check';
import { kanjiVariants } from '../../src/domain/kanji-variants';
import {
  foldForSearch,
  foldSpelling,
  queryGrams,
  searchGrams,
  searchWords,
  spellings,
} from '../../src/domain/search-text';

const anyText = fc.string({ unit: 'binary' });
/** Of what folding changes, in any order. */
const japanese = fc.string({
  unit: fc.constantFrom(
    ...Array.from('ヴァュウう゛ヵヶヱカーラ-−―・･一二十百千〇話第髙齋𠮷éßa 2'),
    '\u3099',
    '\u0301',
    '\u200b',
  ),
});

describe('foldForSearch', () => {
  it.each([
    ['half-width kana', 'ｶﾞﾝﾀﾞﾑ', 'ガンダム'],
    ['hiragana', 'がんだむ', 'ガンダム'],
    ['decomposed kana', 'ガ', 'ガ'],
    ['a voiced mark that only katakana can join', 'わ\u3099', 'ヷ'],
    ['hiragana iteration marks', 'いすゞ', 'イスヾ'],
    ['full-width letters', 'ＮＨＫ　２０２６', 'nhk 2026'],
    ['square words', '㍿', '株式会社'],
    ['accents written apart', 'Cafe\u0301', 'CAFÉ'],
    ['sharp s', 'straße', 'STRASSE'],
    ['final sigma', 'οδος', 'ΟΔΟΣ'],
    ['wave dash and full-width tilde', '前編〜後編', '前編～後編'],
    ['variation selectors', '葛\u{e0100}城', '葛城'],
    ['soft hyphens and joiners', 'ex\u00adam\u200bple', 'example'],
    ['control characters', 'a\u0000\tb', 'a b'],
    ['a minus between kana', 'ラ−メン', 'ラーメン'],
    ['a dash between kana', 'ラ―メン', 'ラーメン'],
    ['a hyphen after the last kana', 'カレ- 特集', 'カレー 特集'],
    ['middle dots', 'スター・ウォーズ', 'スターウォーズ'],
    ['half-width middle dots', 'ｽﾀｰ･ｳｫｰｽﾞ', 'スターウォーズ'],
    ['high', '髙橋', '高橋'],
    ['cape', '山﨑', '山崎'],
    ['side', '渡邊 渡邉', '渡辺 渡辺'],
    ['sai', '齋藤 齊藤 斎藤', '斉藤 斉藤 斉藤'],
    ['old forms', '學校 國寶 藝術', '学校 国宝 芸術'],
    ['kanji outside the basic plane', '𠮷野家', '吉野家'],
    [
      'v and b',
      'ヴァイオリン ヴィラ ラヴ ヴェール ヴォイス レヴュー',
      'バイオリン ビラ ラブ ベール ボイス レビュー',
    ],
    ['hiragana v', 'ゔぁ', 'バ'],
    ['small ke and ka', '関ヶ原 三ヵ月', '関ケ原 三カ月'],
    ['old kana', 'ヱビス ゐど', 'エビス イド'],
    ['accents', 'Café Zoë', 'CAFE ZOE'],
  ])('makes no difference of %s', (_what, a, b) => {
    expect(foldForSearch(a)).toBe(foldForSearch(b));
  });

  it.each([
    ['か', 'が'],
    ['は', 'ぱ'],
    ['つ', 'っ'],
    ['東', '京'],
    ['野家', '𠮷野家'],
    ['a-b', 'aーb'],
    ['カ-2', 'カー2'],
    ['й', 'и'],
    ['十話', '10話'],
  ])('keeps %s and %s apart', (a, b) => {
    expect(foldForSearch(a)).not.toBe(foldForSearch(b));
  });

  it('changes nothing when done again', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, japanese), (text) => {
        const folded = foldForSearch(text);
        expect(foldForSearch(folded)).toBe(folded);
        const spelling = foldSpelling(text);
        expect(foldSpelling(spelling)).toBe(spelling);
      }),
      { numRuns: 1000 },
    );
  });

  it('folds each form of a kanji to one that is not folded again', () => {
    expect(kanjiVariants.size).toBe(348);
    for (const [form, folded] of kanjiVariants) {
      expect(Array.from(form + folded)).toHaveLength(2);
      expect(kanjiVariants.has(folded)).toBe(false);
    }
  });
});

describe('foldSpelling', () => {
  it.each([
    ['第十話', '第10話'],
    ['第二十三回', '第23回'],
    ['百二十分', '120分'],
    ['二〇二六年四月', '2026年4月'],
    ['千一夜', '1001夜'],
    ['三シーズン', '3シーズン'],
    ['サーバー', 'サーバ'],
    ['コンピューター特集', 'コンピュータ特集'],
  ])('makes no difference of %s and %s', (a, b) => {
    expect(foldSpelling(a)).toBe(foldSpelling(b));
  });

  it.each([
    '千葉',
    '三郎',
    '一万',
    '十十話',
    '二百三百話',
    'スター',
    'キー',
    'コピー',
    'サーバールーム',
  ])('leaves %s alone', (text) => {
    expect(foldSpelling(text)).toBe(text);
  });
});

describe('spellings', () => {
  it('are one where nothing is spelt in two ways', () => {
    expect(spellings('東京湾')).toEqual(['東京湾']);
  });

  it.each([
    ['十二', '第十二話'],
    ['ター', 'コンピューター'],
    ['第十', '第十話'],
  ])('have %s in %s', (part, text) => {
    const [word = ''] = searchWords(part);
    expect(spellings(text).some((spelling) => spelling.includes(word))).toBe(true);
  });
});

describe('searchWords', () => {
  it('splits at any blank', () => {
    expect(searchWords(' 東京　湾\tlive ')).toEqual(['東京', '湾', 'LIVE']);
  });

  it('finds none in a text of nothing visible', () => {
    expect(searchWords(' \u200b ')).toEqual([]);
  });
});

describe('searchGrams', () => {
  it('has characters and pairs of neighbours, each once', () => {
    expect(searchGrams(['東京東京']).sort()).toEqual(['京', '京東', '東', '東京'].sort());
  });

  it('counts a character outside the basic plane as one', () => {
    expect(searchGrams(['𠮷野'])).toEqual(['𠮷', '野', '𠮷野']);
  });

  it('makes no pair across a blank', () => {
    expect(searchGrams(['A B'])).toEqual(['A', 'B']);
  });
});

describe('queryGrams', () => {
  it('needs single characters only of words that are one', () => {
    expect(queryGrams('湾 東京湾')).toEqual(['湾', '東京', '京湾']);
  });

  it('holds all characters of a word in as few pairs as do', () => {
    expect(queryGrams('東京')).toEqual(['東京']);
    expect(queryGrams('第23話')).toEqual(['第2', '3話']);
    expect(queryGrams('0012345')).toEqual(['00', '12', '34', '45']);
  });

  it('finds every part of a word among the grams of the word', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => searchWords(text)[0]);
    fc.assert(
      fc.property(word, fc.nat(), fc.nat(), (text = '', from, length) => {
        const part = Array.from(text)
          .slice(from % (text.length + 1))
          .slice(0, length)
          .join('');
        expect(searchGrams(spellings(text))).toEqual(expect.arrayContaining(queryGrams(part)));
      }),
    );
  });
});
