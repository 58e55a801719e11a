import { setTimeout as sleep } from 'node:timers/promises';
import { LEASE_SECONDS } from '../../src/worker/handle-message';
import type { Random } from '../../tools/hostile/mutate';
import { awsMoods } from './faulty-proxy';
import type { FaultyWorker } from './faulty-worker';
import { killSteps } from './kills';
import type { World } from './world';

/** What was done, and what came of it. */
export interface Injected {
  readonly counts: Record<string, number>;
  readonly kills: { readonly user: string; readonly at: Date }[];
  readonly stopsMs: number[];
}

/** False when it came to nothing, and so does not count. */
type Injection = (world: World, random: Random, injected: Injected) => Promise<boolean>;

export interface Fault {
  readonly name: string;
  /** How often it comes, of all. */
  readonly weight: number;
  readonly inject: Injection;
  /** It is over within seconds. */
  readonly isQuick: boolean;
}

/** Longer than a lease: another worker has taken over when this one goes on. */
const FROZEN_MS = (LEASE_SECONDS + 6) * 1000;
/** A full scratch is noticed by the next video that is measured. */
const FULL_MS = 3000;

const quick = (name: string, weight: number, inject: Injection): Fault => ({
  ...{ name, weight, inject, isQuick: true },
});
const slow = (name: string, weight: number, inject: Injection): Fault => ({
  ...{ name, weight, inject, isQuick: false },
});

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
    kills.push({ user: worker.user, at: new Date() });
    await worker.end('SIGKILL');
    return true;
  };
}

export const faults: readonly Fault[] = [
  quick('kill -9 at any time', 4, kill(anyWorker)),
  ...Object.entries(killSteps).map(([name, step]) => quick(`kill -9 ${name}`, 2, kill(step))),
  quick('SIGTERM', 3, async (world, random, { stopsMs }) => {
    const worker = await anyWorker(world, random);
    stopsMs.push(await worker.end('SIGTERM'));
    return true;
  }),
  slow('frozen beyond its lease', 1, async (world, random) => {
    // the last one that moves is for the other faults
    if (moving(world).length < 2) return false;
    const worker = await anyWorker(world, random);
    worker.frozen = true;
    worker.process.signal('SIGSTOP');
    // others go on meanwhile, and so do the faults
    void sleep(FROZEN_MS).then(() => {
      worker.process.signal('SIGCONT');
      worker.frozen = false;
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
      quick(`S3, SQS and events: ${mood}`, 2, async ({ proxy }, random) => {
        const { spoilt } = proxy;
        proxy.mood = mood;
        await sleep(200 + random(2000));
        proxy.recover();
        return proxy.spoilt > spoilt;
      }),
    ),
  slow('scratch full', 1, async ({ disk, workers }) => {
    if (!disk) return false;
    const complaints = () =>
      workers.reduce((sum, { output }) => sum + output.split('no room to measure').length - 1, 0);
    const before = complaints();
    await disk.fill();
    await sleep(FULL_MS);
    await disk.clear();
    return complaints() > before;
  }),
];
