import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * Port of the server that runs on this data directory; undefined when none does.
 *
 * A server that was killed leaves its pid file. PostgreSQL recovers from that by itself, unless some
 * other process has got the number since: then it refuses to start. The file must not be removed,
 * because it also tells of orphans that still write to the data. But PostgreSQL ignores the number of
 * the process that starts it, so ours goes in.
 */
export async function findPostmaster(dataDirectory: string): Promise<number | undefined> {
  const file = path.join(dataDirectory, 'postmaster.pid');
  const content = await readFile(file, 'utf8').catch(() => undefined);
  if (content === undefined) return undefined;
  const [pid, , , port] = content.split('\n').map(Number);
  if (!pid || !isAlive(pid)) return undefined;
  if (await isPostgres(pid)) return port;
  await writeFile(file, content.replace(/^\d+/, String(process.pid)));
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // it lives, and is another user's
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform === 'win32') return true;
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() =>
    // no /proc on macOS
    promisify(execFile)('ps', ['-o', 'comm=', '-p', String(pid)]).then(
      ({ stdout }) => stdout,
      () => '',
    ),
  );
  return path.basename(name.trim()) === 'postgres';
}
