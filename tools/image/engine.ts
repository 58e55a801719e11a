import { spawnSync } from 'node:child_process';

/** What builds and runs images: Docker where its server answers, else Podman. They take the same commands. */
export type Engine = 'docker' | 'podman';

const REMEDY =
  'install podman, and run as root or in a container that may mount (--privileged), or start Docker';

/** @throws when neither of them can run a container here; the message says what is missing */
export function findEngine(): Engine {
  if (succeeds('docker', 'info')) return 'docker';
  if (!succeeds('podman', 'info')) {
    throw new Error(`Docker or Podman must run on this machine, and neither does; ${REMEDY}`);
  }
  const namespace = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  if (!succeeds('unshare', '--mount', ...namespace, 'mount', '--bind', '/tmp', '/tmp')) {
    throw new Error(`this machine does not let a process mount; ${REMEDY}`);
  }
  return 'podman';
}

export function hasEngine(): boolean {
  try {
    findEngine();
    return true;
  } catch {
    return false;
  }
}

/** Options of `run` that only Podman has, or needs. */
export function runOptions(engine: Engine): string[] {
  if (engine === 'docker') return [];
  // Podman's defaults are above what a machine without CAP_SYS_RESOURCE may set
  const files = hardLimitOfOpenFiles();
  return [
    '--read-only-tmpfs=false',
    ...['--security-opt', 'label=disable'],
    ...['--ulimit', `nofile=${files}:${files}`],
    ...['--ulimit', `nproc=${PROCESSES}:${PROCESSES}`],
  ];
}

/** Options before the command. */
export function engineOptions(engine: Engine): string[] {
  // crun, which Podman prefers, refuses both versions of cgroups at once
  return engine === 'podman' && succeeds('runc', '--version') ? ['--runtime', 'runc'] : [];
}

/** Podman itself may have as many as pid_max, 32,768, and no container more; a worker has some tens. */
const PROCESSES = 4096;

function hardLimitOfOpenFiles(): number | 'unlimited' {
  const report = process.report.getReport() as unknown as {
    userLimits: { open_files: { hard: number | 'unlimited' } };
  };
  return report.userLimits.open_files.hard;
}

function succeeds(command: string, ...args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
