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
  const frameRate = rationalOf(rates.lowestCommon);
  const averageFrameRate = rationalOf(rates.average);
  return {
    frameRate,
    averageFrameRate,
    variableFrameRate:
      frameRate && averageFrameRate && varies(valueOf(frameRate), valueOf(averageFrameRate), rates),
  };
}

/** Timestamps in milliseconds move an average by less than this part of it. */
const TOLERANCE = 0.005;

/** The length of the first or last frame may be missing from an average. */
const TOLERANCE_FRAMES = 1;

function varies(rate: number, average: number, rates: DeclaredRates): boolean {
  const tolerance = Math.max(
    rate * TOLERANCE,
    rates.durationSeconds ? TOLERANCE_FRAMES / rates.durationSeconds : 0,
  );
  const isSame = Math.abs(rate - average) <= tolerance;
  // two fields a frame make the lowest common rate twice the average; nothing varies there
  const isOneAField =
    rates.fieldOrder !== 'progressive' && Math.abs(rate / 2 - average) <= tolerance;
  return !isSame && !isOneAField;
}

function valueOf({ numerator, denominator }: Rational): number {
  return numerator / denominator;
}

/** How far count and length of a stream may be apart by rounding and by pictures shown longer. */
export const ROUNDING_FRAMES = 2;

/** How many pictures fill a length. */
export function framesIn(seconds: number, { numerator, denominator }: Rational): number {
  return (seconds * numerator) / denominator;
}
