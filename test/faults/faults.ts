import { setTimeout as sleep } from 'node:timers/promises';
import { LEASE_SECONDS } from '../../src/worker/message-context';
import type { Random } from '../support/hostile/mutate';
import { type Life, recoveriesMs } from './audit';
import { awsMoods, type AwsMood } from './faulty-proxy';
import type { FaultyWorker } from './faulty-worker';
import { killSteps, nextRunning } from './kills';
import type { World } from './world';

/** What was done, and what came of it. */
export interface Injected {
  readonly counts: Record<string, number>;
  readonly kills: Life[];
  readonly stopsMs: number[];
}

/** False when it came to nothing, and so does not count. */
type Injection = (world: World, random: Random, injected: Injected) => Promise<boolean>;

export interface Fault {
  readonly name: string;
  /** How often it comes, of all. */
  readonly weight: number;
  readonly inject: Injection;
  /** Over within seconds, and so part of the short form. */
  readonly isQuick: boolean;
}

/** Nobody takes over before; how long it then takes at most is for the queue to say. */
const FROZEN_LEAST_MS = (LEASE_SECONDS - 1) * 1000;
const FROZEN_MOST_MS = 2 * FROZEN_LEAST_MS;
const LOOK_MS = 50;
/** A full scratch is noticed by the next video that is measured from a copy; others may be before it. */
export const SCRATCH_FULL = 'scratch full';
const FULL_MOST_MS = 60_000;

const quick = (name: string, weight: number, inject: Injection): Fault => ({
  ...{ name, weight, inject, isQuick: true },
});
const slow = (name: string, weight: number, inject: Injection): Fault => ({
  ...{ name, weight, inject, isQuick: false },
});

/** After each the workers wait for a while: of four alike one will do, and not the one that is waited for. */
const isInShort = (mood: AwsMood): boolean => mood === 'error';

const moving = ({ workers }: World): FaultyWorker[] => workers.filter(({ frozen }) => !frozen);

async function anyWorker(world: World, random: Random): Promise<FaultyWorker> {
  const candidates = moving(world);
  const worker = candidates[random(candidates.length)];
  if (!worker) throw new Error('there must be workers that move');
  await worker.up();
  return worker;
}

function kill(
  next: (world: World, random: Random) => Promise<FaultyWorker | undefined>,
): Injection {
  return async (world, random, { kills }) => {
    const worker = await next(world, random);
    if (!worker) return false;
    kills.push({ user: worker.user, from: worker.startedAt, to: new Date() });
    await worker.end('SIGKILL');
    return true;
  };
}

/** Waits until somebody else works on what the worker holds: now its own writes must come to nothing. */
async function takenOver({ query }: World, { user, startedAt }: FaultyWorker): Promise<void> {
  const life: Life = { user, from: startedAt, to: new Date() };
  await sleep(FROZEN_LEAST_MS);
  const deadline = life.to.getTime() + FROZEN_MOST_MS;
  while (Date.now() < deadline) {
    // PostgreSQL may just be down
    const taken = await query((client) => recoveriesMs(client, life)).catch(() => []);
    if (taken.length > 0) return;
    await sleep(LOOK_MS);
  }
}

export const faults: readonly Fault[] = [
  quick('kill -9 at any time', 4, kill(anyWorker)),
  ...Object.entries(killSteps).map(([name, step]) => quick(`kill -9 ${name}`, 2, kill(step))),
  quick('SIGTERM', 3, async (world, random, { stopsMs }) => {
    const worker = await anyWorker(world, random);
    stopsMs.push(await worker.end('SIGTERM'));
    return true;
  }),
  slow('frozen until it is taken over', 1, async (world) => {
    // the last one that moves is for the other faults
    if (moving(world).length < 2) return false;
    const worker = (await nextRunning(world, 'ffmpeg'))?.worker;
    if (!worker) return false;
    worker.freeze();
    // others go on meanwhile, and so do the faults
    void takenOver(world, worker).then(() => {
      worker.thaw();
    });
    return true;
  }),
  quick('clock jump', 2, async (world, random) => {
    const worker = await anyWorker(world, random);
    worker.process.signal('SIGUSR2');
    return true;
  }),
  quick('PostgreSQL restarted', 1, async (world) => {
    await world.restartPostgres();
    return true;
  }),
  quick('Redis down and up', 2, async ({ redis }, random) => {
    await redis.kill();
    await sleep(random(2000));
    await redis.start();
    return true;
  }),
  ...awsMoods
    .filter((mood) => mood !== 'well')
    .map((mood) =>
      (isInShort(mood) ? quick : slow)(
        `S3, SQS and events: ${mood}`,
        1,
        async ({ proxy }, random) => {
          const { spoilt } = proxy;
          proxy.mood = mood;
          await sleep(200 + random(2000));
          proxy.recover();
          return proxy.spoilt > spoilt;
        },
      ),
    ),
  slow(SCRATCH_FULL, 1, async ({ disk, workers }) => {
    if (!disk) return false;
    const complaints = () =>
      workers.reduce((sum, { output }) => sum + output.split('no room to measure').length - 1, 0);
    const before = complaints();
    await disk.fill();
    const deadline = Date.now() + FULL_MOST_MS;
    while (complaints() === before && Date.now() < deadline) await sleep(LOOK_MS);
    await disk.clear();
    return complaints() > before;
  }),
];
