import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The part of what `jest --json` writes. */
interface Results {
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
  }[];
}

const SHOWN = 12;
const LONG = '.long.test.ts';

/**
 * The test files that took longest, a line each. A file that is among them and has no `.long` in its
 * name makes `npm test` slow.
 */
export function longestTests(resultsFile: string): string[] {
  const { testResults } = JSON.parse(readFileSync(resultsFile, 'utf8')) as Results;
  return testResults
    .map(({ name, startTime, endTime }) => ({
      file: path.relative('.', name),
      seconds: (endTime - startTime) / 1000,
    }))
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, SHOWN)
    .map(({ file, seconds }) => {
      const where = file.endsWith(LONG) ? 'check only' : 'npm test';
      return `${seconds.toFixed(1).padStart(7)} s  ${where.padEnd(10)}  ${file}`;
    });
}
