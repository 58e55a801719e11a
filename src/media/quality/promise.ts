import type { Stream, TechnicalMetadata } from '../../domain/technical-metadata';
import { framesIn, ROUNDING_FRAMES } from '../metadata/frame-rate';
import { secondsOfTag } from '../metadata/values';
import type { Plan } from './plan';

/** What the headers promise of what a decode gives; null = nothing that a file can be held to. */
export interface Promised {
  readonly frames: number | null;
  /** From the first picture or sound to the end of the last, of the streams that are decoded. */
  readonly seconds: number | null;
}

/** The one place that says how far the headers can be believed (docs/quality.md). */
export function promisedOf(metadata: TechnicalMetadata, plan: Plan): Promised {
  return { frames: framesOf(metadata, plan), seconds: secondsOf(metadata, plan) };
}

/** Its header counts pictures as its writer planned them, often one more than were written. */
const ROUGH_COUNTS = 'avi';

/**
 * A count is of what is stored. Where it does not fit the length of the stream, an edit list hides some
 * of it (ISO/IEC 14496-12, 8.6.6), and how many pictures are to be seen is said nowhere.
 */
function framesOf({ container }: TechnicalMetadata, { picture }: Plan): number | null {
  if (!picture || container.formatName === ROUGH_COUNTS) return null;
  const { frameCount, durationSeconds, averageFrameRate: rate } = picture.stream;
  if (frameCount === null || durationSeconds === null || !rate?.numerator) return frameCount;
  const shown = framesIn(durationSeconds, rate);
  return Math.abs(frameCount - shown) <= ROUNDING_FRAMES ? frameCount : null;
}

/**
 * What is not decoded (subtitles, data, covers) may last longer than the film. A length that was guessed
 * from the bit rate promises nothing.
 */
function secondsOf({ container, streams }: TechnicalMetadata, plan: Plan): number | null {
  const { durationSeconds, durationSource, startTimeSeconds } = container;
  if (durationSource === 'bit_rate') return null;
  const decoded = [
    ...(plan.picture ? [plan.picture.stream] : []),
    ...new Set(plan.sounds.flatMap(({ parts }) => parts.map(({ stream }) => stream))),
  ];
  const lengths = decoded.map(lengthOf).filter((length) => length !== null);
  if (lengths.length === decoded.length && lengths.length > 0) return Math.max(...lengths);
  if (durationSeconds === null || durationSource === 'packets') return durationSeconds;
  // the end of another stream, perhaps
  if (streams.length > decoded.length) return null;
  return durationSeconds - Math.max(0, startTimeSeconds ?? 0);
}

function lengthOf(stream: Stream): number | null {
  if (stream.durationSeconds !== null) return stream.durationSeconds;
  const end = secondsOfTag(stream.tags);
  return end === null ? null : end - Math.max(0, stream.startTimeSeconds ?? 0);
}
