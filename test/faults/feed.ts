import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world';

type Queue = World['queue'];

/**
 * Messages that wait at a time. moto looks at every message of a queue whenever it is asked for one:
 * a long queue would be measured instead of the workers.
 */
export const MOST_WAITING = 20;
const LOOK_MS = 500;

/** How many messages may join the queue now. */
export async function roomIn(queue: Queue): Promise<number> {
  const { waiting } = await queue.depth();
  return Math.max(0, MOST_WAITING - waiting);
}

/** Gives `count` things, each as there is room for its message. */
export async function feed(
  queue: Queue,
  count: number,
  give: (index: number) => Promise<unknown>,
): Promise<void> {
  let index = 0;
  while (index < count) {
    const most = Math.min(count, index + (await roomIn(queue)));
    for (; index < most; index += 1) await give(index);
    await sleep(LOOK_MS);
  }
}
