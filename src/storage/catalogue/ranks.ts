import { queryGrams, searchWords } from '../../domain/search-text';
import { InvalidCursorError } from '../../domain/errors';
import type { Position } from './cursor';
import { IN_TITLE, placeOfMark } from './search-columns';
import type { Values } from './statement';
import type { VideoQuery } from './types';

/**
 * Which videos of a search come first: titles that begin with the words, in the order of the folded titles, so
 * that a title that is nothing but the words is the first; titles and readings that hold them; the rest, which
 * is file names. Of equal ones the newest is first.
 */
export const ranks = ['beginning', 'title', 'elsewhere'] as const;
export type Rank = (typeof ranks)[number];
export type LaterRank = Exclude<Rank, 'beginning'>;

/** Indexed expression: the folded title, as far as an index may hold it. */
export const TITLE_KEY = `left(split_part(search_text, E'\\n', 1), 100) COLLATE "C"`;
const TITLE_KEY_CHARACTERS = 100;

/** The last row of a page by rank. */
export interface RankedPosition {
  readonly rank: Rank;
  /** As PostgreSQL prints it. */
  readonly createdAt: string;
  /** Its {@link TITLE_KEY}; '' where that is not asked. */
  readonly titleKey: string;
  readonly id: string;
}

/** Key of the row for a cursor; `key` is what its statement returns: the time, and the title where it is asked. */
export function rankedKey(rank: Rank, key: string): string {
  return `${ranks.indexOf(rank)}\n${key}`;
}

/** @throws InvalidCursorError */
export function rankedPosition({ key, id }: Position): RankedPosition {
  const [index, createdAt = '', titleKey = ''] = key.split('\n');
  const rank = ranks[Number(index)];
  if (!rank) throw new InvalidCursorError();
  return { rank, createdAt, titleKey, id };
}

/**
 * SQL that holds for the rows of the first rank; `from` is the key of the last row of the page before. A range says
 * to the planner how many there are, which `starts_with` does not.
 */
export function beginningConditions(query: VideoQuery, from: string, values: Values): string[] {
  const phrase = searchWords(query.search ?? '').join(' ');
  const start = Array.from(phrase).slice(0, TITLE_KEY_CHARACTERS).join('');
  const range = [
    `${TITLE_KEY} >= ${values.add(from === '' ? start : from)}`,
    `${TITLE_KEY} < ${values.add(afterAllOf(start))}`,
  ];
  return start === phrase ? range : [...range, `starts_with(search_text, ${values.add(phrase)})`];
}

/** SQL that holds for the rows of a later rank, of those that have all words of the query. */
export function rankConditions(query: VideoQuery, rank: LaterRank, values: Values): string[] {
  const inTitle = isInTitle(query, values);
  return [isLater(query, values), rank === 'title' ? inTitle : `NOT ${inTitle}`];
}

/** SQL that does not hold for the rows of the first rank. */
export function isLater(query: VideoQuery, values: Values): string {
  const phrase = searchWords(query.search ?? '').join(' ');
  return `NOT starts_with(search_text, ${values.add(phrase)})`;
}

/** SQL that holds where title or reading have all words of the query, of the rows that have them somewhere. */
export function isInTitle(query: VideoQuery, values: Values): string {
  const words = searchWords(query.search ?? '');
  const all = words.map((word) => `strpos(search_text, ${values.add(word)}) < ${placeOfMark}`);
  return `(${all.join(' AND ')})`;
}

/** Follows from {@link rankConditions}; what the index of the grams holds of such rows. */
export function rankGrams(query: VideoQuery, rank: LaterRank | undefined): string[] {
  const grams = queryGrams(query.search ?? '');
  return rank === 'title' ? grams.map((gram) => `${IN_TITLE}${gram}`) : grams;
}

/** The first text, by code points, after all that begin with `start`. */
function afterAllOf(start: string): string {
  const characters = Array.from(start);
  while (characters.at(-1) === LAST_CHARACTER) characters.pop();
  const last = characters.pop()?.codePointAt(0);
  if (last === undefined) return start + LAST_CHARACTER;
  return characters.join('') + String.fromCodePoint(last === BEFORE_SURROGATES ? 0xe000 : last + 1);
}

const LAST_CHARACTER = '\u{10ffff}';
const BEFORE_SURROGATES = 0xd7ff;
