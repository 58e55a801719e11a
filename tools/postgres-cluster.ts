import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PostgresBinaries } from './postgres-binaries';

/** The files of an embedded server. */
export interface PostgresCluster {
  readonly data: string;
  readonly log: string;
  readonly user: string;
  readonly password: string;
}

/** Makes it at the first call; later ones find it. */
export async function ensureCluster(
  directory: string,
  binaries: PostgresBinaries,
  user = 'streamtech',
): Promise<PostgresCluster> {
  await mkdir(directory, { recursive: true });
  // the major version is in the name: a later one cannot read this one's files
  const home = path.join(directory, 'postgres-17');
  if ((await passwordIn(home)) === undefined) await createCluster(home, binaries, user);
  return {
    data: path.join(home, 'data'),
    log: path.join(home, 'data', 'server.log'),
    user,
    password: (await passwordIn(home)) ?? '',
  };
}

/** Made beside its place and moved there whole: a start that was killed, or doubled, leaves no half. */
async function createCluster(
  home: string,
  binaries: PostgresBinaries,
  user: string,
): Promise<void> {
  const draft = await mkdtemp(`${home}.`);
  try {
    await writeFile(passwordFile(draft), randomBytes(24).toString('base64url'), { mode: 0o600 });
    const data = path.join(draft, 'data');
    await mkdir(data, { mode: 0o700 });
    if (binaries.owner) await chown(data, binaries.owner.uid, binaries.owner.gid);
    await binaries.run('initdb', [
      `--pgdata=${data}`,
      `--username=${user}`,
      `--pwfile=${passwordFile(draft)}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // the same order on every machine; titles name their ICU collation themselves
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--set=listen_addresses=127.0.0.1',
      '--set=unix_socket_directories=',
      // nothing is in it yet; the first checkpoint syncs what is
      '--no-sync',
    ]);
    // mkdtemp let only us in; the server may run as another user
    await chmod(draft, 0o755);
    await rename(draft, home);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // another process may have been quicker
    if ((await passwordIn(home)) === undefined) throw error;
  }
}

function passwordIn(home: string): Promise<string | undefined> {
  return readFile(passwordFile(home), 'utf8').catch(() => undefined);
}

function passwordFile(home: string): string {
  return path.join(home, 'password');
}
