import type { Exception } from './exceptions';

/** Something that is known to be vulnerable, and stops a deploy. */
export interface Known {
  /** As its exception would name it. */
  readonly id: string;
  /** For people. */
  readonly words: string;
}

/** What stops a deploy on a day, in words; empty when nothing does. */
export function judged(
  known: readonly Known[],
  exceptions: readonly Exception[],
  today: Date,
): string[] {
  const day = today.toISOString().slice(0, 10);
  const latest = today.getTime() + LONGEST_MS;
  const isInForce = ({ until }: Exception) => until >= day;
  const open = known.filter(
    ({ id }) => !exceptions.some((each) => each.id === id && isInForce(each)),
  );
  return [
    ...open.map(({ words }) => words),
    ...exceptions
      .filter((each) => !isInForce(each))
      .map(({ id, until }) => `the exception for ${id} has ended on ${until}: take it out`),
    ...exceptions
      .filter(({ until }) => Date.parse(until) > latest)
      .map(({ id, until }) => `the exception for ${id} must end within three months, got ${until}`),
    ...exceptions
      .filter(({ id }) => !known.some((each) => each.id === id))
      .map(({ id }) => `the exception for ${id} is of no package that is installed: take it out`),
  ];
}

/** Three months: by then there is a fix, or another package. */
const LONGEST_MS = 92 * 86_400_000;
