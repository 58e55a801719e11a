import { type Effect, losesData, type ResourceChange } from './change-review';
import type { Review } from './review';

/** What a review was made of. */
export interface ReviewedRevisions {
  /** Names of what is, and of what would be. */
  readonly base: string;
  readonly head: string;
  readonly at: Date;
}

/** The one line that decides how carefully the rest is read; worst first. */
export function verdictOf(review: Review): string {
  const { weakenings, mark } = review;
  const asked = mark === undefined ? '' : ', as its commit says';
  const weaker = `the pipeline becomes weaker in ${things(weakenings.length, 'way')}${asked}`;
  const counts = Object.entries(complianceCounts(review)).filter(([, count]) => count > 0);
  const parts = [
    ...(weakenings.length > 0 ? [weaker] : []),
    changeVerdict(review),
    ...counts.map(([name, count]) => `${things(count, 'finding')} ${name}`),
  ];
  const verdict = parts.join('; ');
  return verdict.charAt(0).toUpperCase() + verdict.slice(1);
}

function changeVerdict(review: Review): string {
  const lost = changesOf(review).filter(losesData);
  if (lost.length > 0) return `data is at stake in ${things(lost.length, 'resource')}`;
  if (review.stacks.length === 0) return 'nothing changes';
  return `${things(review.stacks.length, 'stack')} would change, no data is at stake`;
}

/** Whether somebody must look before this goes on. */
export function isAlarming(review: Review): boolean {
  return (
    changesOf(review).some(losesData) ||
    review.weakenings.length > 0 ||
    (review.compliance?.opened ?? []).length > 0
  );
}

/** How many findings are new, wherever they stand. */
export function complianceCounts({ compliance }: Review): Readonly<Record<string, number>> {
  const { opened = [], acknowledged = [] } = compliance ?? {};
  return { open: opened.length, 'newly acknowledged': acknowledged.length };
}

/** How often each effect comes about, and how many permissions are new. */
export function countsOf(review: Review): Readonly<Record<Effect | 'broadened', number>> {
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

export function changesOf({ stacks }: Review): ResourceChange[] {
  return stacks.flatMap(({ resources }) => resources);
}

/** A value of a template, in one line where it is short. */
export function shown(value: unknown): string {
  if (value === undefined) return 'not set';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** Two values; of long ones that begin alike, from where they differ. */
export function shownPair(from: unknown, to: unknown): [from: string, to: string] {
  if (typeof from !== 'object' || typeof to !== 'object') return [shown(from), shown(to)];
  const [a, b] = [JSON.stringify(from), JSON.stringify(to)];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const start = same - CONTEXT;
  return start > 0
    ? [shown(`…${a.slice(start)}`), shown(`…${b.slice(start)}`)]
    : [shown(a), shown(b)];
}

/** As much of what is the same as tells where it is. */
const CONTEXT = 40;
const MAX_SHOWN = 200;

/** `1 stack`, `2 stacks` */
export function things(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
