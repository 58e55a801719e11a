import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Scratch } from '../../src/worker/scratch';
import { LEASE_SECONDS } from '../../src/worker/message-context';
import {
  type Findings,
  findingsOf,
  letLeasesRunOut,
  misjudged,
  type Misjudged,
  progressOf,
} from './audit';
import type { Injected } from './faults';
import { orphans } from './processes';
import type { Row } from './rows';
import type { World } from './world';

/** Nothing waits for longer, be it for a lease, for a try or for room; then no more will come. */
const LIMIT_MS = 150_000;
const SCRATCH_ABANDONED_MS = 11 * 60_000;

export interface Settled {
  readonly findings: Findings;
  readonly misjudged: readonly Misjudged[];
  readonly replayed: number;
}

/** Waits until all is done that there is to do; replays what is dead, as an operator would. */
export async function settle(world: World, videos: number): Promise<Settled> {
  const { queue, query, workers, visibilitySeconds } = world;
  let replayed = 0;
  let best = 0;
  let deadline = Date.now() + LIMIT_MS;
  for (;;) {
    if (visibilitySeconds < LEASE_SECONDS) await query(letLeasesRunOut);
    const { ended, held } = await query(progressOf);
    const { waiting, inFlight, deadLetters } = await queue.depth();
    if (deadLetters > 0) replayed += await queue.replayDeadLetters();
    if (ended > best) deadline = Date.now() + LIMIT_MS;
    best = Math.max(best, ended);
    const isQuiet = waiting + inFlight + deadLetters === 0 && !workers.some(({ frozen }) => frozen);
    const isOver = isQuiet && ended === videos && held === 0;
    if (isOver || Date.now() > deadline) {
      return { findings: await query(findingsOf), misjudged: await query(misjudged), replayed };
    }
    await sleep(500);
  }
}

/** What the faults were, and what must not come of them. */
export function outcomeRows(
  { counts, stopsMs }: Injected,
  uploaded: { readonly ready: number; readonly rejected: number },
  { findings, misjudged, replayed }: Settled,
): Row[] {
  const { ready, rejected } = uploaded;
  const lost = ready + rejected - findings.ready - findings.rejected;
  for (const { key, judgement, usual } of misjudged) {
    console.error(`${key}: ${judgement}; others of its kind: ${usual}`);
  }
  return [
    ...Object.entries(counts).map(([what, got]) => ({ what, got })),
    { what: 'faults in all', got: Object.values(counts).reduce((sum, each) => sum + each, 0) },
    { what: 'ready', got: findings.ready, least: ready, most: ready },
    { what: 'rejected', got: findings.rejected, least: rejected, most: rejected },
    { what: 'videos lost', got: lost, least: 0, most: 0 },
    { what: 'videos misjudged', got: misjudged.length, least: 0, most: 0 },
    { what: 'replayed from the dead-letter queue', got: replayed },
    { what: 'SIGTERM to exit under faults, longest, seconds', got: Math.max(0, ...stopsMs) / 1000 },
  ];
}

/** Of everything that the world ever did. */
export async function leftRows(world: World): Promise<Row[]> {
  const { endedTwice, staleWrites, heldLeases } = await world.query(findingsOf);
  const scratch = new Scratch(world.scratchDirectory);
  for (const now of [0, SCRATCH_ABANDONED_MS]) await scratch.sweep(now);
  const copies = await readdir(world.scratchDirectory).catch(() => []);
  return Object.entries({
    'versions that ended twice': endedTwice,
    'stale writes': staleWrites,
    'leases held': heldLeases,
    'copies that no sweep removes': copies.length,
    'parsers without a worker': await orphans(world.directory),
  }).map(([what, got]) => ({ what, got, least: 0, most: 0 }));
}
