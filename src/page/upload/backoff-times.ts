/** Waits of 1, 2, 4, 8, 16 and 32 s: a minute, in which a Wi-Fi or a router comes back. */
export const MAX_FAILURES = 6;
const FIRST_WAIT_MS = 1000;
/** Uploads that broke together must not all come back together. */
const JITTER = 0.25;

/** Milliseconds to wait after the n-th failure in a row, 1-based; `random` is in 0..1. */
export function backoffMs(failures: number, random: number): number {
  return FIRST_WAIT_MS * 2 ** (failures - 1) * (1 + JITTER * (2 * random - 1));
}
