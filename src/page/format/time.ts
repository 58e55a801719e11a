import type { Language } from '../i18n/languages';

/** People at StreamTech Japan read one clock, wherever their laptop thinks it is. */
const TIME_ZONE = 'Asia/Tokyo';
/** Japan has had no daylight saving since 1951. */
const JST_OFFSET_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;

/** `2025/11/22 16:04`, `22 Nov 2025, 16:04`; Japan Standard Time. */
export function formatTime(instant: string, language: Language): string {
  return formatter(language, 'minute').format(new Date(instant));
}

/** With seconds and the name of the zone. */
export function exactTime(instant: string, language: Language): string {
  return `${formatter(language, 'second').format(new Date(instant))} JST`;
}

/** The day in Japan, by the era of its emperor: 令和元年5月1日. It is written so in any language. */
export function eraDay(instant: string): string {
  return ERA.format(new Date(instant));
}

const ERA = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
  era: 'long',
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  timeZone: TIME_ZONE, // an era begins at midnight in Japan
});

/** The day in Japan of an instant, as a date input wants it: 2025-11-22. */
export function jstDay(instant: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time) ? '' : new Date(time + JST_OFFSET_MS).toISOString().slice(0, 10);
}

/** When a day begins in Japan. */
export function startOfDay(day: string): string {
  return `${day}T00:00:00+09:00`;
}

/** When the day after begins in Japan: the exclusive end of `day`. */
export function endOfDay(day: string): string {
  return startOfDay(new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10));
}

/** The last day that lies wholly before an exclusive end. */
export function lastDayBefore(end: string): string {
  const time = Date.parse(end);
  return Number.isNaN(time) ? '' : jstDay(new Date(time - 1).toISOString());
}

const locales = { ja: 'ja-JP', en: 'en-GB' } as const;

function formatter(language: Language, detail: 'minute' | 'second') {
  return new Intl.DateTimeFormat(locales[language], {
    year: 'numeric',
    month: language === 'ja' ? '2-digit' : 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    ...(detail === 'second' && { second: '2-digit' }),
    hourCycle: 'h23',
    timeZone: TIME_ZONE,
  });
}
