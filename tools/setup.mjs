/*
 * Makes a fresh clone ready: npm packages, ffmpeg and, for the tests, a browser and Redis. Runs before
 * `npm start`, `npm test` and their like (npm's pre-scripts), so it may import nothing but Node's own
 * modules, and takes a few milliseconds when there is nothing to do.
 *
 *   node tools/setup.mjs [program…]     programs beyond ffmpeg that are wanted: chromium, redis-server,
 *                                       strace, python3, podman, shellcheck
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const MINIMUM_NODE = [20, 19];

/** What to look for on PATH, what each package manager calls it, and what is lost without it. */
const programs = {
  ffmpeg: {
    binaries: [['ffprobe'], ['ffmpeg']],
    packages: { 'apt-get': 'ffmpeg', dnf: 'ffmpeg-free', apk: 'ffmpeg', brew: 'ffmpeg' },
  },
  chromium: {
    binaries: [['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']],
    // the shell takes a third of the time, and only Debian has it as a package
    packages: {
      'apt-get': isDebian() ? 'chromium-headless-shell' : 'chromium',
      dnf: 'chromium',
      apk: 'chromium',
      brew: 'chromium',
    },
    without: 'the browser tests are skipped',
  },
  strace: {
    binaries: [['strace']],
    packages: { 'apt-get': 'strace', dnf: 'strace', apk: 'strace' },
    without: 'what parsers touch is not looked at',
  },
  'redis-server': {
    binaries: [['redis-server']],
    packages: { 'apt-get': 'redis-server', dnf: 'redis', apk: 'redis', brew: 'redis' },
    without: 'the tests against a real Redis are skipped',
  },
  python3: {
    // either will do: tools/cfn-lint.ts installs the one by the other
    binaries: [['cfn-lint', 'python3']],
    packages: { 'apt-get': 'python3-venv', dnf: 'python3', apk: 'python3', brew: 'python3' },
    without: 'cfn-lint cannot look at the templates, and that check fails',
  },
  podman: {
    binaries: [['podman']],
    // Docker may be installed with nothing that answers it
    instead: ['docker', 'info'],
    packages: {
      // mmdebstrap: the base of the image where no registry of images is reached
      'apt-get': ['podman', 'runc', 'catatonit', 'uidmap', 'mmdebstrap'],
      dnf: 'podman',
      apk: 'podman',
    },
    without: 'the image of the worker is not built, and the rehearsal fails',
  },
  shellcheck: {
    binaries: [['shellcheck']],
    packages: { 'apt-get': 'shellcheck', dnf: 'ShellCheck', apk: 'shellcheck', brew: 'shellcheck' },
    without: 'ShellCheck does not read the shell scripts',
  },
};

/** Says what to do. */
class SetupError extends Error {}

checkNode();
// at once: the one unpacks, the other waits for its downloads
const installed = await Promise.allSettled([
  installPackages(),
  installPrograms(['ffmpeg', ...process.argv.slice(2)]),
]);
const { reason } = installed.find(({ status }) => status === 'rejected') ?? {};
if (reason) fail(reason instanceof SetupError ? reason.message : reason.stack);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = MINIMUM_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  fail(`Node must be ${MINIMUM_NODE.join('.')} or later, got ${process.versions.node}`);
}

/**
 * Installs when the installed packages are not those of the lock file. Not `npm ci`: it refuses a lock
 * file in which an optional binary of some other platform could not be resolved.
 */
async function installPackages() {
  const stamp = path.join(root, 'node_modules', '.setup-lock-hash');
  const hash = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  say('installing the npm packages of the lock file');
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  const status = await run(command, [...args, 'install', '--no-save', '--no-audit', '--no-fund']);
  if (status !== 0) throw new SetupError('npm failed; see above');
  writeFileSync(stamp, hash);
}

async function installPrograms(names) {
  const missing = names.filter((name) => !isPresent(programs[name]));
  if (missing.length === 0) return;
  const manager = ['apt-get', 'dnf', 'apk', 'brew'].find((name) => onPath(name));
  const packages = missing.flatMap((name) => programs[name].packages[manager] ?? []);
  const install = packages.length > 0 ? installCommands(manager, packages) : undefined;
  const canInstall = install && (manager === 'brew' || isRoot() || canSudo());
  if (canInstall) {
    say(`installing ${packages.join(', ')} with ${manager}`);
    for (const [command, ...args] of install) await run(command, args);
  }
  for (const name of missing.filter((each) => !isPresent(programs[each]))) {
    const command = install?.map((words) => words.join(' ')).join(' && ');
    const remedy = command ? `install it with: ${command}` : 'install it and put it on PATH';
    const { without } = programs[name];
    if (without === undefined) {
      throw new SetupError(`'${name}' is needed and is not on PATH; ${remedy}`);
    }
    say(`'${name}' is not on PATH, so ${without}; ${remedy}`);
  }
}

function installCommands(manager, packages) {
  const sudo = isRoot() ? [] : ['sudo', ...(canSudo() ? ['-n'] : [])];
  switch (manager) {
    case 'apt-get':
      return [
        [...sudo, 'apt-get', 'update', '-qq'],
        [...sudo, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
      ];
    case 'dnf':
      return [[...sudo, 'dnf', 'install', '-y', ...packages]];
    case 'apk':
      return [[...sudo, 'apk', 'add', ...packages]];
    case 'brew':
      return [['brew', 'install', ...packages]];
    default:
      return undefined;
  }
}

function isPresent({ binaries, instead: [command, ...args] = [] }) {
  if (command && onPath(command) && spawnSync(command, args).status === 0) return true;
  return binaries.every((alternatives) => alternatives.some((name) => onPath(name)));
}

function onPath(name) {
  return (process.env.PATH ?? '').split(path.delimiter).some((directory) => {
    try {
      accessSync(path.join(directory, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function isDebian() {
  const release = '/etc/os-release';
  return existsSync(release) && /^ID=debian$/m.test(readFileSync(release, 'utf8'));
}

function isRoot() {
  return process.getuid?.() === 0;
}

function canSudo() {
  return onPath('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
}

/** Exit code; null = it did not start, or was killed. */
async function run(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
  const [status] = await once(child, 'close').catch(() => [null]);
  return status;
}

function say(text) {
  console.error(`set-up: ${text}`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
