import { execFile, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';

/**
 * - `kernel` a limit on the address space that a program cannot exceed; Linux
 * - `polling` the resident set is looked at a few times a second; where the kernel has no such limit
 */
export type MemoryEnforcement = 'kernel' | 'polling';

const BYTES_PER_KIB = 1024;
const MS_PER_SECOND = 1000;

/**
 * The same program under limits of the kernel: address space, no core dump, and the processor seconds
 * that it could use within its time limit, which end it even when this process is gone. The shell
 * replaces itself with the program and costs half a millisecond; `prlimit` costs 0.8.
 */
export function underMemoryLimit(
  command: string,
  args: readonly string[],
  limits: { readonly memoryBytes: number; readonly wallMs: number },
): [string, string[]] {
  const kib = Math.floor(limits.memoryBytes / BYTES_PER_KIB);
  const cpuSeconds = Math.ceil(limits.wallMs / MS_PER_SECOND) * availableParallelism();
  const script = `ulimit -c 0 && ulimit -v ${kib} && ulimit -S -t ${cpuSeconds} && exec "$0" "$@"`;
  return ['/bin/sh', ['-c', script, command, ...args]];
}

/** Each look starts a process; a limit of hundreds of megabytes is not passed by much in between. */
const POLL_MS = 250;

/** Calls `onExceeded` once the resident set of the process is greater. Returns how to stop. */
export function watchMemory(
  child: ChildProcess,
  memoryBytes: number,
  onExceeded: () => void,
): () => void {
  const timer = setInterval(() => {
    execFile('/bin/ps', ['-o', 'rss=', '-p', String(child.pid)], (error, stdout) => {
      // gone already: nothing to limit
      if (error) return;
      if (Number(stdout) * BYTES_PER_KIB > memoryBytes) onExceeded();
    });
  }, POLL_MS);
  return () => {
    clearInterval(timer);
  };
}
