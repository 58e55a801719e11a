import { access, readdir } from 'node:fs/promises';
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
 * the very bytes of the key is looked for under another spelling of the same characters.
 */
export async function findFileOfKey(directory: string, key: string): Promise<string | undefined> {
  const exact = pathOfKey(directory, key);
  if (await exists(exact)) return exact;
  let found = directory;
  for (const name of key.split('/')) {
    const names: string[] = await readdir(found).catch(() => []);
    const match = names.find((each) => each.normalize('NFC') === name.normalize('NFC'));
    if (match === undefined) return undefined;
    found = path.join(found, match);
  }
  return found;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
