import { spawn, type SpawnOptions } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Option } from '@commander-js/extra-typings';

const CDK = join(__dirname, '..', 'node_modules', '.bin', 'cdk');

/**
 * Runs `cdk synth --strict` on every stack of every stage, here or in another checkout. What breaks a
 * rule fails it, and leaves templates all the same.
 *
 * @returns the exit code and all that was said; findings and a broken program both end with 1
 */
export function synthesize(
  assembly: string,
  options: readonly string[] = [],
  place: Pick<SpawnOptions, 'cwd' | 'env'> = {},
): Promise<Synthesis> {
  // An old assembly must never pass for the new one.
  if (existsSync(assembly)) rmSync(assembly, { recursive: true });
  const command = ['synth', '--quiet', '--strict', '**', '--output', assembly, ...options];
  return new Promise((resolve, reject) => {
    const child = spawn(CDK, command, { ...place, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ exitCode: code ?? 1, said: said.join('') });
    });
  });
}

/** Context of the CDK on the command line, as the toolkit itself takes it. */
export function contextOption() {
  return new Option(
    '-c, --context <name=value>',
    'context of the CDK, such as environmentSuffix=pr42; may be repeated',
  )
    .argParser((text: string, before: readonly string[]) => [...before, text])
    .default([] as readonly string[], 'none');
}

/** What of {@link contextOption} the toolkit is given. */
export function inContext(context: readonly string[]): string[] {
  return context.flatMap((each) => ['--context', each]);
}

export interface Synthesis {
  readonly exitCode: number;
  readonly said: string;
}
