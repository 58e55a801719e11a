import fs from 'node:fs';
import type { runCanary } from '../../src/canary/run-canary';
import type * as Entry from '../../src/entries/canary.lambda';

test('the function of the canary sends the clip that lies beside it', async () => {
  Object.assign(process.env, {
    ENVIRONMENT_SUFFIX: 'test',
    API_URL: 'https://api.streamtech.jp/test/',
    CANARY_KEY_SECRET_ARN:
      'arn:aws:secretsmanager:ap-northeast-1:111111111111:secret:canary-AbCdEf',
  });
  const readFile = fs.readFileSync.bind(fs) as (
    ...args: readonly unknown[]
  ) => string | Buffer<ArrayBuffer>;
  jest
    .spyOn(fs, 'readFileSync')
    .mockImplementation((...args: readonly unknown[]) =>
      String(args[0]).endsWith('entries/clip.mp4') ? Buffer.from('clip') : readFile(...args),
    );
  const run = jest.fn<ReturnType<typeof runCanary>, Parameters<typeof runCanary>>();
  jest.doMock('../../src/canary/run-canary', () => ({ runCanary: run }));

  const { handler } = jest.requireActual<typeof Entry>('../../src/entries/canary.lambda');
  await handler();

  expect(run).toHaveBeenCalledTimes(1);
  expect(Buffer.from(run.mock.calls[0]?.[0].clip ?? []).toString()).toBe('clip');
});
