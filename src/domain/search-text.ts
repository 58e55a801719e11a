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
      // upper case, because lower case depends on the place in the word: ΟΔΟΣ, οδος
      .toUpperCase()
      .replace(HIRAGANA, (kana) => String.fromCharCode(kana.charCodeAt(0) + TO_KATAKANA))
      .replace(WAVE_DASH, '~')
      // a voiced mark that had no hiragana to join may have a katakana
      .normalize('NFKC')
      .replace(GAP, ' ')
      .trim()
  );
}

/** The words of a query, folded. A text is found when it contains all of them. */
export function searchWords(query: string): string[] {
  return foldForSearch(query).split(' ').filter(Boolean);
}

/**
 * Every character and every pair of neighbouring characters of each word, each once: what an index
 * of the text holds.
 */
export function searchGrams(text: string): string[] {
  return distinct(searchWords(text).flatMap((word) => [...Array.from(word), ...pairsOf(word)]));
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

function distinct(grams: readonly string[]): string[] {
  return [...new Set(grams)];
}

const GAP = /[\s\p{Control}]+/gu;
/** Variation selectors (葛 as two Unicode sequences), joiners, soft hyphens. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const HIRAGANA = /[\u3041-\u3096\u309d\u309e]/g;
const TO_KATAKANA = 0x60;
/** NFKC makes ~ of the full-width tilde that Windows writes, not of the wave dash that macOS writes. */
const WAVE_DASH = /\u301c/g;
