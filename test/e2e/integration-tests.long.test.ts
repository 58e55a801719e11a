import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { localKeys, localKeysFile } from '../../tools/platform/local-keys';
import { writeOutputs } from '../../tools/platform/outputs';
import { ROOT } from '../../tools/platform/settings';
import { type APlatform, aPlatform, closeAndRemove } from '../support/servers/local-platform';

/* `npm run test:integ`, as the pipeline runs it after a deploy, against a platform on this machine. */

jest.setTimeout(180_000);

describe('the integration tests', () => {
  let platform: APlatform;
  let directory: string;
  let outputs: string;

  beforeAll(async () => {
    platform = await aPlatform();
    directory = platform.settings.dataDirectory;
    outputs = path.join(directory, 'flat-outputs.json');
    await writeOutputs(platform, directory, outputs);
  });

  afterAll(() => closeAndRemove(platform));

  test('pass', async () => {
    const { failed, passed, messages } = await integrationTests();
    expect({ failed, messages }).toEqual({ failed: 0, messages: [] });
    expect(passed).toBeGreaterThan(10);
  });

  test('fail where a key may do more than it should', async () => {
    const file = localKeysFile(directory);
    const keys = await localKeys(directory);
    await writeFile(file, JSON.stringify({ ...keys, readKey: keys.writeKey }));
    const { messages } = await integrationTests('access');
    await writeFile(file, JSON.stringify(keys));
    expect(messages).toEqual([expect.stringContaining('"status": 404')]);
  });

  async function integrationTests(pattern = '') {
    const file = path.join(directory, 'results.json');
    const jest = [
      ...[require.resolve('jest/bin/jest'), '--config', 'test/integ/jest.config.js', pattern],
      ...['--reporters', 'default', '--json', '--outputFile', file],
    ];
    // that tests failed is in the results
    await promisify(execFile)(process.execPath, jest, {
      cwd: ROOT,
      env: { ...process.env, FLAT_OUTPUTS: outputs },
    }).catch(() => undefined);
    const results = JSON.parse(await readFile(file, 'utf8')) as {
      numFailedTests: number;
      numPassedTests: number;
      testResults: { message: string }[];
    };
    return {
      failed: results.numFailedTests,
      passed: results.numPassedTests,
      messages: results.testResults.map(({ message }) => message).filter(Boolean),
    };
  }
});
