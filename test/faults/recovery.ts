import { type Life, recoveriesMs } from './audit';
import { nextRunning } from './kills';
import { p95, type Row } from './rows';
import type { World } from './world';

const KILLS = 12;
/** Less than the queue hides a message: what is taken over is not killed again. */
const LIMIT_MS = 30_000;
/** Of a long poll that begins again, and of a store that is not ready: beyond the visibility. */
const SLACK_SECONDS = 5;

/** Kills workers that are at work, and lets nothing else go wrong. */
export async function killInCalm(world: World): Promise<Life[]> {
  // what a frozen one was given would lie with it
  for (const worker of world.workers) worker.thaw();
  const lives: Life[] = [];
  const deadline = Date.now() + LIMIT_MS;
  while (lives.length < KILLS && Date.now() < deadline) {
    const worker = (await nextRunning(world, 'ffmpeg'))?.worker;
    if (!worker) break;
    lives.push({ user: worker.user, from: worker.startedAt, to: new Date() });
    await worker.end('SIGKILL');
  }
  return lives;
}

/** How long work lay that was in the hands of a worker when it died. */
export async function recoveryRows(
  { query, visibilitySeconds }: World,
  { calm, others }: { readonly calm: readonly Life[]; readonly others: readonly Life[] },
): Promise<Row[]> {
  const recoveriesOf = async (lives: readonly Life[]): Promise<number[]> => {
    const all: number[] = [];
    for (const life of lives) all.push(...(await query((client) => recoveriesMs(client, life))));
    return all;
  };
  const [mine, theirs] = [await recoveriesOf(calm), await recoveriesOf(others)];
  const most = visibilitySeconds + SLACK_SECONDS;
  return [
    { what: 'taken over after kill -9, with no other fault', got: mine.length, least: 1 },
    { what: '… p95, seconds', got: p95(mine) / 1000, most },
    { what: 'taken over after kill -9, among other faults', got: theirs.length },
    { what: '… and maybe killed again, p95, seconds', got: p95(theirs) / 1000 },
  ];
}
