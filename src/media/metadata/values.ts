import type { Rational } from '../../domain/technical-metadata';

/** A number that ffprobe wrote; null when it wrote none, or one that JSON cannot hold. */
export function numberOf(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** The same, for whole numbers that a double holds exactly. */
export function integerOf(text: string | undefined): number | null {
  const value = numberOf(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** `25/1` or `16:9`; null for `0/0`, `0:1` and the like, ffprobe's words for unknown. */
export function rationalOf(text: string | undefined): Rational | null {
  const [numerator, denominator] = (text ?? '').split(/[/:]/).map(Number);
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator)) return null;
  if (!numerator || !denominator || denominator < 0) return null;
  return { numerator, denominator };
}

/** Text that says something: ffprobe writes `unknown` for some fields that it does not know. */
export function knownOf(text: string | undefined): string | null {
  return text === undefined || text === '' || text === 'unknown' ? null : text;
}

/** A count or size where 0 stands for unknown. */
export function positiveOf(value: number | undefined): number | null {
  return value !== undefined && value > 0 ? value : null;
}

/** Containers differ in the case of tag names. */
export function tagOf(tags: Readonly<Record<string, string>>, name: string): string | null {
  const entry = Object.entries(tags).find(([key]) => key.toLowerCase() === name);
  return entry?.[1] ?? null;
}
