import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { REGION } from '../../lib/config/region';
import { freePort } from '../free-port';
import { ROOT } from '../platform/settings';
import { ofNewestCommit } from './checkout';
import { Program } from './programs';

/* moto, a Python program that answers as AWS does, with what tools/rehearse/emulator adds to it. */

const VERSION = '5.2.1';
const IMAGE = `motoserver/moto:${VERSION}`;
const VIRTUAL_ENVIRONMENT = path.join(ROOT, '.build', 'moto');
const ADDITIONS = path.join(__dirname, 'emulator');
/** Python on a busy machine; an image may have to be fetched. */
const START_TIMEOUT_MS = 120_000;
const STOP_MS = 2_000;

export interface Emulator {
  /** By an address, not a name: before that, AWS's programs would put the names of buckets. */
  readonly url: string;
  /** What it has seen; see {@link readRecord}. */
  readonly record: string;
  /** How it was found, for the report. */
  readonly found: string;
  stop(): Promise<void>;
}

/** Starts it on a free port; `apiUrl` is where the rehearsal answers for API Gateway. */
export async function startEmulator(directory: string, apiUrl: string): Promise<Emulator> {
  const port = await freePort();
  const record = path.join(directory, 'record.jsonl');
  writeFileSync(record, '');
  const { found, command, args } = launcher(directory, port);
  const program = new Program(command, args, {
    log: path.join(directory, 'emulator.log'),
    env: { ...process.env, ...emulatorEnvironment(port, record, apiUrl) },
  });
  const url = `http://127.0.0.1:${port}`;
  await Promise.race([answers(`${url}/moto-api/`), program.failed]);
  const stop = () => program.stop(STOP_MS);
  return { url, record, found, stop };
}

function emulatorEnvironment(port: number, record: string, apiUrl: string): NodeJS.ProcessEnv {
  return {
    REHEARSAL_RECORD: record,
    REHEARSAL_API_URL: apiUrl,
    REHEARSAL_COMMIT_MESSAGE: ofNewestCommit('%B'),
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'operator',
    AWS_SECRET_ACCESS_KEY: 'operator',
    S3_IGNORE_SUBDOMAIN_BUCKETNAME: 'true', // or it takes 127 for a bucket
    MOTO_IAM_LOAD_MANAGED_POLICIES: 'true', // the bootstrap names one of AWS's own
  };
}

/** moto on PATH, else installed into a virtual environment, else in Docker. */
function launcher(directory: string, port: number) {
  const own = path.join(VIRTUAL_ENVIRONMENT, 'bin', 'python3');
  const listen = ['-p', String(port), '-H'];
  const python = [besideMotoServer(), 'python3', own].find(hasMoto) ?? installed(own);
  if (python !== undefined) {
    const args = [ADDITIONS, ...listen, '127.0.0.1'];
    return { found: `moto ${VERSION.split('.')[0] ?? ''} of ${python}`, command: python, args };
  }
  if (succeeds('docker', 'info')) {
    const variables = Object.keys(emulatorEnvironment(port, '', '')).flatMap((name) => [
      '-e',
      name,
    ]);
    const folders = [ADDITIONS, directory].flatMap((each) => ['-v', `${each}:${each}`]);
    const run = [
      'run',
      '--rm',
      '--init',
      '-p',
      `127.0.0.1:${port}:${port}`,
      ...variables,
      ...folders,
    ];
    const args = [...run, '--entrypoint', 'python3', IMAGE, ADDITIONS, ...listen, '0.0.0.0'];
    return { found: `${IMAGE} in Docker`, command: 'docker', args };
  }
  throw new Error(
    "moto 5 must be on PATH ('moto_server'), or python3 with venv and pip to install it, or Docker to run it, got none; install one of them",
  );
}

/** The interpreter that `moto_server` on PATH is run by. */
function besideMotoServer(): string | undefined {
  const folder = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .find((each) => existsSync(path.join(each, 'moto_server')));
  if (folder === undefined) return undefined;
  return path.join(path.dirname(realpathSync(path.join(folder, 'moto_server'))), 'python3');
}

function hasMoto(python: string | undefined): python is string {
  const check = "import moto.server; assert moto.__version__.startswith('5.')";
  return python !== undefined && succeeds(python, '-c', check);
}

function installed(python: string): string | undefined {
  console.log(`installing moto ${VERSION} into ${path.relative(ROOT, VIRTUAL_ENVIRONMENT)}`);
  const made =
    succeeds('python3', '-m', 'venv', VIRTUAL_ENVIRONMENT) &&
    succeeds(python, '-m', 'pip', 'install', '--quiet', `moto[server]==${VERSION}`);
  return made ? python : undefined;
}

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (Date.now() > deadline) throw new Error(`the emulator must answer at ${url}, and does not`);
    await sleep(100);
  }
}
