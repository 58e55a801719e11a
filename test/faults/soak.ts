import { setTimeout as sleep } from 'node:timers/promises';
import { residentBytes } from './processes';
import type { Row } from './rows';
import { settle } from './settle';
import type { Uploads } from './uploads';
import type { World } from './world';

/** About half of what two workers can do on two cores. */
const UPLOAD_EVERY_MS = 400;
/** Of the time: code is compiled and pools are filled in the first part of it. */
const WARM_UP = 0.2;
const MOST_GROWTH_PERCENT = 10;

/** No faults, and steady work for so long: do workers keep ever more? */
export async function soakRows(world: World, uploads: Uploads, minutes: number): Promise<Row[]> {
  const startedAt = Date.now();
  const sizes: number[][] = world.workers.map(() => []);
  const elapsed = () => (Date.now() - startedAt) / (minutes * 60_000);
  while (elapsed() < 1) {
    await uploads.upTo(uploads.done + 1);
    for (const [index, { process }] of world.workers.entries()) {
      if (elapsed() > WARM_UP) sizes[index]?.push(await residentBytes(process.processId));
    }
    await sleep(UPLOAD_EVERY_MS);
  }
  const { findings } = await settle(world, uploads.done);
  const least = uploads.done;
  return [
    { what: 'minutes of steady work', got: minutes },
    { what: 'videos ended', got: findings.ready + findings.rejected, least },
    ...sizes.map((of, index) => ({
      what: `memory of worker ${index} at the end, MiB`,
      got: median(quarter(of, 3)) / 2 ** 20,
    })),
    {
      what: 'growth of memory after the warm-up, most, %',
      got: Math.max(...sizes.map(growthPercent)),
      most: MOST_GROWTH_PERCENT,
    },
  ];
}

/** From the first quarter to the last. */
function growthPercent(sizes: readonly number[]): number {
  return (median(quarter(sizes, 3)) / median(quarter(sizes, 0)) - 1) * 100;
}

function quarter(sizes: readonly number[], index: number): number[] {
  return sizes.slice((sizes.length * index) / 4, (sizes.length * (index + 1)) / 4);
}

function median(sizes: readonly number[]): number {
  return [...sizes].sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 0;
}
