import type { Aws } from '../destroy/aws';
import { destroy } from '../destroy/destroy';
import type { KeptData } from '../destroy/kept-data';
import { type DataFate, isEmpty, makePlan, type Plan } from '../destroy/plan';
import { ACCOUNT } from './configuration';
import { readRecord } from './record';
import type { Rehearsal } from './rehearsal';
import type { Leftover } from './report';

const EMULATOR = 'the emulator keeps it';

interface Removed extends Pick<Plan, 'protections'> {
  /** On purpose. */
  readonly kept: readonly KeptData[];
  /** By the emulator's own failing; any other ends the step. */
  readonly left: readonly Leftover[];
}

/**
 * Removes an environment, or the pipeline, as `npm run destroy` does once it is confirmed. Its look at the
 * account is skipped: the configuration has another than the emulator.
 *
 * @param aws the same for all: it remembers what was deleted
 */
export async function remove(
  { emulator }: Rehearsal,
  aws: Aws,
  environmentSuffix: string,
  fate: DataFate,
): Promise<Removed> {
  const plan = await makePlan(aws, environmentSuffix, ACCOUNT);
  if (isEmpty(plan, fate)) throw new Error(`nothing of '${environmentSuffix}' is there to remove`);
  // what the emulator shows now it shows in ten minutes
  const reporter = { say: () => undefined, pause: () => Promise.resolve() };
  const { kept, inDanger, left } = await destroy(aws, plan, fate, reporter);
  const made = readRecord(emulator.record).resources.flatMap(({ name }) => name ?? []);
  // what stays is in `kept`; what else a deleted stack had made, moto has kept, or made anew
  const ours = left.filter(({ what }) => !made.some((name) => what.includes(name)));
  const [first] = [...inDanger, ...ours];
  if (first) throw new Error(`left or in danger: ${first.what}: ${first.why}`);
  return {
    protections: plan.protections,
    kept,
    left: left.map(({ what }) => ({ what, why: EMULATOR })),
  };
}

/** The environment is protected, and what it keeps is what it must. @throws when it is not so */
export function checkProtection({ protections, kept }: Removed): string {
  const found = new Set([...protections, ...kept].map(({ kind }) => kind));
  const missing = [
    'termination protection' as const,
    'deletion protection' as const,
    'bucket' as const,
    'snapshot' as const,
    'key' as const,
  ].filter((kind) => !found.has(kind));
  if (missing.length > 0) throw new Error(`not protected or kept: ${missing.join(', ')}`);
  return `kept: ${kept.map(({ name }) => name).join(', ')}`;
}
