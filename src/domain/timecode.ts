import { primaryVideo } from './primary-stream';
import type { Rational, TechnicalMetadata } from './technical-metadata';

/*
 * SMPTE ST 12-1. No schema library is imported: the page takes these functions too.
 */

const SECONDS_IN = { hour: 3600, minute: 60 } as const;
const HOURS_IN_A_DAY = 24;
const TIMECODE = /^(\d\d):(\d\d):(\d\d)([:;])(\d\d)$/;

/** How the pictures of a file are counted. */
export interface FilmClock {
  readonly rate: Rational;
  /** Timecode of the first picture; null = the file has none. */
  readonly start: string | null;
}

/** null = it has no pictures, or no rate that they could be counted by. */
export function clockOf(metadata: TechnicalMetadata | null): FilmClock | null {
  const picture = primaryVideo(metadata);
  const rate = picture?.averageFrameRate ?? picture?.frameRate;
  if (!picture || !rate || rate.numerator === 0) return null;
  return { rate, start: picture.timecode ?? metadata?.container.timecode ?? null };
}

/** The frame at a time, as the file numbers it and from its start. */
export function frameText(seconds: number, { rate, start }: FilmClock) {
  const frame = frameAt(seconds, rate);
  return { timecode: timecodeOf(frame, rate, start), frame };
}

/**
 * The time of a timecode of the file; null = it is none, before the first picture, or has a number that the rate
 * does not have or drops. The last separator may be `:` or `;` in either way of counting.
 */
export function secondsAt(timecode: string, { rate, start }: FilmClock): number | null {
  const separator = TIMECODE.exec(start ?? '')?.[4] ?? ':';
  const first = start === null ? 0 : frameOf(start, rate);
  const frame = frameOf(timecode.replace(/[:;](\d\d)$/, `${separator}$1`), rate);
  if (frame === null || first === null || frame < first) return null;
  const named = timecodeOf(frame - first, rate, start);
  if (named.replace(';', ':') !== timecode.replace(';', ':')) return null;
  return ((frame - first) * rate.denominator) / rate.numerator;
}

/** Frames are counted by whole numbers a second: 30 at 29.97, 60 at 59.94. */
export function nominalRate({ numerator, denominator }: Rational): number {
  return Math.round(numerator / denominator);
}

/**
 * The frame that is shown at a time, from 0. A time on the border of two, within a hundredth of a frame,
 * is of the later one: times in milliseconds are rounded.
 */
export function frameAt(seconds: number, { numerator, denominator }: Rational): number {
  return Math.max(Math.floor((seconds * numerator) / denominator + ROUNDING), 0);
}

const ROUNDING = 0.05;

/** A time within a frame, its middle: what a player that is sent there shows is this frame. */
export function middleOf(frame: number, { numerator, denominator }: Rational): number {
  return ((frame + 0.5) * denominator) / numerator;
}

/**
 * The timecode of a frame, `hh:mm:ss:ff`, or `hh:mm:ss;ff` where numbers are dropped.
 *
 * @param start timecode of frame 0, as the file declares it; null = it begins at 00:00:00:00
 */
export function timecodeOf(frame: number, rate: Rational, start: string | null): string {
  const parts = start === null ? null : TIMECODE.exec(start);
  const drops = parts?.[4] === ';' ? droppedAMinute(rate) : 0;
  return written(numbered(frame + countOf(parts, rate, drops), rate, drops), rate, drops);
}

/** How many frames after midnight a timecode names; null = it is none. */
export function frameOf(timecode: string, rate: Rational): number | null {
  const parts = TIMECODE.exec(timecode);
  return parts && countOf(parts, rate, parts[4] === ';' ? droppedAMinute(rate) : 0);
}

/** Two numbers of every 30 a second: numbers, not frames, are left out, but in every tenth minute. */
function droppedAMinute(rate: Rational): number {
  return rate.denominator === 1 ? 0 : nominalRate(rate) / 15;
}

/** How many frames after midnight a timecode names. */
function countOf(parts: RegExpExecArray | null, rate: Rational, drops: number): number {
  if (!parts) return 0;
  const [hours = 0, minutes = 0, seconds = 0] = parts.slice(1, 4).map(Number);
  const minute = hours * SECONDS_IN.minute + minutes;
  const numbers = (minute * SECONDS_IN.minute + seconds) * nominalRate(rate) + Number(parts[5]);
  return numbers - drops * (minute - Math.floor(minute / 10));
}

/** The number that a frame bears, with those that are dropped before it. */
function numbered(frame: number, rate: Rational, drops: number): number {
  if (drops === 0) return frame;
  const aMinute = nominalRate(rate) * SECONDS_IN.minute - drops;
  const tenMinutes = aMinute * 10 + drops;
  const tens = Math.floor(frame / tenMinutes);
  const rest = frame % tenMinutes;
  // the first minute of ten has all its numbers
  const minutes = Math.max(Math.floor((rest - drops) / aMinute), 0);
  return frame + drops * (tens * 9 + minutes);
}

function written(count: number, rate: Rational, drops: number): string {
  const base = nominalRate(rate);
  const seconds = Math.floor(count / base);
  const parts = [
    Math.floor(seconds / SECONDS_IN.hour) % HOURS_IN_A_DAY,
    Math.floor(seconds / SECONDS_IN.minute) % 60,
    seconds % 60,
  ].map(twoDigits);
  return `${parts.join(':')}${drops === 0 ? ':' : ';'}${twoDigits(count % base)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
