import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { createLogger } from '../../../src/runtime/logger';
import { startLocalPlatform } from '../../../tools/platform/local-platform';
import { asPortError } from '../../../tools/platform/port-error';
import { readSettings } from '../../../tools/platform/settings';
import { temporaryDirectory } from '../../support/servers/local-platform';

test('a port that is taken is named, with what to do, and leaves no store running', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const directory = await temporaryDirectory();
  const environment = { PORT: String(port), DATA_DIRECTORY: directory, QC_PROFILE: 'none' };
  const settings = readSettings({ ...environment, PATH: process.env['PATH'] });
  await expect(startLocalPlatform({ settings, logger: createLogger('silent') })).rejects.toThrow(
    new RegExp(`^port ${port} of 127.0.0.1 must be free, .*PORT=8081 npm start`),
  );
  expect(existsSync(path.join(directory, 'postgres-17/data/PG_VERSION'))).toBe(true);
  expect(existsSync(path.join(directory, 'postgres-17/data/postmaster.pid'))).toBe(false);
  other.close();
  await rm(directory, { recursive: true });
});

test('a port that only root may listen on is named', () => {
  const refused = Object.assign(new Error('listen EACCES'), { code: 'EACCES' });
  expect(asPortError(refused, { host: '127.0.0.1', port: 80 })).toMatchObject({
    message: expect.stringMatching(/^port 80 of .*PORT=8081 npm start/) as string,
  });
});

test('another error stays as it is', () => {
  const error = new Error('out of memory');
  expect(asPortError(error, { host: '127.0.0.1', port: 80 })).toBe(error);
});
