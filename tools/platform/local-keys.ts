import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type KeyDocument, createApiKey } from '../../src/api/api-keys';
import { scopes } from '../../src/api/routes';

/** Shaped as both of an environment's secrets: its API keys, and the keys of its integration tests. */
export interface LocalKeys extends KeyDocument {
  readonly readKey: string;
  /** Opens everything. */
  readonly writeKey: string;
  /** Of a second client, who may agree to what the first proposed. */
  readonly approveKey: string;
}

export function localKeysFile(dataDirectory: string): string {
  return path.join(dataDirectory, 'api-keys.json');
}

/** The keys of a platform on this machine, made at its first start; readable by its owner only. */
export async function localKeys(dataDirectory: string): Promise<LocalKeys> {
  const file = localKeysFile(dataDirectory);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as LocalKeys;
  const reader = createApiKey('this-machine-reading', ['read']);
  const writer = createApiKey('this-machine', scopes);
  const approver = createApiKey('this-machine-approving', ['read', 'write', 'approve']);
  const made: LocalKeys = {
    keys: [reader.entry, writer.entry, approver.entry],
    readKey: reader.key,
    writeKey: writer.key,
    approveKey: approver.key,
  };
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}
