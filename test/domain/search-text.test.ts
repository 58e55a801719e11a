import * as fc from 'fast-check';
import { foldForSearch, queryGrams, searchGrams, searchWords } from '../../src/domain/search-text';

const anyText = fc.string({ unit: 'binary' });

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
  ])('makes no difference of %s', (_what, a, b) => {
    expect(foldForSearch(a)).toBe(foldForSearch(b));
  });

  it.each([
    ['か', 'が'],
    ['は', 'ぱ'],
    ['つ', 'っ'],
    ['東', '京'],
    ['野家', '𠮷野家'],
  ])('keeps %s and %s apart', (a, b) => {
    expect(foldForSearch(a)).not.toBe(foldForSearch(b));
  });

  it('changes nothing when done again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const folded = foldForSearch(text);
        expect(foldForSearch(folded)).toBe(folded);
      }),
    );
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
    expect(searchGrams('東京東京').sort()).toEqual(['京', '京東', '東', '東京'].sort());
  });

  it('counts a character outside the basic plane as one', () => {
    expect(searchGrams('𠮷野')).toEqual(['𠮷', '野', '𠮷野']);
  });

  it('makes no pair across a blank', () => {
    expect(searchGrams('a b')).toEqual(['A', 'B']);
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
        expect(searchGrams(text)).toEqual(expect.arrayContaining(queryGrams(part)));
      }),
    );
  });
});
