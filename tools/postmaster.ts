import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * Port of the server that runs on this data directory; undefined when none does. A pid file that a
 * killed server left behind is removed: PostgreSQL itself would refuse to start for as long as any
 * other process has got that number.
 */
export async function findPostmaster(dataDirectory: string): Promise<number | undefined> {
  const file = path.join(dataDirectory, 'postmaster.pid');
  const lines = await readFile(file, 'utf8').catch(() => undefined);
  if (lines === undefined) return undefined;
  const [pid, , , port] = lines.split('\n').map(Number);
  if (pid && (await isPostgres(pid))) return port;
  await rm(file, { force: true });
  return undefined;
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === 'win32') return isAlive(pid);
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() =>
    // no /proc on macOS
    promisify(execFile)('ps', ['-o', 'comm=', '-p', String(pid)]).then(
      ({ stdout }) => stdout,
      () => '',
    ),
  );
  return path.basename(name.trim()) === 'postgres';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
