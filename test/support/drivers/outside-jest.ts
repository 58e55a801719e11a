import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * What a script of this folder prints, read as JSON. A process of its own: in Jest's sandbox `Math` and
 * `Infinity` are looked up each time, and loops over pictures take ten times as long.
 */
export async function outsideJest<T>(script: string, argument: string): Promise<T> {
  const node = ['--require', 'tsx/cjs', join(__dirname, '..', script), argument];
  const { stdout } = await promisify(execFile)(process.execPath, node);
  return JSON.parse(stdout) as T;
}
