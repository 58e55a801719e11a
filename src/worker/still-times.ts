import { intervalsOf } from '../domain/quality/flash-intervals';
import type { QualityMeasurements } from '../domain/quality/measurements';
import type { Interval } from '../domain/quality/interval';

/** A page of thumbnails; more nobody looks through. */
export const MAX_STILLS = 12;

/** A flash is dark half of the time: of two pictures this far apart one shows it. */
const FLASH_STEP_SECONDS = 0.1;

/**
 * Where pictures tell a reader most, whatever the profile: what flashes, what breaks in, what stands
 * still. What is black needs no picture.
 */
export function stillTimesOf({ picture }: QualityMeasurements): number[] {
  if (!picture) return [];
  const { flash, inserts, freeze } = picture;
  const flashes = flash ? intervalsOf(flash) : [];
  const times = [
    ...flashes.map(middleOf).flatMap((middle) => [middle, middle + FLASH_STEP_SECONDS]),
    ...inserts.items.map(middleOf),
    ...freeze.items.map(middleOf),
  ];
  const distinct = [...new Set(times.map((time) => Math.round(time * 1000) / 1000))];
  return distinct.slice(0, MAX_STILLS).sort((a, b) => a - b);
}

function middleOf({ startSeconds, endSeconds }: Interval): number {
  return (startSeconds + endSeconds) / 2;
}
