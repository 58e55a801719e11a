import type { Flash } from './flash';
import type { Interval } from './interval';

/** Where anything was found, by whatever rule. Not in flash.ts, whose schemas the page must not load. */
export function intervalsOf({ bt1702, jba, patterns, cuts }: Flash): Interval[] {
  return [bt1702.segments, jba.segments, patterns, cuts].flatMap((list) => list?.items ?? []);
}
