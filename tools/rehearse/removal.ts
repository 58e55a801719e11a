import { destroy } from '../destroy/destroy';
import { isEmpty, makePlan } from '../destroy/plan';
import { ACCOUNT } from './configuration';
import { motoClients } from './moto-clients';
import { readRecord } from './record';
import type { Rehearsal } from './rehearsal';
import type { Leftover } from './report';

const EMULATOR = 'the emulator keeps it';

/**
 * Removes an environment, or the pipeline, as `npm run destroy` does once it is confirmed. Its look at the
 * account is passed over: the configuration has another than the emulator.
 */
export async function remove(
  { emulator }: Rehearsal,
  environmentSuffix: string,
): Promise<readonly Leftover[]> {
  const aws = motoClients();
  const plan = await makePlan(aws, environmentSuffix, ACCOUNT);
  if (isEmpty(plan)) throw new Error(`'${environmentSuffix}' must be deployed, got nothing there`);
  // what the emulator shows now it shows in ten minutes
  const left = await destroy(aws, plan, { say: () => undefined, pause: () => Promise.resolve() });
  const made = readRecord(emulator.record).resources.flatMap(({ name }) => name ?? []);
  // the rule Deletion lets no template keep anything: what a deleted stack had made, moto has kept, or made anew
  return left.map(({ what, why }) =>
    made.some((name) => what.includes(name)) ? { what, why: EMULATOR } : { what, why },
  );
}

/** Not the emulator's fault. */
export function isOurs({ why }: Leftover): boolean {
  return why !== EMULATOR;
}
