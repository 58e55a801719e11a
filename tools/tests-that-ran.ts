import { readFileSync } from 'node:fs';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { countsIn } from './test-counts';

/* For whom the pipeline asks: how many tests have passed. A run that skipped all of them proves nothing. */

const program = command(
  'node --require tsx/cjs tools/tests-that-ran.ts',
  'Says how many tests of a JUnit file have passed, and of how many where some were skipped; run by the pipeline itself.',
  { 1: 'failed, or no test has passed' },
)
  .argument('<junit>')
  .action((junit) => {
    const { passed, failed, skipped } = countsIn(readFileSync(junit, 'utf8'));
    if (passed === 0) {
      throw new Error(
        `a test of '${junit}' must have passed, got ${failed} failed, ${skipped} skipped`,
      );
    }
    console.log(failed + skipped === 0 ? passed : `${passed} of ${passed + failed + skipped}`);
  });

run(() => program.parseAsync());
