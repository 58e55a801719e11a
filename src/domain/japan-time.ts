/** Japan has had no daylight saving since 1951: nine hours ahead of UTC on every day. */
const JST_OFFSET_MS = 9 * 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** `2025-11-15 25:30`; slashes and seconds are taken too. */
const BROADCAST_NOTATION =
  /^((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2}) +([01]?\d|2\d):([0-5]\d)(?::([0-5]\d))?$/;

const ISO_WITH_OFFSET = /^(19|20)\d\d-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

export const BROADCAST_TIME_RULE =
  "must be a time in Japan such as '2025-11-15 25:30' or '令和7年11月15日 25時30分', hours 0 to 29, or ISO 8601 with its offset";

/** Reiwa 1 is 2019; no programme of an earlier era is still to be kept. */
const YEAR_BEFORE_REIWA = 2018;

/** `令和7年11月15日 25時30分` as `2025-11-15 25:30`; what is written otherwise stays as it is. */
function inDigits(text: string): string {
  return text
    .replace(/^(?:令和|R)(元|\d{1,2})年/, (_, year: string) => {
      return `${YEAR_BEFORE_REIWA + (year === '元' ? 1 : Number(year))}年`;
    })
    .replace(/^(\d{4})年(\d{1,2})月(\d{1,2})日 */, '$1-$2-$3 ')
    .replace(/(\d{1,2})時(?:(\d{1,2})分)?(?:(\d{1,2})秒)?$/, (_, ...parts: string[]) => {
      const [hour = '', minute = '0', second = '0'] = parts;
      return [hour, minute.padStart(2, '0'), second.padStart(2, '0')].join(':');
    });
}

/** Whether a time is given as an instant, ISO 8601, in place of the notation of broadcasters. */
export function isInstant(text: string): boolean {
  return ISO_WITH_OFFSET.test(text.normalize('NFKC').trim());
}

/**
 * The instant of a broadcast, ISO 8601 in UTC; null when the text is none. Broadcasters count the night
 * on: 25:30 is 01:30 of the next day, and their day ends at 29:59. Full-width digits count as digits, and
 * dates may be written with 年月日, in the Western calendar or by Reiwa.
 */
export function parseBroadcastTime(text: string): string | null {
  const folded = text.normalize('NFKC').trim();
  if (ISO_WITH_OFFSET.test(folded)) {
    return isDay(folded.slice(0, 10)) ? isoOf(Date.parse(folded)) : null;
  }
  const found = BROADCAST_NOTATION.exec(inDigits(folded));
  if (!found) return null;
  const [, year = '', month = '', day = '', hour, minute, second = '0'] = found;
  const date = [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
  if (!isDay(date)) return null;
  const ofDay = (Number(hour) * 60 + Number(minute)) * MINUTE_MS + Number(second) * 1000;
  return isoOf(Date.parse(`${date}T00:00:00+09:00`) + ofDay);
}

/** Whether the calendar has it: of the 30th of February JavaScript makes the 2nd of March. */
function isDay(date: string): boolean {
  return isoOf(Date.parse(`${date}T00:00:00Z`))?.startsWith(date) ?? false;
}

/**
 * The last millisecond, in Japan, of a period of months after an instant. Civil Code, articles 140 and 143: it
 * begins with the day after, and ends before the day of that number in its last month; where the month has
 * no such day, with the month. So what follows the last day of a month ends with a month.
 */
export function endOfDayMonthsLater(instant: string, months: number): string {
  const first = new Date(Date.parse(instant) + JST_OFFSET_MS + DAY_MS);
  const [year, month, day] = [
    first.getUTCFullYear(),
    first.getUTCMonth() + months,
    first.getUTCDate(),
  ];
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const last = Date.UTC(year, month, day > daysInMonth ? daysInMonth : day - 1);
  return new Date(last + DAY_MS - 1 - JST_OFFSET_MS).toISOString();
}

/** The hour of the day in Japan, 0 to 23. */
export function hourInJapan(instant: string): number {
  return new Date(Date.parse(instant) + JST_OFFSET_MS).getUTCHours();
}

/** `2026-02-15 23:59:59 JST`. */
export function inJapan(instant: string): string {
  const local = new Date(Date.parse(instant) + JST_OFFSET_MS).toISOString();
  const [date = '', time = ''] = local.split('T');
  // JavaScript writes years of more than four digits with a sign and six
  return `${date.replace(/^\+0*/, '')} ${time.slice(0, 8)} JST`;
}

function isoOf(time: number): string | null {
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** A broadcast of days is a mistake in the date. */
const LONGEST_BROADCAST_MS = 48 * 3_600_000;

/** Whether a broadcast can begin and end at these instants. */
export function isBroadcastSpan(start: string, end: string): boolean {
  const ms = Date.parse(end) - Date.parse(start);
  return ms > 0 && ms <= LONGEST_BROADCAST_MS;
}
