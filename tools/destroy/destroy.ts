import type { Reporter } from '../terminal/reporter';
import { counted } from '../terminal/amounts';
import type { Aws } from './aws';
import { deleteStack } from './delete-stack';
import { discard } from './discard';
import { lostWithTheirKeys, missingSnapshots } from './in-danger';
import { type KeptData, keptData } from './kept-data';
import { type Leftover, leftovers } from './leftovers';
import type { DataFate, Plan } from './plan';
import { liftProtection } from './protection';
import { sweep } from './sweep';

/** What is deleted is shown by its tags for some minutes more. */
const PROOF_LIMIT_MS = 10 * 60_000;
const PROOF_EVERY_MS = 60_000;

interface Destroyed {
  /** On purpose. */
  readonly kept: readonly KeptData[];
  /** To be kept, and lost or about to be. */
  readonly inDanger: readonly Leftover[];
  /** After all. */
  readonly left: readonly Leftover[];
}

/**
 * Lifts the protection of each stack of a plan and deletes it, discards what the stacks keep if it is not to
 * be kept, sweeps what they leave, and searches until nothing else is found.
 */
export async function destroy(
  aws: Aws,
  plan: Plan,
  fate: DataFate,
  reporter: Reporter,
): Promise<Destroyed> {
  if (plan.obstacles.length > 0) throw new Error(plan.obstacles.join('\n'));
  for (const stack of plan.stacks) {
    await liftProtection(aws, stack, reporter);
    await deleteStack(aws, stack, reporter);
  }
  if (fate === 'discard') {
    await discard(aws, await keptData(aws, plan.deployment), reporter);
    return { kept: [], inDanger: [], left: await prove(aws, plan, [], reporter) };
  }
  const kept = await keptData(aws, plan.deployment);
  const inDanger = [...missingSnapshots(plan, kept), ...(await lostWithTheirKeys(aws, kept))];
  return { kept, inDanger, left: await prove(aws, plan, kept, reporter) };
}

/** Sweeps each time: the last line of a log may come minutes after the stack is gone. */
async function prove(
  aws: Aws,
  { deployment }: Plan,
  kept: readonly KeptData[],
  reporter: Reporter,
): Promise<Leftover[]> {
  const { say, pause } = reporter;
  const afterwards = { ...deployment, stacks: [] };
  for (let waited = 0; ; waited += PROOF_EVERY_MS) {
    await sweep(aws, afterwards, reporter);
    const left = await leftovers(aws, afterwards, kept);
    if (left.length === 0 || waited >= PROOF_LIMIT_MS) return left;
    if (waited === 0)
      say(`still shown: ${counted(left.length, 'thing')}; looks again until nothing is`);
    await pause(PROOF_EVERY_MS);
  }
}
