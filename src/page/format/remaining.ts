const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Whole hours or, from two days on, whole days until then; null = it has passed. */
export function remainingUntil(
  instant: string,
  now = Date.now(),
): { readonly unit: 'days' | 'hours'; readonly count: number } | null {
  const ms = Date.parse(instant) - now;
  if (ms < 0) return null;
  if (ms < 2 * DAY_MS) return { unit: 'hours', count: Math.floor(ms / HOUR_MS) };
  return { unit: 'days', count: Math.floor(ms / DAY_MS) };
}
