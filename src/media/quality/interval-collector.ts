import { capped, MAX_INTERVALS, type Interval } from '../../domain/quality/interval';

/** Collects intervals in any number and keeps the longest. */
export class IntervalCollector<T extends Interval = Interval> {
  private items: T[] = [];
  private dropped = 0;

  add(interval: T): void {
    this.items.push(interval);
    if (this.items.length < 2 * MAX_INTERVALS) return;
    const { items, more } = capped(this.items);
    this.items = items;
    this.dropped += more;
  }

  /** @param map what to make of them all, before the shortest are dropped */
  list(map: (intervals: readonly T[]) => readonly T[] = (intervals) => intervals): {
    items: T[];
    more: number;
  } {
    const { items, more } = capped(map(this.items));
    return { items, more: more + this.dropped };
  }
}

/** What is left of the intervals outside all of the others; both in order of time. */
export function without(intervals: readonly Interval[], others: readonly Interval[]): Interval[] {
  return intervals.flatMap((interval) => {
    const left: Interval[] = [];
    let { startSeconds } = interval;
    for (const other of others) {
      if (other.endSeconds <= startSeconds || other.startSeconds >= interval.endSeconds) continue;
      if (other.startSeconds > startSeconds) {
        left.push({ startSeconds, endSeconds: other.startSeconds });
      }
      startSeconds = other.endSeconds;
    }
    return startSeconds < interval.endSeconds
      ? [...left, { startSeconds, endSeconds: interval.endSeconds }]
      : left;
  });
}

/** The times that lie in every one of the lists, which are in order of time without overlaps. */
export function inAll(lists: readonly (readonly Interval[])[]): Interval[] {
  const [first = [], ...others] = lists;
  return others.reduce<readonly Interval[]>(
    (common, list) =>
      common.flatMap((interval) =>
        list.flatMap((other) => {
          const startSeconds = Math.max(interval.startSeconds, other.startSeconds);
          const endSeconds = Math.min(interval.endSeconds, other.endSeconds);
          return startSeconds < endSeconds ? [{ startSeconds, endSeconds }] : [];
        }),
      ),
    first,
  ) as Interval[];
}
