import { setTimeout as sleep } from 'node:timers/promises';

const POLL_INTERVAL_MS = 10;

/** Waits for what another process or a socket brings about. */
export async function until(condition: () => boolean, limitMs = 10_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`did not come about within ${limitMs} ms`);
    await sleep(POLL_INTERVAL_MS);
  }
}
