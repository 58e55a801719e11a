/*
 * Search that works for Japanese: text is folded (NFKC, lower case, katakana for hiragana) and cut
 * into overlapping pairs of characters. One- and two-character queries, which trigrams cannot serve,
 * then find what they should, half-width or full-width, かな or カナ.
 */

const HIRAGANA = /[\u3041-\u3096\u309d\u309e]/g;
const HIRAGANA_TO_KATAKANA = 0x60;

/** Folds for comparison only; never store or show the result. */
export function foldForSearch(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(HIRAGANA, (kana) => String.fromCharCode(kana.charCodeAt(0) + HIRAGANA_TO_KATAKANA))
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Every character and every pair of neighbouring characters of the folded text, each once. A text
 * that contains a query has all of the query's grams; the reverse needs a check of the text itself.
 */
export function searchGrams(text: string): string[] {
  const characters = Array.from(foldForSearch(text)).filter((character) => character !== ' ');
  const grams = new Set<string>(characters);
  characters.forEach((character, i) => {
    const next = characters[i + 1];
    if (next !== undefined) grams.add(character + next);
  });
  return [...grams];
}
