import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../tools/platform/settings';

const folder = mkdtempSync(join(tmpdir(), 'tests-that-ran-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What is said of suites of so many tests, so many of them skipped. */
function said(...suites: (readonly [tests: number, skipped: number])[]) {
  const file = join(folder, 'junit.xml');
  const tags = suites.map(
    ([tests, skipped]) =>
      `<testsuite name="s" errors="0" failures="0" skipped="${skipped}" tests="${tests}"></testsuite>`,
  );
  writeFileSync(file, `<testsuites tests="99">${tags.join('')}</testsuites>`);
  const program = ['--require', 'tsx/cjs', 'tools/tests-that-ran.ts', file];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, said: `${stdout}${stderr}`.trim() };
}

describe('whoever is asked is told', () => {
  test('how many tests have passed', () => {
    expect(said([3, 0], [4, 0])).toEqual({ status: 0, said: '7' });
  });

  test('that some were skipped', () => {
    expect(said([3, 3], [4, 0])).toEqual({ status: 0, said: '4 of 7' });
  });

  test.each([[[[3, 3]]], [[]]] as const)('nothing when no test ran: %j', (suites) => {
    const { status, said: reason } = said(...suites);
    expect(status).toBe(1);
    expect(reason).toMatch(/^a test of '.*' must have passed, got 0 failed, \d skipped$/);
  });
});
