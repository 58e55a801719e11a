import type { Aws } from './aws';
import { standing } from './deployment';
import { type KeptData, stateOfKey } from './kept-data';
import type { Leftover } from './leftovers';
import type { Plan } from './plan';

/* Data that was to be kept and is not, or will not be. */

/** Databases that were deleted in this run, and of which CloudFormation has left no snapshot. */
export function missingSnapshots(plan: Plan, kept: readonly KeptData[]): Leftover[] {
  const databases = plan.stacks
    .flatMap(standing)
    .filter(({ fate, physicalId }) => fate === 'snapshotted' && physicalId !== '');
  const before = plan.kept.map(({ arn }) => arn);
  const taken = kept.filter(({ kind, arn }) => kind === 'snapshot' && !before.includes(arn));
  return databases
    .filter(({ physicalId }) => !taken.some(({ database }) => database === physicalId))
    .map(({ physicalId }) => ({
      what: physicalId,
      why: 'it is deleted and no last snapshot of it is there; its automated backups may still be restored: docs/restore.md',
    }));
}

/** Keys that wait for their end while something is there that only they decrypt. */
export async function lostWithTheirKeys(aws: Aws, kept: readonly KeptData[]): Promise<Leftover[]> {
  const ids = [...new Set(kept.flatMap(({ keyId }) => keyId ?? []))];
  const found: Leftover[] = [];
  for (const id of ids) {
    if (!(await stateOfKey(aws, id)).isEnding) continue;
    const names = kept.filter(({ keyId }) => keyId === id).map(({ name }) => name);
    found.push({
      what: id,
      why:
        `the key of ${names.join(', ')} waits for its end, and they would be lost with it; save it: ` +
        `aws kms cancel-key-deletion --key-id ${id} && aws kms enable-key --key-id ${id}`,
    });
  }
  return found;
}
