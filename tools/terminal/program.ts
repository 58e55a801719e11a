import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const PROGRAMS = path.join(__dirname, '..', '..', 'node_modules', '.bin');

/** Runs a program of an npm package on this terminal. @throws unless it ends with 0 */
export async function runProgram(name: string, args: readonly string[]): Promise<void> {
  const child = spawn(path.join(PROGRAMS, name), args, { stdio: 'inherit' });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (code !== 0) throw new Error(`${name} ended with ${code ?? signal}`);
}
