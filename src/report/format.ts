import type { Notice } from '../domain/quality/interval';
import type { RuleResult } from '../domain/quality/report';
import type { ReportLanguage, ReportWords } from './words';

/** 0:12:34.567: as long as needed, so that it can be read beside a player. */
export function timeText(seconds: number): string {
  const total = Math.round(seconds * 1000);
  const parts = [Math.floor(total / 3_600_000), Math.floor(total / 60_000) % 60];
  const [hours = '', minutes = ''] = parts.map((part) => String(part).padStart(2, '0'));
  return `${hours}:${minutes}:${((total % 60_000) / 1000).toFixed(3).padStart(6, '0')}`;
}

export function intervalText({ startSeconds, endSeconds, detail }: Notice): string {
  const start = timeText(startSeconds);
  const time = startSeconds === endSeconds ? start : `${start}–${timeText(endSeconds)}`;
  return detail === undefined ? time : `${time} ${detail}`;
}

/** What is allowed, and of which sound where the file has several. */
export function ruleText({ text, programme }: RuleResult, language: ReportLanguage): string {
  if (programme === undefined) return text[language];
  return language === 'ja' ? `${text.ja}（${programme}）` : `${text.en} (${programme})`;
}

/** What was measured or declared, with its unit. */
export function valueText({ value, unknown, unit, must }: RuleResult, words: ReportWords): string {
  if (unknown !== null) return words.reasons[unknown];
  if (value === null) return words.nothingFound;
  const text = typeof value === 'boolean' ? (value ? words.yes : words.no) : String(value);
  const longest = must.be === 'none' || must.be === 'noneLongerThan' ? `${words.longest} ` : '';
  return `${longest}${text}${unitText(unit)}`;
}

/** What the value must be. */
export function limitText({ must, unit }: RuleResult, words: ReportWords): string {
  switch (must.be) {
    case 'atMost':
      return `≤ ${must.limit}${unitText(unit)}`;
    case 'atLeast':
      return `≥ ${must.limit}${unitText(unit)}`;
    case 'between':
      return `${must.low} … ${must.high}${unitText(unit)}`;
    case 'equals':
      if (typeof must.value === 'boolean') return must.value ? words.yes : words.no;
      return `${must.value}${unitText(unit)}`;
    case 'oneOf':
      return must.values.join(', ');
    case 'noneLongerThan':
      return words.noneLongerThan(must.seconds);
    case 'none':
      return words.none;
  }
}

function unitText(unit: string | null): string {
  return unit === null ? '' : ` ${unit}`;
}

/** 2026-04-01 09:12:03 in Japan, whatever the clock of the machine. */
export function japanTimeText(instant: string): string {
  return new Date(Date.parse(instant) + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
}
