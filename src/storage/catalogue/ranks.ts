import { queryGrams, searchWords } from '../../domain/search-text';
import { InvalidCursorError } from '../../domain/errors';
import type { Position } from './cursor';
import { IN_TITLE, RULES_MARK } from './search-columns';
import type { Values } from './statement';
import type { VideoQuery } from './types';

/**
 * Which videos of a search come first: titles that begin with the words, in the order of the folded titles, so
 * that a title that is nothing but the words is the first; titles and readings that hold them; the rest, which
 * is file names. Of equal ones the newest is first.
 */
export const ranks = ['beginning', 'title', 'elsewhere'] as const;
export type Rank = (typeof ranks)[number];

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

/** SQL that holds for the rows of one rank, of those that have all words of the query. */
export function rankConditions(query: VideoQuery, rank: Rank, values: Values): string[] {
  const words = searchWords(query.search ?? '');
  const phrase = words.join(' ');
  const begins = (): string => `starts_with(search_text, ${values.add(phrase)})`;
  if (rank === 'beginning') {
    const [...characters] = phrase;
    const start = characters.slice(0, TITLE_KEY_CHARACTERS).join('');
    const keyBegins = `${TITLE_KEY} ^@ ${values.add(start)}`;
    return start === phrase ? [keyBegins] : [keyBegins, begins()];
  }
  const mark = `strpos(search_text, E'\\x0${RULES_MARK.charCodeAt(0)}')`;
  const inTitle = words.map((word) => `strpos(search_text, ${values.add(word)}) < ${mark}`);
  const isInTitle = `(${inTitle.join(' AND ')})`;
  return [`NOT ${begins()}`, rank === 'title' ? isInTitle : `NOT ${isInTitle}`];
}

/** Follows from {@link rankConditions}; what the index of the grams holds of such rows. */
export function rankGrams(query: VideoQuery, rank: Rank | undefined): string[] {
  const grams = queryGrams(query.search ?? '');
  return rank === 'title' ? grams.map((gram) => `${IN_TITLE}${gram}`) : grams;
}
