import type { Notice } from '../domain/quality/interval';
import type { RuleResult } from '../domain/quality/report';
import { reportWords, type ReportLanguage, type ReportWords } from './words';

/** 0:12:34.567: as long as needed, so that it can be read beside a player. */
export function timeText(seconds: number): string {
  const total = Math.round(seconds * 1000);
  const parts = [Math.floor(total / 3_600_000), Math.floor(total / 60_000) % 60];
  const [hours = '', minutes = ''] = parts.map((part) => String(part).padStart(2, '0'));
  return `${hours}:${minutes}:${((total % 60_000) / 1000).toFixed(3).padStart(6, '0')}`;
}

export function intervalText(
  { startSeconds, endSeconds, detail }: Notice,
  { range }: ReportWords,
): string {
  const start = timeText(startSeconds);
  const time = startSeconds === endSeconds ? start : range(start, timeText(endSeconds));
  return detail === undefined ? time : `${time} ${detail}`;
}

/** What is allowed, and of which sound where the file has several. */
export function ruleText(
  { text, programme, programmeName }: RuleResult,
  language: ReportLanguage,
): string {
  const requirement = text[language];
  const name = programmeName?.[language] ?? programme;
  return name === undefined ? requirement : reportWords[language].bracketed(requirement, name);
}

/** What was measured or declared, with its unit. */
export function valueText({ value, unknown, unit, must }: RuleResult, words: ReportWords): string {
  if (unknown !== null) return words.reasons[unknown];
  if (value === null) return words.nothingFound;
  const longest = must.be === 'none' || must.be === 'noneLongerThan' ? `${words.longest} ` : '';
  return `${longest}${amountText(value, unit, words)}`;
}

/** What the value must be. */
export function limitText(
  { must, unit }: Pick<RuleResult, 'must' | 'unit'>,
  words: ReportWords,
): string {
  switch (must.be) {
    case 'atMost':
      return words.atMost(amountText(must.limit, unit, words));
    case 'atLeast':
      return words.atLeast(amountText(must.limit, unit, words));
    case 'between':
      return words.between(amountText(must.low, null, words), amountText(must.high, unit, words));
    case 'equals':
      return amountText(must.value, unit, words);
    case 'oneOf':
      return must.values.map((value) => amountText(value, unit, words)).join(words.separator);
    case 'noneLongerThan':
      return words.noneLongerThan(amountText(must.seconds, 's', words));
    case 'none':
      return words.none;
  }
}

/** Levels of sound, in dB of whatever reference, are written with one decimal. */
const WITH_ONE_DECIMAL: readonly (string | null)[] = ['LUFS', 'LU', 'dBTP', 'dBFS'];

export function amountText(
  value: number | string | boolean,
  unit: string | null,
  words: ReportWords,
): string {
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return words.values[value] ?? value;
  if (unit === 'bit/s') return amountText(value / 1_000_000, 'Mbit/s', words);
  const number = WITH_ONE_DECIMAL.includes(unit) ? value.toFixed(1) : String(value);
  return `${withMinus(number)}${unit === null ? '' : (words.units[unit] ?? ` ${unit}`)}`;
}

/** −24.0 LKFS: one decimal, as stations write it. */
export function loudnessText(lufs: number): string {
  return `${withMinus(lufs.toFixed(1))} LKFS`;
}

/** With the sign of a minus, which is as wide as a digit, in place of the hyphen. */
export function withMinus(number: string): string {
  return number.replace('-', '−');
}

/** 2026-04-01 09:12:03 JST, in Japanese 2026/04/01, whatever the clock of the machine. */
export function japanTimeText(instant: string, words: ReportWords): string {
  const local = new Date(Date.parse(instant) + 9 * 3_600_000).toISOString().slice(0, 19);
  return words.japanTime(local.replace('T', ' '));
}
