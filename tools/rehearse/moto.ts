import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../platform/settings';

/* moto, a Python program that answers as AWS does, with what tools/rehearse/emulator adds to it. */

const VERSION = '5.2.1';
const IMAGE = `ghcr.io/getmoto/motoserver:${VERSION}`;
const HAS_MOTO = "import moto.server; assert moto.__version__.startswith('5.')";
const ADDITIONS = path.join(__dirname, 'emulator');

export interface LauncherOptions {
  /** Takes the record. */
  readonly directory: string;
  readonly port: number;
  /** Names of the variables that it needs. */
  readonly variables: readonly string[];
  /** Where programs are looked for. */
  readonly searchPath: string;
  /** Where it is installed when Python has it not. @default - under .build */
  readonly virtualEnvironment?: string;
}

export interface Launcher {
  /** For the report. */
  readonly found: string;
  readonly command: string;
  readonly args: readonly string[];
}

/** moto on PATH, else installed into a virtual environment, else in Docker. @throws when none is to be had */
export function launcher(options: LauncherOptions): Launcher {
  const { port, searchPath, virtualEnvironment = path.join(ROOT, '.build', 'moto') } = options;
  const succeeds = (command: string, ...args: readonly string[]) =>
    spawnSync(command, args, { stdio: 'ignore', env: { ...process.env, PATH: searchPath } })
      .status === 0;
  const own = path.join(virtualEnvironment, 'bin', 'python3');
  const python = [besideMotoServer(searchPath), 'python3', own].find(
    (each) => each !== undefined && succeeds(each, '-c', HAS_MOTO),
  );
  if (python !== undefined) return byPython(python, port);
  if (succeeds('python3', '--version')) {
    console.log(`installing moto ${VERSION} into ${virtualEnvironment}`);
    const isInstalled =
      succeeds('python3', '-m', 'venv', virtualEnvironment) &&
      succeeds(own, '-m', 'pip', 'install', '--quiet', `moto[server]==${VERSION}`);
    if (isInstalled) return byPython(own, port);
  }
  if (succeeds('docker', 'info')) return byDocker(options);
  throw new Error(
    "neither moto 5 ('moto_server') is on PATH, nor python3 with venv and pip to install it, nor Docker to run it; install one of them",
  );
}

function byPython(python: string, port: number): Launcher {
  return {
    found: `moto 5 of ${python}`,
    command: python,
    args: [ADDITIONS, '-H', '127.0.0.1', '-p', String(port)],
  };
}

function byDocker({ directory, port, variables }: LauncherOptions): Launcher {
  return {
    found: `${IMAGE} in Docker`,
    command: 'docker',
    args: [
      ...['run', '--rm', '--init', '--publish', `127.0.0.1:${port}:${port}`],
      ...variables.flatMap((name) => ['--env', name]),
      ...[ADDITIONS, directory].flatMap((each) => ['--volume', `${each}:${each}`]),
      ...['--entrypoint', 'python3', IMAGE, ADDITIONS, '-H', '0.0.0.0', '-p', String(port)],
    ],
  };
}

/** The interpreter that `moto_server` on PATH is run by. */
function besideMotoServer(searchPath: string): string | undefined {
  const folder = searchPath
    .split(path.delimiter)
    .find((each) => existsSync(path.join(each, 'moto_server')));
  if (folder === undefined) return undefined;
  return path.join(path.dirname(realpathSync(path.join(folder, 'moto_server'))), 'python3');
}
