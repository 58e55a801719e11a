import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import Table from 'cli-table3';

/*
 * What CI runs. All checks run, even after one has failed, so that one run tells everything; the last
 * line counts every test and every other check. `npm run check -- static` stops before those that
 * synthesize or run anything: the pipeline has them as actions of their own.
 */

const TEST_RESULTS = 'reports/tests/results.json';

interface Check {
  readonly name: string;
  readonly command: string;
  /**
   * MiB that Node may take for its heap.
   * @default what Node takes by itself, some 4 GiB
   */
  readonly heapMiB?: number;
}

/** The types of AWS's clients, which lint holds all at once: 4 GiB did not do. */
const LINT_HEAP_MIB = 8192;

const staticChecks: readonly Check[] = [
  { name: 'format', command: 'prettier --check .' },
  { name: 'lint', command: 'eslint . --max-warnings 0', heapMiB: LINT_HEAP_MIB },
  { name: 'types', command: 'tsc -p .' },
  { name: 'types of the page', command: 'tsc -p src/api/page' },
  { name: 'unused code', command: 'knip' },
];
const synthChecks: readonly Check[] = [
  { name: 'synth and compliance', command: 'tsx tools/compliance.ts' },
  // the templates that the check before has synthesized
  { name: 'cfn-lint', command: 'tsx tools/cfn-lint.ts' },
];
const tests = {
  name: 'tests',
  command: `jest --coverage --json --outputFile=${TEST_RESULTS} --silent`,
};

const table = new Table({
  head: ['check', 'result', 'seconds'],
  colAligns: ['left', 'left', 'right'],
});
const isStatic = wanted() === 'static';
const outcomes = (isStatic ? staticChecks : [...staticChecks, ...synthChecks]).map(run);
const testsOk = isStatic || run(tests);
const counted = isStatic ? { passed: 0, failed: 0 } : countTests();
// a failed threshold or a crash fails the step even when no single test did
const testStepFailed = !testsOk && counted.failed === 0 ? 1 : 0;
const passed = outcomes.filter(Boolean).length + counted.passed;
const failed = outcomes.filter((ok) => !ok).length + counted.failed + testStepFailed;

console.log(table.toString());
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function wanted(): 'all' | 'static' {
  const [name = 'all'] = process.argv.slice(2);
  if (name === 'all' || name === 'static') return name;
  console.error(`what to check must be 'all' or 'static', got '${name}'`);
  process.exit(1);
}

function run({ name, command, heapMiB }: Check): boolean {
  console.log(`\n── ${name}: ${command}`);
  const startedAt = performance.now();
  const { status } = spawnSync(`npx --no-install ${command}`, {
    shell: true,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(heapMiB !== undefined && { NODE_OPTIONS: `--max-old-space-size=${heapMiB}` }),
    },
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  table.push([name, status === 0 ? 'passed' : 'FAILED', seconds]);
  return status === 0;
}

function countTests(): { passed: number; failed: number } {
  try {
    const results = JSON.parse(readFileSync(TEST_RESULTS, 'utf8')) as Record<string, number>;
    return {
      passed: results['numPassedTests'] ?? 0,
      failed: (results['numFailedTests'] ?? 0) + (results['numRuntimeErrorTestSuites'] ?? 0),
    };
  } catch (error) {
    console.error(`no test results: ${String(error)}`);
    return { passed: 0, failed: 1 };
  }
}
