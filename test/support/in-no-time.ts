import type { Manner } from '../../tools/terminal/manner';

/** Waits for nothing, and remembers what was said. */
export function inNoTime(): Manner & { readonly said: string[] } {
  const said: string[] = [];
  return { said, say: (line) => void said.push(line), pause: () => Promise.resolve() };
}
