import { spawnSync } from 'node:child_process';

/** As root a namespace of mounts is enough; others must be root in one of users first. */
const UNSHARE = [
  'unshare',
  '--mount',
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
] as const;

/** A mount of its own keeps what it was mounted with: folders stay writable in what is read-only. */
const SCRIPT = `set -e
root="$1"; shift
mount --rbind "$root" "$root"
while [ "$1" != -- ]; do mount --bind "$1" "$1"; shift; done
shift
mount --options remount,bind,ro "$root"
mount --options remount,bind,ro /
cd "$PWD" # or it would still be where the folder was before
exec "$@"`;

/** Whether this kernel lets a process have mounts of its own. Containers often do not. */
export function canBeReadOnly(): boolean {
  const [command, ...args] = UNSHARE;
  const mounts = 'mount --bind /tmp /tmp && mount --options remount,bind,ro /';
  return spawnSync(command, [...args, 'sh', '-c', mounts]).status === 0;
}

/** The command on a disk that is read-only but for the folders `writable` below `root`. */
export function onReadOnlyDisk(
  command: readonly string[],
  root: string,
  writable: readonly string[],
): string[] {
  return [...UNSHARE, 'sh', '-c', SCRIPT, 'sh', root, ...writable, '--', ...command];
}
