import type { Database } from './database';
import { type Named, placeOfMark, searchColumns } from './search-columns';

/** What search looks into, made anew where other rules made it. */
export class SearchKeys {
  constructor(private readonly db: Database) {}

  /**
   * Makes those of so many videos anew, and returns of how many; 0 = none is left that nobody holds. Nothing
   * that is shown changes, so neither does the revision.
   */
  remake(most: number): Promise<number> {
    return this.db.transaction(async (session) => {
      const rows = await session.prepared<Named & { id: string }>(OLD_KEYS, [most]);
      const made = rows.map((row) => ({ id: row.id, ...searchColumns(row) }));
      if (made.length > 0) await session.prepared(STORE_KEYS, [JSON.stringify(made)]);
      return made.length;
    });
  }
}

/** Waits for no row: whoever holds one is about to change it, or it is for the next run. */
const OLD_KEYS = {
  name: 'old-search-keys',
  text: `
    SELECT id, title, reading, file_name AS "fileName" FROM videos
    WHERE ${placeOfMark} = 0
    LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED`,
};

const STORE_KEYS = {
  name: 'store-search-keys',
  text: `
    UPDATE videos SET search_text = made.text, search_grams = made.grams
    FROM json_to_recordset($1) AS made (id uuid, text text, grams text[])
    WHERE videos.id = made.id`,
};
