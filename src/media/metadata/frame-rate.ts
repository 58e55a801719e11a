import type { Rational, VideoStream } from '../../domain/technical-metadata';
import { rationalOf } from './values';

export type FrameRateFacts = Pick<
  VideoStream,
  'frameRate' | 'averageFrameRate' | 'variableFrameRate'
>;

export interface DeclaredRates {
  /** r_frame_rate and avg_frame_rate as ffprobe writes them. */
  readonly lowestCommon: string | undefined;
  readonly average: string | undefined;
  readonly fieldOrder: VideoStream['fieldOrder'];
  readonly durationSeconds: number | null;
}

export function frameRateFacts(rates: DeclaredRates): FrameRateFacts {
  const lowestCommon = rationalOf(rates.lowestCommon);
  const averageFrameRate = rationalOf(rates.average);
  if (!lowestCommon || !averageFrameRate) {
    return { frameRate: lowestCommon, averageFrameRate, variableFrameRate: null };
  }
  const isSame = isClose(lowestCommon, averageFrameRate, rates);
  // a packet for each field makes the lowest common rate twice the average; nothing varies there
  const frames = halved(lowestCommon);
  const isOneAField =
    rates.fieldOrder !== 'progressive' && isClose(frames, averageFrameRate, rates);
  return {
    frameRate: isOneAField && rates.fieldOrder !== null ? frames : lowestCommon,
    averageFrameRate,
    variableFrameRate: !isSame && !isOneAField,
  };
}

export function halved({ numerator, denominator }: Rational): Rational {
  return numerator % 2 === 0
    ? { numerator: numerator / 2, denominator }
    : { numerator, denominator: 2 * denominator };
}

/** Timestamps in milliseconds move an average by less than this part of it. */
const TOLERANCE = 0.005;

/** The length of the first or last frame may be missing from an average. */
const TOLERANCE_FRAMES = 1;

function isClose(rate: Rational, average: Rational, rates: DeclaredRates): boolean {
  const tolerance = Math.max(
    valueOf(rate) * TOLERANCE,
    rates.durationSeconds ? TOLERANCE_FRAMES / rates.durationSeconds : 0,
  );
  return Math.abs(valueOf(rate) - valueOf(average)) <= tolerance;
}

export function valueOf({ numerator, denominator }: Rational): number {
  return numerator / denominator;
}

/** How far count and length of a stream may be apart by rounding and by pictures shown longer. */
export const ROUNDING_FRAMES = 2;

/** How many pictures fill a length. */
export function framesIn(seconds: number, { numerator, denominator }: Rational): number {
  return (seconds * numerator) / denominator;
}
