import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { countsIn, type TestCounts } from '../test-counts';

const OUTPUTS = 'flat-outputs.json';
type OutputName = 'PageUrl' | 'IntegrationKeysSecretArn';

/** Keeps what a build of integration tests left behind, and counts. */
export function keepResults(build: string, reports: string): TestCounts {
  mkdirSync(reports, { recursive: true });
  const results = path.join(build, 'reports/integ/junit.xml');
  copyFileSync(results, path.join(reports, 'integration.junit.xml'));
  copyFileSync(path.join(build, 'cfn-outputs', OUTPUTS), path.join(reports, OUTPUTS));
  return countsIn(readFileSync(results, 'utf8'));
}

/** What the environment of these tests said of itself. */
export function outputsIn(reports: string): Readonly<Record<OutputName, string>> {
  return JSON.parse(readFileSync(path.join(reports, OUTPUTS), 'utf8')) as Record<
    OutputName,
    string
  >;
}
