import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../support/hostile/mutate';
import type { Fault, Injected } from './faults';
import type { World } from './world';

/** Of faults that come to nothing in a row: then there is no work left to disturb. */
const MOST_IDLE = 20;

/** One fault after another at random times, `count` in all. Those that come to nothing are repeated. */
export async function inject(
  world: World,
  random: Random,
  kinds: readonly Fault[],
  options: {
    readonly count: number;
    readonly everyMs: number;
    /** Brings work while a fault comes; given how many there have been, and its name. */
    readonly feed: (done: number, fault: string) => Promise<void>;
    readonly onFault: (done: number) => void;
  },
): Promise<Injected> {
  const injected: Injected = { counts: {}, kills: [], stopsMs: [] };
  for (const { name } of kinds) injected.counts[name] = 0;
  const bag = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
  let idle = 0;
  for (let done = 0; done < options.count;) {
    await sleep(random(2 * options.everyMs));
    // of each kind one, before chance decides
    const chosen = kinds[done] ?? bag[random(bag.length)];
    if (!chosen) throw new Error('there must be faults');
    const [came] = await Promise.all([
      chosen.inject(world, random, injected),
      options.feed(done, chosen.name),
    ]);
    if (!came) {
      idle += 1;
      if (idle > MOST_IDLE)
        throw new Error(`a fault must come to something, got ${idle} that did not`);
      continue;
    }
    idle = 0;
    done += 1;
    injected.counts[chosen.name] = (injected.counts[chosen.name] ?? 0) + 1;
    options.onFault(done);
  }
  return injected;
}
