import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type KeyEntry, createApiKey } from '../../src/api/api-keys';

interface LocalKey {
  readonly key: string;
  readonly entry: KeyEntry;
}

/** The one key of a platform on this machine, made at its first start; readable by its owner only. */
export async function localApiKey(dataDirectory: string): Promise<LocalKey> {
  const file = path.join(dataDirectory, 'api-key.json');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as LocalKey;
  const made = createApiKey('this-machine', ['read', 'write']);
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
