import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const root = join(__dirname, '../../..');

/** A file of tools/ as a person starts it, to its end. */
export async function ended(
  file: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Ended> {
  const node = ['--require', 'tsx/cjs', join('tools', file), ...args];
  const options = { cwd: root, env: environment };
  return promisify(execFile)(process.execPath, node, options).then(
    (output) => ({ code: 0, ...output }),
    (error: unknown) => error as Ended,
  );
}
