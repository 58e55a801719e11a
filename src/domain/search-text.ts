import { kanjiVariants } from './kanji-variants';

/*
 * Search that works for Japanese: text is folded, so that half-width or full-width, かな or カナ,
 * STRASSE or straße make no difference, and cut into characters and overlapping pairs of them. One-
 * and two-character queries, which trigrams cannot serve, then find what they should.
 */

/** Folds for comparison only; never store it in place of the text, nor show it. */
export function foldForSearch(text: string): string {
  return (
    text
      .normalize('NFKC')
      .replace(INVISIBLE, '')
      .replace(MIDDLE_DOT, '')
      .normalize('NFD')
      .replace(ACCENTS, '$1')
      .normalize('NFC')
      // upper case, because lower case depends on the place in the word: ΟΔΟΣ, οδος
      .toUpperCase()
      .replace(HIRAGANA, (kana) => String.fromCharCode(kana.charCodeAt(0) + TO_KATAKANA))
      .replace(WAVE_DASH, '~')
      .replace(KANA_VARIANT, (kana) => KANA_VARIANTS[kana] ?? kana)
      // a voiced mark that had no hiragana to join may have a katakana
      .normalize('NFKC')
      .replace(DASH_OF_KANA, 'ー')
      .replace(V_BEFORE_VOWEL, (_, vowel: string) => B_BEFORE_VOWEL[vowel] ?? 'ブ')
      .replace(HAN, (kanji) => kanjiVariants.get(kanji) ?? kanji)
      .replace(GAP, ' ')
      .trim()
  );
}

/**
 * The same, with one spelling of what is written in two ways: numbers beside counters in digits, and no ー
 * at the end of a katakana word of three characters or more, as JIS Z 8301 once had it (サーバ).
 */
export function foldSpelling(text: string): string {
  return foldForSearch(text)
    .replace(COUNTED, (number) => String(numberOf(number) ?? number))
    .replace(LAST_LONG_VOWEL, '$1');
}

/** The words of a query, folded. A text is found when one of its {@link spellings} contains all of them. */
export function searchWords(query: string): string[] {
  return foldSpelling(query).split(' ').filter(Boolean);
}

/**
 * A text folded to one spelling, and as it is spelt where that is something else: a part of a word, such as
 * 十 of 第十二話, is found in the latter.
 */
export function spellings(text: string): string[] {
  return distinct([foldSpelling(text), foldForSearch(text)]);
}

/**
 * Every character and every pair of neighbouring characters of each word of folded text, each once: what an
 * index of the text holds.
 */
export function searchGrams(folded: readonly string[]): string[] {
  const words = folded.flatMap((text) => text.split(' '));
  return distinct(words.flatMap((word) => [...Array.from(word), ...pairsOf(word)]));
}

/**
 * Grams that a text must have to contain all words of the query. The reverse needs a check of the text
 * itself. Only a word of one character is looked up by character, as pairs are rarer; of the pairs
 * every second one and the last hold all characters, and the index has fewer lists to go through.
 */
export function queryGrams(query: string): string[] {
  return distinct(
    searchWords(query).flatMap((word) => {
      const pairs = pairsOf(word);
      if (pairs.length === 0) return [word];
      return pairs.filter((_, i) => i % 2 === 0 || i === pairs.length - 1);
    }),
  );
}

function pairsOf(word: string): string[] {
  const characters = Array.from(word);
  return characters.slice(1).map((character, i) => `${characters[i] ?? ''}${character}`);
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** 二〇二六 or 百二十; null = neither. */
function numberOf(kanji: string): number | null {
  const digits = Array.from(kanji, (character) => DIGITS.indexOf(character));
  if (!digits.includes(-1)) return Number(digits.join(''));
  const places = PLACES.exec(kanji)?.slice(1);
  if (!places) return null;
  return places.reduce((sum, place: string | undefined, i) => {
    if (place === undefined) return sum;
    const digit = DIGITS.indexOf(place.charAt(0));
    return sum + 10 ** (3 - i) * (digit === -1 ? 1 : digit);
  }, 0);
}

const GAP = /[\s\p{Control}]+/gu;
/** Variation selectors (葛 as two Unicode sequences), joiners, soft hyphens. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Of Latin letters alone: a mark makes another letter of kana, Cyrillic and others. */
const ACCENTS = /(\p{Script=Latin})[\u0300-\u036f]+/gu;
const HIRAGANA = /[\u3041-\u3096\u309d\u309e]/g;
const TO_KATAKANA = 0x60;
/** NFKC makes ~ of the full-width tilde that Windows writes, not of the wave dash that macOS writes. */
const WAVE_DASH = /\u301c/g;
const MIDDLE_DOT = /・/g;
/** Hyphen, minus, dashes and lines that stand where a ー does. */
const DASH_OF_KANA =
  /(?<=[ァ-ヺー])[-\u2010-\u2015\u2212\u2500\u2501](?=[ァ-ヺー]|[\s\p{Control}]|$)/gu;
const V_BEFORE_VOWEL = /ヴ([ァィェォュ]?)/g;
const B_BEFORE_VOWEL: Readonly<Record<string, string>> = {
  ァ: 'バ',
  ィ: 'ビ',
  ェ: 'ベ',
  ォ: 'ボ',
  ュ: 'ビュ',
};
const KANA_VARIANT = /[ヵヶヰヱ]/g;
const KANA_VARIANTS: Readonly<Record<string, string>> = { ヵ: 'カ', ヶ: 'ケ', ヰ: 'イ', ヱ: 'エ' };
const HAN = /\p{Script=Han}/gu;
const LAST_LONG_VOWEL = /([ァ-ヺー]{2}[ァ-ヺ])ー(?![ァ-ヺー])/g;
const DIGITS = '〇一二三四五六七八九';
const PLACES =
  /^([二三四五六七八九]?千)?([二三四五六七八九]?百)?([二三四五六七八九]?十)?([一二三四五六七八九])?$/;
/** Numbers that a counter follows; others, as in 三郎 or 千葉, are parts of words. */
const COUNTED =
  /(?<![〇一二三四五六七八九十百千万億])[〇一二三四五六七八九十百千]+(?=[話回章部期巻集夜月日年時分秒人位号本枚編弾幕週曲歳番戦節局度]|シリーズ|シーズン)/gu;
