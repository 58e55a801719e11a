import path from 'node:path';
import { ROOT } from '../platform/settings';
import { runProgram } from './programs';
import type { Rehearsal } from './rehearsal';

/** `npm run preflight`, of each that is to be deployed. @throws ProgramError when one would fail */
export async function preflightOf(
  { directory, env }: Pick<Rehearsal, 'directory' | 'env'>,
  assembly: string,
  suffixes: readonly string[],
): Promise<string> {
  for (const suffix of suffixes) {
    const log = path.join(directory, `preflight-${suffix}.log`);
    const args = ['--require', 'tsx/cjs', 'tools/preflight.ts', suffix, '--assembly', assembly];
    await runProgram(process.execPath, args, { cwd: ROOT, env, log });
  }
  return 'as far as the emulator knows quotas';
}
