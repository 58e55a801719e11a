import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { advisoriesIn, problemsOf, RegistryError } from './advisories/advisories';
import { ofPackages } from './advisories/exceptions';
import { ROOT } from './platform/settings';
import { counted } from './terminal/amounts';
import { command } from './terminal/command';
import { run } from './terminal/main';

/* Known vulnerabilities of the installed packages, in the pipeline and in `npm run check`. */

/** What was found, for whoever looks later. */
const EVIDENCE = 'reports/audit.json';
/** The exit code when the registry does not answer: `tools/check.ts` tells it from a finding. */
const NOT_KNOWN = 3;

const program = command(
  'node --require tsx/cjs tools/advisories.ts',
  'Looks for known vulnerabilities of the installed packages: high and critical ones without an exception (tools/advisories/exceptions.ts).',
  { 1: 'failed, or there is one', [NOT_KNOWN]: 'the npm registry does not tell' },
).action(() => {
  const all = npmAudit();
  mkdirSync('reports', { recursive: true });
  writeFileSync(EVIDENCE, all);
  try {
    const advisories = advisoriesIn(all, npmAudit('--omit=dev'));
    const problems = problemsOf(advisories, ofPackages, new Date());
    if (problems.length > 0) throw new Error(problems.join('\n'));
    console.log(
      `no high or critical advisory is open; ${counted(ofPackages.length, 'exception')} in force`,
    );
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    console.error(error.message);
    process.exitCode = NOT_KNOWN;
  }
});

run(() => program.parseAsync());

/** What it prints. Its exit code says the same for a finding and for a registry that does not answer. */
function npmAudit(...options: readonly string[]): string {
  return spawnSync('npm', ['audit', '--json', ...options], { cwd: ROOT, encoding: 'utf8' }).stdout;
}
