import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const { reporters } = jest.requireActual<{ reporters: readonly (string | object)[] }>(
  '../../jest.config',
);

const ROOT = path.join(__dirname, '../..');
const HELPER = path.join(__dirname, 'servers/describe-with');
const LACKING = "{ met: false, remedy: 'no such_program on PATH; install it' }";

/** Two groups of a title that lack a program, one that does not, one that somebody skips. */
const TESTS = `
  import { describeWith } from '${HELPER}';
  const tests = () => { it('one', () => {}); it('two', () => {}); };
  describeWith(${LACKING}, 'a store', tests);
  describeWith(${LACKING}, 'a store', tests);
  describeWith({ met: true, remedy: 'none' }, 'arithmetic', tests);
  describe.skip('a group', tests);
`;

describe('the end of a run of tests', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'skipped-groups-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  /** What Jest with the configuration of this repository writes about one file of tests. */
  function endOf(tests: string, environment: NodeJS.ProcessEnv): string {
    writeFileSync(path.join(directory, 'some.test.ts'), tests);
    const config = {
      rootDir: directory,
      transform: { '\\.ts$': [require.resolve('ts-jest'), { tsconfig: `${ROOT}/tsconfig.json` }] },
      reporters: reporters
        .filter((reporter) => typeof reporter === 'string') // no report of this run into a file
        .map((reporter) => reporter.replace('<rootDir>', ROOT)),
    };
    const program = path.join(ROOT, 'node_modules/jest/bin/jest.js');
    const { stderr } = spawnSync(process.execPath, [program, '--config', JSON.stringify(config)], {
      encoding: 'utf8',
      env: environment,
    });
    return stderr;
  }

  it('says once which groups were skipped for want of a program, and what to do', () => {
    expect(endOf(TESTS, { PATH: process.env['PATH'] })).toMatch(
      /\nTests: +6 skipped, 2 passed, 8 total\n[^]*\n\nGroups of tests that were skipped:\n {2}a store \(skipped: no such_program on PATH; install it\)\n$/,
    );
  });

  it('says nothing of the kind where everything is run', () => {
    const end = endOf(TESTS, { PATH: process.env['PATH'], CI: 'true' });
    expect(end).toMatch(/\nTests: +2 skipped, 6 passed, 8 total\n/);
    expect(end).not.toContain('Groups of tests');
  });
});
