-- in no transaction
-- How the title is read (よみ), for search and for the order by it; null = not said.
ALTER TABLE videos ADD COLUMN IF NOT EXISTS reading text;
-- Rows whose search_text and search_grams were made by earlier rules, or by the release before: whatever has no mark
-- of the rules in it (search-columns.ts). Empty once the retention job has made them anew.
DROP INDEX CONCURRENTLY IF EXISTS videos_old_search_keys;
CREATE INDEX CONCURRENTLY videos_old_search_keys ON videos (id) WHERE strpos(search_text, E'\x02') = 0;
-- The order by readings, of which a title that could be one is its own; other titles come last both ways.
DROP INDEX CONCURRENTLY IF EXISTS videos_by_reading_up;
CREATE INDEX CONCURRENTLY videos_by_reading_up ON videos ((coalesce(reading, CASE WHEN normalize(title, NFKC)
  ~ '^[ぁ-ゖァ-ヺ0-9A-Za-z][ぁ-ゖゝゞァ-ヺー・ヽヾ0-9A-Za-z ]*$' THEN title END,
  E'\uFFFF' || title) COLLATE "ja-x-icu"), id);
DROP INDEX CONCURRENTLY IF EXISTS videos_by_reading_down;
CREATE INDEX CONCURRENTLY videos_by_reading_down ON videos ((coalesce(reading, CASE WHEN normalize(title, NFKC)
  ~ '^[ぁ-ゖァ-ヺ0-9A-Za-z][ぁ-ゖゝゞァ-ヺー・ヽヾ0-9A-Za-z ]*$' THEN title END,
  E'\uFFFE' || title) COLLATE "ja-x-icu"), id);
-- Titles that begin with the words of a search, the newest first of equal ones; titles may be too long for an index.
DROP INDEX CONCURRENTLY IF EXISTS videos_by_title_key;
CREATE INDEX CONCURRENTLY videos_by_title_key
  ON videos (left(split_part(search_text, E'\n', 1), 100) COLLATE "C", created_at DESC, id DESC);
