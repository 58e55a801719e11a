import type { QualityMeasurements } from '../domain/quality/measurements';
import type { Interval } from '../domain/quality/interval';

/** A page of thumbnails; more nobody looks through. */
export const MAX_STILLS = 12;

/**
 * Where pictures tell a reader most, whatever the profile: what flashes and what breaks in first, then
 * what stands still, then where the picture goes black, one kind after the other until there are enough.
 */
export function stillTimesOf({ picture }: QualityMeasurements): number[] {
  if (!picture) return [];
  const { flash, inserts, freeze, black } = picture;
  const found: (readonly Interval[])[] = [
    flash ? [...flash.bt1702.segments.items, ...flash.jba.segments.items] : [],
    inserts.items,
    freeze.items,
    black.items,
  ];
  const times = found.flatMap((intervals) => intervals.map(middleOf));
  const distinct = [...new Set(times.map((time) => Math.round(time * 1000) / 1000))];
  return distinct.slice(0, MAX_STILLS).sort((a, b) => a - b);
}

function middleOf({ startSeconds, endSeconds }: Interval): number {
  return (startSeconds + endSeconds) / 2;
}
