import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../tools/embedded-postgres';
import { prepareServers, type DatabaseServer } from './servers/databases';

declare global {
  var stopTestServers: (() => Promise<void>) | undefined;
}

/**
 * One database server for all test files, and beside it the one that CI names. What the tests, and CDK
 * on their behalf, leave in temporary folders goes with the folder made here.
 */
// eslint-disable-next-line no-restricted-syntax -- Jest takes the default export
export default async function globalSetup(): Promise<void> {
  const temporary = await mkdtemp(path.join(tmpdir(), 'streamtech-test-'));
  await chmod(temporary, 0o755); // started by root, PostgreSQL runs as a user of its own
  process.env['TMPDIR'] = temporary;
  const embedded = await startEmbeddedPostgres({
    directory: path.join(temporary, 'postgres'),
    // nothing here has to outlive a crash
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  });
  globalThis.stopTestServers = async () => {
    await embedded.stop();
    await rm(temporary, { recursive: true, force: true });
  };
  const servers: DatabaseServer[] = [{ name: 'embedded PostgreSQL', url: embedded.url }];
  const url = process.env['TEST_DATABASE_URL'];
  if (url) servers.push({ name: 'PostgreSQL of TEST_DATABASE_URL', url });
  await prepareServers(servers);
}
