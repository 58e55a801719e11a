import * as z from 'zod';

/** Seconds on the file's own clock: 0 is the earliest timestamp of any stream. */
export const secondsSchema = z.number().describe('Seconds from the start of the file');

export const intervalSchema = z.object({
  startSeconds: secondsSchema,
  endSeconds: secondsSchema.describe('Seconds; where the first picture or sound after it begins'),
});
export type Interval = z.infer<typeof intervalSchema>;

/** What was found at a time, and what it was where there is more to say. */
export const noticeSchema = intervalSchema.extend({
  detail: z
    .string()
    .optional()
    .describe('What was found there, such as 1280x720 → 720x480; absent = the rule says it all'),
});
export type Notice = z.infer<typeof noticeSchema>;

/** Intervals that one list holds; the rest is counted. A file that flickers for hours stays small. */
export const MAX_INTERVALS = 200;

/** What was found, in order of time. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item).max(MAX_INTERVALS).describe('The longest that were found'),
    more: z.int().nonnegative().describe('How many were found beyond those'),
  });
}

export const intervalListSchema = listOf(intervalSchema);
export type IntervalList = z.infer<typeof intervalListSchema>;

/** The list as it is stored: the longest of them in order of time, and how many there are beside. */
export function capped<T extends Interval>(intervals: readonly T[]): { items: T[]; more: number } {
  const longest = [...intervals].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MAX_INTERVALS);
  return {
    items: longest.sort((a, b) => a.startSeconds - b.startSeconds),
    more: intervals.length - longest.length,
  };
}

export function lengthOf({ startSeconds, endSeconds }: Interval): number {
  return endSeconds - startSeconds;
}

export function overlaps(a: Interval, b: Interval): boolean {
  return a.startSeconds <= b.endSeconds && b.startSeconds <= a.endSeconds;
}

/** A decoder may begin or end some samples off. */
export const EDGE_SECONDS = 0.025;

export function covers(outer: Interval, inner: Interval): boolean {
  return (
    outer.startSeconds <= inner.startSeconds + EDGE_SECONDS &&
    outer.endSeconds >= inner.endSeconds - EDGE_SECONDS
  );
}
