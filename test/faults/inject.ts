import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../tools/hostile/mutate';
import { awsMoods } from './faulty-proxy';
import type { FaultyWorker, World } from './world';

/** What was done, and what came of it. */
export interface Injected {
  readonly counts: Record<string, number>;
  readonly kills: { readonly user: string; readonly at: Date }[];
  readonly stopsMs: number[];
}

type Fault = (world: World, random: Random, injected: Injected) => Promise<void>;

/** Longer than a lease: another worker has taken over when this one goes on. */
const FROZEN_MS = 66_000;

const anyWorker = ({ workers }: World, random: Random): FaultyWorker => {
  const moving = workers.filter(({ frozen }) => !frozen);
  const worker = moving[random(moving.length)];
  if (!worker) throw new Error('there must be workers that move');
  return worker;
};

/** Each with how often it comes, of all. */
const faults: Readonly<Record<string, readonly [weight: number, Fault]>> = {
  'kill -9': [
    6,
    async (world, random, { kills }) => {
      const worker = anyWorker(world, random);
      kills.push({ user: worker.user, at: new Date() });
      await worker.end('SIGKILL');
    },
  ],
  SIGTERM: [
    3,
    async (world, random, { stopsMs }) => {
      stopsMs.push(await anyWorker(world, random).end('SIGTERM'));
    },
  ],
  'frozen beyond its lease': [
    1,
    async (world, random) => {
      const moving = world.workers.filter(({ frozen }) => !frozen);
      // the last one that moves is for the other faults
      if (moving.length < 2) return;
      const worker = anyWorker(world, random);
      await worker.up();
      worker.frozen = true;
      worker.process.signal('SIGSTOP');
      // others go on meanwhile, and so do the faults
      void sleep(FROZEN_MS).then(() => {
        worker.process.signal('SIGCONT');
        worker.frozen = false;
      });
    },
  ],
  'clock jump': [
    2,
    async (world, random) => {
      const worker = anyWorker(world, random);
      await worker.up();
      worker.process.signal('SIGUSR2');
    },
  ],
  'PostgreSQL restarted': [1, (world) => world.restartPostgres()],
  'Redis down and up': [
    2,
    async ({ redis }, random) => {
      await redis.kill();
      await sleep(random(2000));
      await redis.start();
    },
  ],
  'S3, SQS and events failing': [
    6,
    async ({ proxy }, random) => {
      proxy.mood = awsMoods[1 + random(awsMoods.length - 1)] ?? 'error';
      await sleep(200 + random(2000));
      proxy.recover();
    },
  ],
};

const kinds = Object.entries(faults).map(([name, [, fault]]) => ({ name, fault }));
const bag = Object.entries(faults).flatMap(([name, [weight, fault]]) =>
  Array.from({ length: weight }, () => ({ name, fault })),
);

/** One fault after another at random times, `count` in all. */
export async function inject(
  world: World,
  random: Random,
  options: { readonly count: number; readonly everyMs: number; readonly onFault: () => void },
): Promise<Injected> {
  const injected: Injected = { counts: {}, kills: [], stopsMs: [] };
  for (let done = 0; done < options.count; done += 1) {
    await sleep(random(2 * options.everyMs));
    // of each kind one, before chance decides
    const chosen = kinds[done] ?? bag[random(bag.length)];
    if (!chosen) throw new Error('there must be faults');
    await chosen.fault(world, random, injected);
    injected.counts[chosen.name] = (injected.counts[chosen.name] ?? 0) + 1;
    options.onFault();
  }
  return injected;
}
