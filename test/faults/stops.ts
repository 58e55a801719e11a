import { nextRunning } from './kills';
import type { Row } from './rows';
import type { World } from './world';

const IDLE_SECONDS = 10;
/** Fargate kills after 120 s. The worker waits for 90 s, then gives back what it has. */
const BUSY_SECONDS = 100;
const LEAST_BUSY_SECONDS = 85;
/** Until there is something to decode. */
const PATIENCE_MS = 60_000;

/** SIGTERM while a decode goes on that outlasts every patience: its decoder stands still. */
export async function stopBusyRow(world: World): Promise<Row> {
  const found = await nextRunning(world, 'ffmpeg', PATIENCE_MS);
  if (!found) throw new Error('a worker must decode, and none does');
  const { worker, child } = found;
  process.kill(child, 'SIGSTOP');
  const seconds = (await worker.end('SIGTERM')) / 1000;
  const what = 'SIGTERM to exit while decoding, seconds';
  // one that was not busy tells nothing
  if (seconds < LEAST_BUSY_SECONDS) return { what, got: seconds, least: LEAST_BUSY_SECONDS };
  return { what, got: seconds, most: BUSY_SECONDS };
}

export async function stopIdleRow({ workers }: World): Promise<Row> {
  const ms: number[] = [];
  for (const worker of workers) ms.push(await worker.end('SIGTERM'));
  return {
    what: 'SIGTERM to exit while idle, longest, seconds',
    got: Math.max(...ms) / 1000,
    most: IDLE_SECONDS,
  };
}
