import type { Manner } from '../terminal/manner';
import type { Aws } from './aws';
import { deleteStack } from './delete-stack';
import { type Leftover, leftovers } from './leftovers';
import type { Plan } from './plan';
import { sweep } from './sweep';
import { counted } from '../terminal/plural';

/** What is deleted is shown by its tags for some minutes more. */
const PROOF_LIMIT_MS = 10 * 60_000;
const PROOF_EVERY_MS = 60_000;

/**
 * Deletes the stacks of a plan, sweeps what they leave, and searches until nothing is found.
 *
 * @returns what is left after all
 */
export async function destroy(aws: Aws, plan: Plan, manner: Manner): Promise<Leftover[]> {
  if (plan.obstacles.length > 0) throw new Error(plan.obstacles.join('\n'));
  for (const stack of plan.stacks) await deleteStack(aws, stack, manner);
  return prove(aws, plan, manner);
}

/** Sweeps each time: the last line of a log may come minutes after the stack is gone. */
async function prove(aws: Aws, { deployment }: Plan, manner: Manner): Promise<Leftover[]> {
  const { say, pause } = manner;
  const afterwards = { ...deployment, stacks: [] };
  for (let waited = 0; ; waited += PROOF_EVERY_MS) {
    await sweep(aws, afterwards, manner);
    const left = await leftovers(aws, afterwards);
    if (left.length === 0 || waited >= PROOF_LIMIT_MS) return left;
    if (waited === 0)
      say(`still shown: ${counted(left.length, 'thing')}; looks again until nothing is`);
    await pause(PROOF_EVERY_MS);
  }
}
