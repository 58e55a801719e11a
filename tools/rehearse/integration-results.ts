import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Keeps what a build of integration tests left behind, and counts. */
export function keepResults(build: string, reports: string): TestCounts {
  mkdirSync(reports, { recursive: true });
  const results = path.join(build, 'reports/integ/junit.xml');
  copyFileSync(results, path.join(reports, 'integration.junit.xml'));
  copyFileSync(
    path.join(build, 'cfn-outputs/flat-outputs.json'),
    path.join(reports, 'flat-outputs.json'),
  );
  return countsIn(readFileSync(results, 'utf8'));
}

export function countsIn(junit: string): TestCounts {
  const suites = [...junit.matchAll(/<testsuite [^>]*>/g)].map(([tag]) => tag);
  const sum = (name: string) =>
    suites.reduce(
      (total, tag) => total + Number(new RegExp(` ${name}="(\\d+)"`).exec(tag)?.[1] ?? 0),
      0,
    );
  const [failed, skipped] = [sum('failures') + sum('errors'), sum('skipped')];
  return { passed: sum('tests') - failed - skipped, failed, skipped };
}
