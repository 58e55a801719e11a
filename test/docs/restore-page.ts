import { readFileSync } from 'node:fs';
import path from 'node:path';

const PAGE = readFileSync(path.join(__dirname, '../../docs/restore.md'), 'utf8');

/** A block of the page by the word behind its language. */
export function block(name: string): string {
  const found = new RegExp(`^\`\`\`(?:bash|sql) ${name}\n(.*?)^\`\`\`$`, 'ms').exec(PAGE)?.[1];
  if (found === undefined) throw new Error(`docs/restore.md must have a block '${name}'`);
  return found;
}
