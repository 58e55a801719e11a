import type { Reporter } from '../../../tools/terminal/reporter';

/** Waits for nothing, and remembers what was said. */
export function inNoTime(): Reporter & { readonly said: string[] } {
  const said: string[] = [];
  return { said, say: (line) => void said.push(line), pause: () => Promise.resolve() };
}
