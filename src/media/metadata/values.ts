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

/**
 * Where a stream ends by its tag: Matroska has no field for it, so muxers write `DURATION`, such as
 * `00:00:02.000000000`. Seconds; null = there is no such tag.
 */
export function secondsOfTag(tags: Readonly<Record<string, string>>): number | null {
  const match = /^(\d+):([0-5]\d):([0-5]\d(?:\.\d+)?)$/.exec(tagOf(tags, 'duration') ?? '');
  if (!match) return null;
  const [hours, minutes, seconds] = match.slice(1).map(Number) as [number, number, number];
  return hours * 3600 + minutes * 60 + seconds;
}

/** All bits are set: ISO/IEC 14496-12 says so of a length that nobody knows, and so do live writers. */
export function isUnknownLength(ticks: number | undefined): boolean {
  return ticks === 0xffff_ffff || (ticks !== undefined && ticks >= Number.MAX_SAFE_INTEGER);
}
