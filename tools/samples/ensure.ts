import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { generateSamples, type GenerateOptions } from './generate';

/**
 * Folder with the samples of this version of the generator, made on the first call and kept. Safe from
 * several processes at once: one makes them, the others wait.
 *
 * @param cache folder for the sets, such as `.build/samples`
 */
export async function ensureSamples(cache: string, options: GenerateOptions): Promise<string> {
  const folder = path.join(cache, await generatorHash());
  await mkdir(cache, { recursive: true });
  while (!(await exists(folder))) {
    const lock = await takeLock(`${folder}.lock`);
    if (!lock) {
      await delay(POLL_MS);
      continue;
    }
    try {
      if (!(await exists(folder))) await makeSet(folder, options);
    } finally {
      await rm(lock, { force: true });
    }
  }
  return folder;
}

const POLL_MS = 100;

/** Complete or not there at all: made under another name, then renamed. */
async function makeSet(folder: string, options: GenerateOptions): Promise<void> {
  const unfinished = await mkdtemp(`${folder}.`);
  try {
    await generateSamples(unfinished, options);
    // another process may have taken the lock for abandoned, and been first
    if (!(await exists(folder))) await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Path of the lock, or null while a living process holds it. */
async function takeLock(lock: string): Promise<string | null> {
  try {
    const handle = await open(lock, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return lock;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
  // an owner that ended without its last step; 0 is one that has not written its number yet
  if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
  return null;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function exists(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  );
}

/** Changes with any source file of the generator. */
async function generatorHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of (await readdir(__dirname)).sort()) {
    hash.update(name).update(await readFile(path.join(__dirname, name)));
  }
  return hash.digest('hex').slice(0, 16);
}
