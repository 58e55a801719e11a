import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * What takes long to make and is the same for every test file, as JSON: the first file that asks makes
 * it, the others read it. It is kept in the temporary folder of this run of the tests, so that it is
 * never of an older source.
 */
export function madeOnce<T>(name: string, make: () => T): T {
  const folder = join(tmpdir(), 'made-once');
  const file = join(folder, createHash('sha256').update(name).digest('hex'));
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const made = make();
  mkdirSync(folder, { recursive: true });
  // whole or not there at all, for a file that asks at the same time
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, JSON.stringify(made));
  renameSync(unfinished, file);
  return made;
}
