import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../..');

it('policies are evaluated as AWS documents it', () => {
  const tests = path.join(__dirname, 'emulator/policies_test.py');
  const { status, stderr } = spawnSync('python3', [tests], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PYTHONPATH: path.join(ROOT, 'tools/rehearse/emulator'),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: expect.stringMatching(/OK\n$/) as unknown,
  });
});
