import { foldForSearch, searchGrams } from '../../domain/search-text';

/** Columns that search looks into. */
export interface SearchColumns {
  readonly text: string;
  readonly grams: string[];
}

/** Words never hold a line feed, so none is found across the end of the title. */
export function searchColumns(title: string, fileName: string): SearchColumns {
  return {
    text: `${foldForSearch(title)}\n${foldForSearch(fileName)}`,
    grams: [...new Set([...searchGrams(title), ...searchGrams(fileName)])],
  };
}
