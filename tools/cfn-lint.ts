import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LINT_OPTIONS, linter } from './cfn-lint/linter';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { counted } from './terminal/amounts';

/*
 * `npm run cfn-lint`: the templates that `npm run synth` or `npm run compliance` left, as Python's
 * cfn-lint sees them. (npm's package of that name is another program.)
 */

const ASSEMBLY = 'cdk.out';

const program = command(
  'npm run cfn-lint --',
  'Lints the templates that npm run synth or npm run compliance left in cdk.out.',
  { 1: 'failed, or something was found' },
).action(lint);

run(() => program.parseAsync());

function lint(): void {
  const templates = templatesIn(ASSEMBLY);
  console.log(`linting ${counted(templates.length, 'template')}; this takes about a second each`);
  const { status } = spawnSync(linter(), [...LINT_OPTIONS, '--', ...templates], {
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('cfn-lint has findings; see above');
  console.log('cfn-lint found nothing');
}

function templatesIn(assembly: string): string[] {
  const files = existsSync(assembly)
    ? readdirSync(assembly, { recursive: true, encoding: 'utf8' })
    : [];
  const templates = files.filter((file) => file.endsWith('.template.json'));
  if (templates.length === 0)
    throw new Error(`'${assembly}' holds no templates; run npm run synth first`);
  return templates.map((file) => join(assembly, file));
}
