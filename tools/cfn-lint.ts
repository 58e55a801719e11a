import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REGION } from '../lib/config/region';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { counted } from './terminal/plural';

/*
 * `npm run cfn-lint`: the templates that `npm run synth` or `npm run compliance` left, as Python's
 * cfn-lint sees them. (npm's package of that name is another program.)
 */

const ASSEMBLY = 'cdk.out';
/** For a machine that has Python, but no cfn-lint on PATH. */
const VIRTUAL_ENVIRONMENT = join('.build', 'cfn-lint');
const VERSION = '1.51.0';

/**
 * W3005, a DependsOn that is needless beside a reference: the CDK writes them to be on the safe side.
 * E3703, the action of a pipeline: it takes a hint about style (I1022, Join or Sub) for an error there.
 */
const IGNORED = ['W3005', 'E3703'];

const program = command(
  'npm run cfn-lint --',
  'Lints the templates that npm run synth or npm run compliance left in cdk.out.',
  { 1: 'failed, or something was found' },
).action(lint);

run(() => program.parseAsync());

function lint(): void {
  const templates = templatesIn(ASSEMBLY);
  console.log(`linting ${counted(templates.length, 'template')}; this takes about a second each`);
  const options = ['--regions', REGION, '--ignore-checks', ...IGNORED];
  const { status } = spawnSync(linter(), [...options, '--', ...templates], { stdio: 'inherit' });
  if (status !== 0) throw new Error('cfn-lint must find nothing, got what is said above');
  console.log('cfn-lint found nothing');
}

function templatesIn(assembly: string): string[] {
  const files = existsSync(assembly)
    ? readdirSync(assembly, { recursive: true, encoding: 'utf8' })
    : [];
  const templates = files.filter((file) => file.endsWith('.template.json'));
  if (templates.length === 0)
    throw new Error(`'${assembly}' must hold templates, got none; run npm run synth first`);
  return templates.map((file) => join(assembly, file));
}

/** cfn-lint on PATH, else in a virtual environment, made on first use. */
function linter(): string {
  if (succeeds('cfn-lint', '--version')) return 'cfn-lint';
  const bin = join(VIRTUAL_ENVIRONMENT, 'bin');
  const installed = join(bin, 'cfn-lint');
  if (existsSync(installed)) return installed;
  console.log(`installing cfn-lint ${VERSION} into ${VIRTUAL_ENVIRONMENT}`);
  const made =
    succeeds('python3', '-m', 'venv', VIRTUAL_ENVIRONMENT) &&
    succeeds(join(bin, 'pip'), 'install', '--quiet', `cfn-lint==${VERSION}`);
  if (made) return installed;
  throw new Error(
    "'cfn-lint' must be on PATH, or python3 with venv and pip to install it, got neither; " +
      'install one of them',
  );
}

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}
