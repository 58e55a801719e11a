import * as z from 'zod';

/** What the catalogue can compare and JavaScript can count, in UTC. */
const EARLIEST_YEAR = 1;
const LATEST_YEAR = 9999;

const INSTANT_RULE = 'must be from 0001-01-01 to 9999-12-31 in UTC';

/** Of a second: as fine as the catalogue compares, which takes no text of any length. */
const FRACTION_DIGITS = 6;

/**
 * A time as a client gives it, ISO 8601 with any offset; becomes the same time in UTC. PostgreSQL refuses
 * the year 0 and offsets of 16 hours and more, which ISO 8601 allows.
 */
export const instantInput = z.iso.datetime({ offset: true }).transform((text, context) => {
  const [, fraction = ''] = /\.(\d+)/.exec(text) ?? [];
  const whole = new Date(text.replace(/\.\d+/, ''));
  const year = whole.getUTCFullYear();
  if (year >= EARLIEST_YEAR && year <= LATEST_YEAR) {
    const seconds = whole.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
    return `${seconds}.${fraction.slice(0, FRACTION_DIGITS).padEnd(3, '0')}Z`;
  }
  context.addIssue({ code: 'custom', message: INSTANT_RULE, input: text });
  return z.NEVER;
});
