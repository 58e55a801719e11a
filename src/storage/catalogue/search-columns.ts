import type { Video } from '../../domain/video';
import { searchGrams, spellings } from '../../domain/search-text';

/** Columns that search looks into. */
export interface SearchColumns {
  /**
   * Folded lines: the title in one spelling, and as it is spelt where that is something else; its reading likewise;
   * then the mark of the rules, and the file name. Words never hold a line feed, so none is found across lines.
   */
  readonly text: string;
  /** Of all lines; those of the lines before the mark once more, after {@link IN_TITLE}. */
  readonly grams: string[];
}

export type Named = Pick<Video, 'title' | 'reading' | 'fileName'>;

/**
 * A control character, which no folded text holds. It tells by which rules the columns were made: where these
 * change, another one takes its place, with an index of the rows that are without it (migration 014).
 */
export const RULES_MARK = '\u0002';

/** SQL of where the mark is in `search_text`; 0 = by other rules. */
export const placeOfMark = `strpos(search_text, E'\\x0${RULES_MARK.charCodeAt(0)}')`;

/** Before a gram: of the title or its reading. No gram holds a line feed. */
export const IN_TITLE = '\n';

export function searchColumns({ title, reading, fileName }: Named): SearchColumns {
  const names = [...spellings(title), ...(reading === null ? [] : spellings(reading))];
  const files = spellings(fileName);
  const inTitle = searchGrams(names).map((gram) => `${IN_TITLE}${gram}`);
  return {
    text: `${names.map((name) => `${name}\n`).join('')}${RULES_MARK}${files.join('\n')}`,
    grams: [...searchGrams([...names, ...files]), ...inTitle],
  };
}
