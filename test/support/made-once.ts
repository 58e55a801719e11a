import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A folder that takes long to make and is the same for every test file, which must not write to it: the
 * first file that asks makes it. It is kept among the temporary files of this run of the tests, so that
 * it is never of an older source.
 */
export function folderMadeOnce(name: string, make: (folder: string) => void): string {
  const all = join(tmpdir(), 'made-once');
  const folder = join(all, createHash('sha256').update(name).digest('hex'));
  if (existsSync(folder)) return folder;
  mkdirSync(all, { recursive: true });
  // whole or not there at all, for a test file that asks at the same time
  const unfinished = mkdtempSync(`${folder}-`);
  make(unfinished);
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(unfinished, { recursive: true }); // the other file was first
  }
  return folder;
}

/** The same of a value, which is kept as JSON. */
export function madeOnce<T>(name: string, make: () => T): T {
  const file = 'value.json';
  const folder = folderMadeOnce(name, (made) => {
    writeFileSync(join(made, file), JSON.stringify(make()));
  });
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as T;
}
