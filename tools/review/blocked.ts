import type { ChangeReview } from './change-review';
import { refusedValues } from './blocked/refused-values';
import { takenNames } from './blocked/taken-names';
import { usedExports } from './blocked/used-exports';
import type { Templates } from './templates';

/** What AWS refuses in the middle of a deploy, which is then rolled back. */
export interface BlockedChange {
  readonly stack: string;
  /** Path of the resource in the construct tree, or name of the export. */
  readonly what: string;
  /** Why it is refused. */
  readonly why: string;
  /** How to change it all the same. */
  readonly remedy: string;
}

/** The changes between templates that cannot be deployed as they are. */
export function blockedChanges(
  base: Templates,
  head: Templates,
  { stacks }: Pick<ChangeReview, 'stacks'>,
): BlockedChange[] {
  return [
    ...takenNames(base, head, stacks),
    ...usedExports(base, head, stacks),
    ...refusedValues(base, head),
  ];
}
