import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';

/** A key that cannot be a file below the folder. */
export class InvalidKeyError extends Error {
  constructor(key: string) {
    super(`a key must be names joined by '/', none empty or hidden, got '${key}'`);
    this.name = 'InvalidKeyError';
  }
}

/**
 * The path of a key. Names that begin with a dot are refused: they would reach above the folder, or
 * into what the store keeps for itself. @throws InvalidKeyError
 */
export function pathOfKey(directory: string, key: string): string {
  const names = key.split('/');
  const usable = names.every(
    (name) => name !== '' && !name.startsWith('.') && !/[\\\0]/.test(name),
  );
  if (!usable) throw new InvalidKeyError(key);
  return path.join(directory, ...names);
}

/**
 * The path of the file that a key means. macOS hands over names in NFD: a file that is not there under
 * the very bytes of the key is looked for under another spelling of the same characters. A link that
 * leads out of the folder leads to nothing. @throws InvalidKeyError
 */
export async function findFileOfKey(directory: string, key: string): Promise<string | undefined> {
  const exact = pathOfKey(directory, key);
  const place = await whereIs(directory, exact);
  if (place !== 'nowhere') return place === 'inside' ? exact : undefined;
  const spelling = await findSpelling(directory, key);
  if (spelling === undefined) return undefined;
  return (await whereIs(directory, spelling)) === 'inside' ? spelling : undefined;
}

/**
 * Where the bytes of a key belong: over the file that it means now, however that is spelled.
 * @throws InvalidKeyError also when a link would lead them out of the folder
 */
export async function placeForKey(directory: string, key: string): Promise<string> {
  const file = (await findFileOfKey(directory, key)) ?? pathOfKey(directory, key);
  let parent = path.dirname(file);
  let place = await whereIs(directory, parent);
  while (place === 'nowhere' && parent !== directory) {
    parent = path.dirname(parent);
    place = await whereIs(directory, parent);
  }
  if (place === 'outside') throw new InvalidKeyError(key);
  return file;
}

async function findSpelling(directory: string, key: string): Promise<string | undefined> {
  let found = directory;
  for (const name of key.split('/')) {
    const names: string[] = await readdir(found).catch(() => []);
    const match = names.find((each) => each.normalize('NFC') === name.normalize('NFC'));
    if (match === undefined) return undefined;
    found = path.join(found, match);
  }
  return found;
}

/** Where a path leads, all links followed; what is there may be gone by the next call. */
async function whereIs(directory: string, file: string): Promise<'inside' | 'outside' | 'nowhere'> {
  const [root, target] = await Promise.all([resolved(directory), resolved(file)]);
  if (root === undefined || target === undefined) return 'nowhere';
  return target === root || target.startsWith(root + path.sep) ? 'inside' : 'outside';
}

/** Undefined when nothing is there, or nobody may go there. */
function resolved(file: string): Promise<string | undefined> {
  return realpath(file).catch(() => undefined);
}

/**
 * The time of the last change to a file or its name, in nanoseconds: unlike the modification time it moves
 * forward when an older file is copied over a newer one with its dates kept.
 */
export function sequencerOf(ctimeNs: bigint): string {
  return ctimeNs.toString(16).padStart(16, '0');
}
