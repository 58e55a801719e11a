import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');

/** What commands make, and packages. */
const MADE = new Set([
  '.git',
  ...readFileSync(path.join(ROOT, '.gitignore'), 'utf8').trim().replaceAll('/', '').split('\n'),
]);

export interface SourceFile {
  /** From the root of the repository. */
  readonly name: string;
  readonly text: string;
}

/** The files of the repository whose name a pattern matches. */
export function sourceFiles(pattern: RegExp): SourceFile[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => !MADE.has(entry.name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? readdirSync(path.join(ROOT, entry.name), { recursive: true, withFileTypes: true })
            .filter((file) => file.isFile())
            .map((file) => path.relative(ROOT, path.join(file.parentPath, file.name)))
        : [entry.name],
    )
    .filter((name) => pattern.test(name))
    .map((name) => ({ name, text: readFileSync(path.join(ROOT, name), 'utf8') }));
}
