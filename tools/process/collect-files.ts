import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { INCOMING_PREFIX } from '../../src/storage/queue/upload-event';

export interface FileToProcess {
  /** Absolute. */
  readonly file: string;
  readonly sizeBytes: number;
  /** The same for the same file, so that another run finds the same video. */
  readonly key: string;
}

/** The files that the arguments name, folders with all that is in them; hidden ones are left out. */
export async function collectFiles(names: readonly string[]): Promise<FileToProcess[]> {
  const found = await Promise.all(names.map((name) => collect(path.resolve(name))));
  const files = [...new Map(found.flat().map((each) => [each.file, each])).values()];
  if (files.length === 0) throw new Error(`there must be a file in '${names.join("', '")}'`);
  return files;
}

async function collect(name: string): Promise<FileToProcess[]> {
  const stats = await stat(name).catch(() => undefined);
  if (!stats) throw new Error(`nothing is at '${name}'; name a file or a folder`);
  if (stats.isFile()) return [{ file: name, sizeBytes: stats.size, key: keyOf(name) }];
  if (!stats.isDirectory()) return [];
  const entries = (await readdir(name)).filter((entry) => !entry.startsWith('.')).sort();
  return (await Promise.all(entries.map((entry) => collect(path.join(name, entry))))).flat();
}

/** Files of one name in two folders are two videos. */
function keyOf(file: string): string {
  const folder = createHash('sha256').update(path.dirname(file)).digest('hex').slice(0, 12);
  return `${INCOMING_PREFIX}${folder}/${path.basename(file).normalize('NFC')}`;
}
