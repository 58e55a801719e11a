import { type ChangeReview, type Effect, losesData, type ResourceChange } from './change-review';

/** What a review was made of. */
export interface ReviewedRevisions {
  /** Names of what is, and of what would be. */
  readonly base: string;
  readonly head: string;
  readonly at: Date;
}

/** The one line that decides how carefully the rest is read. */
export function verdictOf(review: ChangeReview): string {
  const lost = changesOf(review).filter(losesData);
  if (lost.length > 0) return `Data is at stake in ${things(lost.length, 'resource')}`;
  if (review.stacks.length === 0) return 'Nothing changes';
  return `${things(review.stacks.length, 'stack')} would change, no data is at stake`;
}

/** How often each effect comes about, and how many permissions are new. */
export function countsOf(review: ChangeReview): Readonly<Record<Effect | 'broadened', number>> {
  const count = (effect: Effect) =>
    changesOf(review).filter((change) => change.effect === effect).length;
  return {
    replaced: count('replaced'),
    removed: count('removed'),
    'maybe replaced': count('maybe replaced'),
    changed: count('changed'),
    added: count('added'),
    broadened: review.stacks.reduce((sum, { broadened }) => sum + broadened.length, 0),
  };
}

export function changesOf({ stacks }: ChangeReview): ResourceChange[] {
  return stacks.flatMap(({ resources }) => resources);
}

/** A value of a template, in one line where it is short. */
export function shown(value: unknown): string {
  if (value === undefined) return 'not set';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

const MAX_SHOWN = 200;

function things(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
