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
