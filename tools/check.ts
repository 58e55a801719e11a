import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Argument } from '@commander-js/extra-typings';
import Table from 'cli-table3';
import { longestTests } from './longest-tests';
import { command } from './terminal/command';
import { run as runCommand } from './terminal/main';

/*
 * What CI runs. All checks run, even after one has failed, so that one run tells everything; the last
 * line counts every test and every other check. `npm run check -- static` runs only those that neither
 * synthesize nor run anything: the pipeline has the others as actions of their own.
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
  /** What must have ended before it begins, in whatever lane. @default nothing but those before it in its own */
  readonly after?: Check;
  /** Exit code by which it says that it could not look, which neither passes nor fails. */
  readonly notKnown?: number;
  /** Prints while it runs; others print at their end, in whole. */
  readonly prints?: true;
}

interface Outcome {
  readonly name: string;
  readonly result: 'passed' | 'FAILED' | 'not known';
  readonly seconds: number;
}

/** The types of AWS's clients, which lint holds all at once: 4 GiB did not do. */
const LINT_HEAP_MIB = 8192;

/** Takes as long as all the other static checks. */
const lint: Check = {
  name: 'lint',
  command: 'eslint . --max-warnings 0',
  heapMiB: LINT_HEAP_MIB,
};
const staticChecks: readonly Check[] = [
  { name: 'format', command: 'prettier --check .' },
  { name: 'OpenAPI document', command: 'tsx tools/lint-api.ts' },
  { name: 'types', command: 'tsc -p .' },
  { name: 'types of the page', command: 'tsc -p src/page' },
  { name: 'unused code', command: 'knip' },
  { name: 'no secrets', command: "secretlint --secretlintignore .gitignore '**/*'" },
  { name: 'known vulnerabilities', command: 'tsx tools/advisories.ts', notKnown: 3 },
];
const synthChecks: readonly Check[] = [
  { name: 'synth and compliance', command: 'tsx tools/compliance.ts' },
  // the templates that the check before has synthesized
  { name: 'cfn-lint', command: 'tsx tools/cfn-lint.ts' },
];
const rehearsal: Check = { name: 'rehearsal', command: 'tsx tools/rehearse.ts --yes' };

/** Its ffprobe and ffmpeg are those that the tests use, and start ten times faster than Debian's. */
const image: Check = { name: 'image of the worker', command: 'tsx tools/build-image.ts' };
/** Five minutes of a processor, left to the pipeline, which runs every test, and to `npm run test:all`. */
const LEFT_OUT = [
  'sabotage.long', // of the rehearsal, that it fails when it should
  'seeded-faults.long', // of the policies, that each finds its fault
  'environments.long', // of templates that the check of compliance judges, too
  'second-deploy.long', // of settings, that each may change later
  'last-release.long', // of the last release's stores, on the schema of today
  'commercial.long', // of whole commercials with a fault each
  'media/quality/previews.long', // of pictures of each kind of film
];
const tests: Check = {
  name: 'tests',
  command: `jest --coverage --coverageReporters=text-summary --json --outputFile=${TEST_RESULTS} --silent --testPathIgnorePatterns ${LEFT_OUT.join(' ')}`,
  prints: true,
  after: image,
};

/** Each lane in order, all lanes at once: there are two cores. The image takes as long as the static checks. */
const lanes = {
  all: [
    [image, ...synthChecks, rehearsal],
    [lint, ...staticChecks, tests],
  ],
  static: [[lint], staticChecks],
} satisfies Record<string, readonly (readonly Check[])[]>;

const program = command(
  'npm run check --',
  'Runs what CI runs, and counts what passed and failed.',
  {
    1: 'a check has failed; the last line counts them',
  },
)
  .addArgument(
    new Argument('[what]', 'static: what neither synthesizes nor runs anything')
      .choices(['all', 'static'] as const)
      .default('all' as const),
  )
  .action(checkAll);

runCommand(() => program.parseAsync());

async function checkAll(what: keyof typeof lanes): Promise<void> {
  const ended = new Map<Check, Promise<Outcome>>();
  for (const lane of lanes[what]) {
    let before: Promise<unknown> = Promise.resolve();
    for (const check of lane) {
      const outcome = Promise.all([before, check.after && ended.get(check.after)]).then(() =>
        run(check),
      );
      ended.set(check, outcome);
      before = outcome;
    }
  }
  const outcomes = await Promise.all(ended.values());
  const table = new Table({
    head: ['check', 'result', 'seconds'],
    colAligns: ['left', 'left', 'right'],
  });
  for (const { name, result, seconds } of outcomes) table.push([name, result, seconds.toFixed(1)]);
  const { passed, failed } = count(outcomes);
  const notKnown = outcomes.filter(({ result }) => result === 'not known').length;
  console.log(table.toString());
  if (notKnown > 0) console.log(`${notKnown} not known`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

async function run({ name, command, heapMiB, notKnown, prints }: Check): Promise<Outcome> {
  console.log(`── ${name} has begun: ${command}`);
  const startedAt = performance.now();
  const child = spawn(`npx --no-install ${command}`, {
    shell: true,
    stdio: prints ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...(heapMiB !== undefined && { NODE_OPTIONS: `--max-old-space-size=${heapMiB}` }),
    },
  });
  const printed: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (data: Buffer) => printed.push(data));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.now() - startedAt) / 1000;
  const result = code === 0 ? 'passed' : code === notKnown ? 'not known' : 'FAILED';
  process.stdout.write(Buffer.concat(printed));
  console.log(`── ${name} ${result} after ${seconds.toFixed(1)} s\n`);
  return { name, result, seconds };
}

/** Of tests each one, of the other checks each one. */
function count(outcomes: readonly Outcome[]): { passed: number; failed: number } {
  const ofTests = outcomes.find(({ name }) => name === tests.name);
  const others = outcomes.filter((outcome) => outcome !== ofTests);
  const counted = ofTests ? countTests(ofTests.result === 'passed') : { passed: 0, failed: 0 };
  const ending = (wanted: Outcome['result']) =>
    others.filter(({ result }) => result === wanted).length;
  return {
    passed: ending('passed') + counted.passed,
    failed: ending('FAILED') + counted.failed,
  };
}

function countTests(stepPassed: boolean): { passed: number; failed: number } {
  try {
    const results = JSON.parse(readFileSync(TEST_RESULTS, 'utf8')) as Record<string, number>;
    const failed = (results['numFailedTests'] ?? 0) + (results['numRuntimeErrorTestSuites'] ?? 0);
    console.log(['the longest test files:', ...longestTests(TEST_RESULTS), ''].join('\n'));
    return {
      passed: results['numPassedTests'] ?? 0,
      // a failed threshold or a crash fails the step even when no single test did
      failed: stepPassed ? failed : Math.max(failed, 1),
    };
  } catch (error) {
    console.error(`no test results: ${String(error)}`);
    return { passed: 0, failed: 1 };
  }
}
