import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Scratch } from '../../src/worker/scratch';
import { LEASE_SECONDS } from '../../src/worker/handle-message';
import { findingsOf, letLeasesRunOut, recoveriesMs, type Findings } from './audit';
import type { Injected } from './faults';
import { orphans } from './processes';
import { p95, type Row } from './rows';
import type { World } from './world';

/** Nothing waits for longer, be it for a lease, for a try or for room; then no more will come. */
const LIMIT_MS = 150_000;
const SCRATCH_ABANDONED_MS = 11 * 60_000;
/** Of a long poll that begins again, and of a store that is not ready: beyond the visibility. */
const RECOVERY_SLACK_SECONDS = 5;

/** Waits until all is done that there is to do; replays what is dead, as an operator would. */
export async function settle(
  world: World,
  videos: number,
): Promise<{ findings: Findings; replayed: number }> {
  const { queue, query, workers, visibilitySeconds } = world;
  let replayed = 0;
  let best = 0;
  let deadline = Date.now() + LIMIT_MS;
  for (;;) {
    if (visibilitySeconds < LEASE_SECONDS) await query(letLeasesRunOut);
    const findings = await query(findingsOf);
    const { waiting, inFlight, deadLetters } = await queue.depth();
    if (deadLetters > 0) replayed += await queue.replayDeadLetters();
    const ended = findings.ready + findings.rejected;
    if (ended > best) deadline = Date.now() + LIMIT_MS;
    best = Math.max(best, ended);
    const isQuiet = waiting + inFlight + deadLetters === 0 && !workers.some(({ frozen }) => frozen);
    if (isQuiet && ended === videos && findings.heldLeases === 0) return { findings, replayed };
    if (Date.now() > deadline) return { findings, replayed };
    await sleep(500);
  }
}

/** What the faults were, and what must not come of them. */
export function outcomeRows(
  { counts, stopsMs }: Injected,
  uploaded: { readonly ready: number; readonly rejected: number },
  { findings, replayed }: { findings: Findings; replayed: number },
): Row[] {
  const { ready, rejected } = uploaded;
  const lost = ready + rejected - findings.ready - findings.rejected;
  return [
    ...Object.entries(counts).map(([what, got]) => ({ what, got })),
    { what: 'faults in all', got: Object.values(counts).reduce((sum, each) => sum + each, 0) },
    { what: 'ready', got: findings.ready, least: ready, most: ready },
    { what: 'rejected', got: findings.rejected, least: rejected, most: rejected },
    { what: 'videos lost', got: lost, least: 0, most: 0 },
    { what: 'replayed from the dead letters', got: replayed },
    { what: 'SIGTERM to exit under faults, longest, seconds', got: Math.max(0, ...stopsMs) / 1000 },
  ];
}

/** How long work lay that was in the hands of a worker when it died. */
export async function recoveryRows(
  { query, visibilitySeconds }: World,
  { kills }: Injected,
): Promise<Row[]> {
  const recoveries: number[] = [];
  for (const { user, at } of kills) {
    recoveries.push(...(await query((client) => recoveriesMs(client, user, at))));
  }
  const most = visibilitySeconds + RECOVERY_SLACK_SECONDS;
  return [
    { what: 'taken over after kill -9', got: recoveries.length },
    { what: '… p95, seconds', got: p95(recoveries) / 1000, most },
  ];
}

/** Of everything that the world ever did. */
export async function leftRows(world: World): Promise<Row[]> {
  const { endedTwice, staleWrites, heldLeases } = await world.query(findingsOf);
  await new Scratch(world.scratchDirectory).sweep(Date.now() + SCRATCH_ABANDONED_MS);
  const copies = await readdir(world.scratchDirectory).catch(() => []);
  return Object.entries({
    'versions that ended twice': endedTwice,
    'stale writes': staleWrites,
    'leases held': heldLeases,
    'copies that no sweep removes': copies.length,
    'parsers without a worker': await orphans(world.directory),
  }).map(([what, got]) => ({ what, got, least: 0, most: 0 }));
}
