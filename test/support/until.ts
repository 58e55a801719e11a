import { setTimeout as sleep } from 'node:timers/promises';

const POLL_INTERVAL_MS = 10;

type Falsy = false | null | undefined;

/**
 * Polls until there is something to see, for what another process or a socket changes.
 * @returns what was seen
 * @throws with what was waited for, when it is not there within `limitMs`
 */
export async function until<T>(
  look: () => T | Falsy | Promise<T | Falsy>,
  limitMs = 10_000,
  what = 'the condition',
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (Date.now() > deadline) throw new Error(`waited ${limitMs} ms for ${what}`);
    await sleep(POLL_INTERVAL_MS);
  }
}

/** What takes so long, such as the work of a lane; for nothing that can be seen. */
export async function lasting(ms: number): Promise<void> {
  const end = performance.now() + ms;
  await until(() => performance.now() >= end, ms + 10_000);
}
