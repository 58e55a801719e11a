import { trimmedText } from './text';

/** Begins with what has a place in the order of readings. Characters themselves, as in the OpenAPI document. */
const READING = /^[ぁ-ゖァ-ヺ0-9A-Za-z][ぁ-ゖゝゞァ-ヺー・ヽヾ0-9A-Za-z ]*$/;

export const READING_RULE =
  'must be hiragana or katakana with ー and ・, digits, Latin letters and spaces, such as きめつのやいば';

/** How a title is read (よみ); half-width kana and full-width letters become the usual ones. */
export const readingSchema = trimmedText(500).normalize('NFKC').regex(READING, READING_RULE);

/** Whether a title needs no reading, because it could be one. The order by readings asks the same in SQL. */
export function isReading(title: string): boolean {
  return READING.test(title.normalize('NFKC'));
}
