import { foldForSearch, queryGrams, searchGrams } from '../../domain/search-text';
import type { Database } from './database';

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

/**
 * Reading the rows of one gram more takes 5 to 10 ms where a million videos have common ones, as letters
 * are; after the third it hardly narrows what is found.
 */
const GRAMS_TO_LOOK_UP = 3;

/** The grams by which the words are found soonest: the rarest of each word, then the next of each. */
export async function rarestGrams(db: Database, search: string): Promise<string[]> {
  const words = queryGrams(search);
  const grams = words.flat();
  if (grams.length <= GRAMS_TO_LOOK_UP) return grams;
  const numbers = words.flatMap((of, word) => of.map(() => word));
  const rows = await db.prepared<{ gram: string }>(RAREST, [grams, numbers, GRAMS_TO_LOOK_UP]);
  return rows.map(({ gram }) => gram);
}

/** What the planner knows of the column, as ANALYZE keeps it; a gram that it does not list is rare. */
const RAREST = {
  name: 'rarest-grams',
  text: `
    SELECT gram FROM (
      SELECT gram, coalesce(share, 0) AS share,
        row_number() OVER (PARTITION BY word ORDER BY coalesce(share, 0)) AS rank
      FROM unnest($1::text[], $2::integer[]) AS wanted (gram, word)
      LEFT JOIN (
        SELECT known.* FROM pg_stats,
          unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known (gram, share)
        WHERE schemaname = current_schema() AND tablename = 'videos' AND attname = 'search_grams'
      ) AS known USING (gram)
    ) AS ranked
    ORDER BY rank, share LIMIT $3`,
};
