import type { Language } from '../i18n/languages';

/** Counts with the separators of the reader's language. */
export function formatCount(value: number, language: Language): string {
  return new Intl.NumberFormat(language).format(value);
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const BIT_RATE_UNITS = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s'];
const SAMPLE_RATE_UNITS = ['Hz', 'kHz', 'MHz'];

/** Decimal units, as on the labels of discs and in broadcast delivery rules: 1 GB = 10⁹ bytes. */
export function formatBytes(bytes: number, language: Language): string {
  return scaled(bytes, BYTE_UNITS, language);
}

export function formatBitRate(bitsPerSecond: number, language: Language): string {
  return scaled(bitsPerSecond, BIT_RATE_UNITS, language);
}

export function formatSampleRate(hertz: number, language: Language): string {
  return scaled(hertz, SAMPLE_RATE_UNITS, language);
}

const STEP = 1000;
/** Three digits are enough to compare sizes; the exact value is shown next to it. */
const DIGITS = 3;

function scaled(value: number, units: readonly string[], language: Language): string {
  let rest = value;
  let unit = 0;
  // 999.5 would be rounded up to 1,000 of the smaller unit
  while (rest >= STEP - 0.5 && unit < units.length - 1) {
    rest /= STEP;
    unit += 1;
  }
  const number = new Intl.NumberFormat(language, {
    maximumSignificantDigits: DIGITS,
  }).format(rest);
  return `${number} ${units[unit] ?? ''}`;
}
