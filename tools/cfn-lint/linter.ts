import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REGION } from '../../lib/config/names';

/** For a machine that has Python, but no cfn-lint on PATH. */
const VIRTUAL_ENVIRONMENT = join('.build', 'cfn-lint');
const VERSION = '1.51.0';

/**
 * W3005, a DependsOn that is needless beside a reference: the CDK writes them to be on the safe side.
 * E3703, the action of a pipeline: it takes a hint about style (I1022, Join or Sub) for an error there.
 */
const IGNORED = ['W3005', 'E3703'];

export const LINT_OPTIONS = ['--regions', REGION, '--ignore-checks', ...IGNORED];

/** cfn-lint on PATH, else in a virtual environment, made on first use. */
export function linter(): string {
  const found = installedLinter();
  if (found !== undefined) return found;
  const bin = join(VIRTUAL_ENVIRONMENT, 'bin');
  console.log(`installing cfn-lint ${VERSION} into ${VIRTUAL_ENVIRONMENT}`);
  const made =
    succeeds('python3', '-m', 'venv', VIRTUAL_ENVIRONMENT) &&
    succeeds(join(bin, 'pip'), 'install', '--quiet', `cfn-lint==${VERSION}`);
  if (made) return join(bin, 'cfn-lint');
  throw new Error(
    "neither 'cfn-lint' is on PATH, nor python3 with venv and pip to install it; " +
      'install one of them',
  );
}

/** The same, or undefined where it has yet to be installed. */
export function installedLinter(): string | undefined {
  if (succeeds('cfn-lint', '--version')) return 'cfn-lint';
  const installed = join(VIRTUAL_ENVIRONMENT, 'bin', 'cfn-lint');
  return existsSync(installed) ? installed : undefined;
}

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}
