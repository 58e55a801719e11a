import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastRelease, ReleaseNotFoundError } from '../../../tools/release/last-release';
import { describeWith, type Requirement } from '../../support/servers/describe-with';
import {
  createDatabase,
  databaseServers,
  withServers,
  type TestDatabase,
} from '../../support/servers/databases';

/*
 * A deploy migrates first, while the release before is at work, and a rollback brings that one back: the schema of
 * today carries both. The release before never meets an older schema, and today's code doesn't either.
 */

const ROOT = join(__dirname, '../../..');
const CONFIG = 'released.jest.config.js';
const TESTS = 'test/storage/catalogue/postgres-catalogue-contract.test.ts';

jest.setTimeout(240_000);

describeWith(release(), 'the last release, on the schema of today', () => {
  let checkout: string;
  beforeAll(() => {
    checkout = mkdtempSync(join(tmpdir(), 'released-'));
    const tar = execFileSync('git', ['archive', lastRelease()], {
      cwd: ROOT,
      maxBuffer: 1024 * 1024 * 1024,
    });
    execFileSync('tar', ['-x'], { cwd: checkout, input: tar });
    symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
    // its tests copy the database that the global set-up of this run has migrated
    writeFileSync(
      join(checkout, CONFIG),
      `const { globalSetup, globalTeardown, reporters, ...settings } = require('./jest.quick.config.js');
       module.exports = settings;`,
    );
  });

  it('does all that its catalogue promises', () => {
    const env = { ...process.env, JEST_WORKER_ID: undefined };
    const { status, stderr } = spawnSync(
      process.execPath,
      [require.resolve('jest/bin/jest'), '--config', CONFIG, TESTS],
      { cwd: checkout, encoding: 'utf8', env: { ...env, ...withServers([databaseServers()[0]]) } },
    );
    if (status !== 0) throw new Error(stderr);
    expect(stderr).toMatch(/^Tests: +\d{3} passed, \d{3} total$/m);
  });

  describe('when it is brought back', () => {
    let database: TestDatabase;
    beforeAll(async () => {
      database = await createDatabase(databaseServers()[0]);
    });
    afterAll(() => database.drop());

    it('finds nothing to migrate', () => {
      const script = `require('./src/storage/catalogue/migrate').migrate({ connectionString: process.argv[1] })
        .then((applied) => console.log(JSON.stringify(applied)))`;
      const applied = execFileSync(
        process.execPath,
        ['--require', 'tsx/cjs', '--eval', script, database.url],
        { cwd: checkout, encoding: 'utf8' },
      );
      expect(applied).toBe('[]\n');
    });
  });
});

/** A build of the pipeline has no history, and a clone may be shallow. */
function release(): Requirement {
  try {
    lastRelease();
    return { met: true, remedy: '' };
  } catch (error) {
    if (!(error instanceof ReleaseNotFoundError)) throw error;
    return { met: false, remedy: error.message, inCi: 'skipped' };
  }
}
