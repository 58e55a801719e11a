import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import { ROOT } from '../platform/settings';
import { type Engine, engineOptions } from './engine';

/**
 * One build at a time on a machine: the second finds the layers of the first. It ends with who began it.
 * Not in TMPDIR, which is another folder for each run of the tests.
 */
const LOCK = `/var/tmp/streamtech-image-${userInfo().username}.lock`;
const NODE_BASE = path.join(__dirname, 'node-base.sh');
/** Of npm's own configuration, in the official image. */
const NPM_CONFIGURATION = '/usr/local/etc';

/** Runs `docker build` with these arguments in a folder. Returns its exit code. */
export function build(engine: Engine, args: readonly string[], directory: string): number {
  const options = engine === 'docker' ? [] : podmanOptions(directory);
  const [command = '', ...rest] = locked([
    engine,
    ...engineOptions(engine),
    'build',
    ...options,
    ...args,
  ]);
  return spawnSync(command, rest, { cwd: directory, stdio: 'inherit' }).status ?? 1;
}

/** By changes of root alone, which more machines allow than containers; both of the first stages at once. */
function podmanOptions(directory: string): string[] {
  const common = ['--isolation', 'chroot', '--network', 'host', '--layers', '--jobs', '2'];
  const [, node = ''] =
    /^ARG NODE=(.+)$/m.exec(readFileSync(path.join(directory, 'src/worker/Dockerfile'), 'utf8')) ??
    [];
  if (isToBeHad(node)) return common;
  return [...common, ...npmOptions(), '--build-arg', `NODE=${nodeBase(node)}`];
}

function isToBeHad(image: string): boolean {
  return (
    spawnSync('podman', ['image', 'exists', image]).status === 0 ||
    spawnSync('podman', ['pull', '--quiet', image], { stdio: 'ignore' }).status === 0
  );
}

/** Makes what stands in for an official image. Returns its name. */
function nodeBase(official: string): string {
  const [, version = '', release = ''] = /:([\d.]+)-([a-z]+)/.exec(official) ?? [];
  const made = createHash('sha256').update(readFileSync(NODE_BASE)).digest('hex').slice(0, 12);
  const image = `localhost/streamtech-node-base:${version}-${release}-${made}`;
  const [command = '', ...args] = locked(['bash', NODE_BASE, image, version, release]);
  execFileSync(command, args, { stdio: 'inherit' });
  return image;
}

/** Where npm of this machine trusts an authority of its own, npm of the build does too. */
function npmOptions(): string[] {
  const said = execFileSync('npm', ['config', 'get', 'cafile'], { encoding: 'utf8' }).trim();
  if (said === 'null') return [];
  const folder = path.join(ROOT, '.build', 'image-npm');
  mkdirSync(folder, { recursive: true });
  copyFileSync(said, path.join(folder, 'authorities.pem'));
  writeFileSync(path.join(folder, 'npmrc'), `cafile=${NPM_CONFIGURATION}/authorities.pem\n`);
  return ['--volume', `${folder}:${NPM_CONFIGURATION}:ro`];
}

function locked(command: readonly string[]): readonly string[] {
  return process.platform === 'linux'
    ? ['setpriv', '--pdeathsig', 'TERM', 'flock', '--no-fork', LOCK, ...command]
    : command;
}
