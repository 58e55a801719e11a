import type { Rational, VideoStream } from '../../domain/technical-metadata';
import { rationalOf } from './values';

export type FrameRateFacts = Pick<
  VideoStream,
  'frameRate' | 'averageFrameRate' | 'variableFrameRate'
>;

export function frameRateFacts(
  rate: string | undefined,
  average: string | undefined,
  fieldOrder: VideoStream['fieldOrder'],
): FrameRateFacts {
  const frameRate = rationalOf(rate);
  const averageFrameRate = rationalOf(average);
  return {
    frameRate,
    averageFrameRate,
    variableFrameRate:
      frameRate && averageFrameRate && isVariable(frameRate, averageFrameRate, fieldOrder),
  };
}

/** An average over a short clip, or over timestamps in milliseconds, is off by less than this. */
const TOLERANCE = 0.005;

/** Two fields a frame make the lowest common rate twice the average; nothing varies there. */
function isVariable(
  rate: Rational,
  average: Rational,
  fieldOrder: VideoStream['fieldOrder'],
): boolean {
  const ratio = rate.numerator / rate.denominator / (average.numerator / average.denominator);
  const isSame = Math.abs(ratio - 1) <= TOLERANCE;
  const isOneAField = fieldOrder !== 'progressive' && Math.abs(ratio - 2) <= 2 * TOLERANCE;
  return !isSame && !isOneAField;
}
