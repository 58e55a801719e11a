import { trimmedText } from './text';

/**
 * Begins with what has a place in the order of readings. Its source is a pattern of PostgreSQL and of the OpenAPI
 * document, too, hence the characters themselves.
 */
export const READING = /^[ぁ-ゖァ-ヺ0-9A-Za-z][ぁ-ゖゝゞァ-ヺー・ヽヾ0-9A-Za-z ]*$/;

export const READING_RULE =
  'must be hiragana or katakana with ー and ・, digits, Latin letters and spaces, such as きめつのやいば';

/** As of titles: at three bytes a character they fit into a row of an index, 2.7 kB. */
const MAX_LENGTH = 500;

/** How a title is read (よみ); half-width kana and full-width letters become the usual ones. */
export const readingSchema = trimmedText(MAX_LENGTH)
  .normalize('NFKC')
  // of ㌀ four characters have become
  .max(MAX_LENGTH)
  .regex(READING, READING_RULE);

/** Whether a title needs no reading, because it could be one. */
export function isReading(title: string): boolean {
  return READING.test(title.normalize('NFKC'));
}
