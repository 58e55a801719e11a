import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import type { Readable } from 'node:stream';
import { underMemoryLimit, watchMemory, type MemoryEnforcement } from './memory-limit';
import { endOf, type Ending, type Outcome } from './sandbox-outcome';
import { TextTail } from './text-tail';

/**
 * Runs a program on input that may be hostile: in a process group of its own, with an empty
 * environment, no standard input, and limits on time, memory and output. Whatever happens, no process
 * of the group is left when this returns.
 *
 * @throws the signal's reason when `signal` aborts
 * @throws Error when the program cannot be started, and what a taker of output throws
 */
export async function runInSandbox(job: SandboxJob): Promise<Outcome> {
  job.signal?.throwIfAborted();
  const enforcement = job.memoryEnforcement ?? defaultEnforcement;
  const [command, args] =
    enforcement === 'kernel'
      ? underMemoryLimit(job.command, job.args, job.limits)
      : [job.command, [...job.args]];
  const child = spawn(command, args, {
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...(job.onPipes ?? []).map(() => 'pipe' as const)],
  }) as Spawned;
  if (job.priority === 'low') lowerPriority(child);
  return supervise(child, job, enforcement);
}

export interface SandboxJob {
  /** Absolute path: there is no PATH in the sandbox. */
  readonly command: string;
  readonly args: readonly string[];
  readonly limits: SandboxLimits;
  /** `low` leaves the processor to whatever else is there to be run. @default that of this process */
  readonly priority?: 'low';
  readonly signal?: AbortSignal | undefined;
  /** Takes standard output as it comes; what it takes is not kept and not counted. */
  readonly onStdout?: OnChunk | undefined;
  /** Takes standard error as it comes, and gives back what of it is kept. */
  readonly onStderr?: ((chunk: Buffer) => Buffer) | undefined;
  /** Take what the program writes to its file descriptors 3, 4 and so on, as it comes. */
  readonly onPipes?: readonly OnChunk[] | undefined;
  /** @default kernel on Linux, polling elsewhere */
  readonly memoryEnforcement?: MemoryEnforcement | undefined;
}

type OnChunk = (chunk: Buffer) => void;

export interface SandboxLimits {
  readonly wallMs: number;
  /** Address space under the kernel's enforcement, resident set under polling. */
  readonly memoryBytes: number;
  /** Of standard output. Standard error is cut in its middle instead. */
  readonly outputBytes: number;
}

/**
 * Of the one thread that there is so far; those that it starts have the same. Where Linux schedules by sessions, the
 * priority of the process counts within its session alone, and that of the session is set beside it (sched(7),
 * "The autogroup feature").
 */
function lowerPriority({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
    writeFileSync(`/proc/${pid}/autogroup`, String(constants.priority.PRIORITY_BELOW_NORMAL), {
      flag: 'r+',
    });
  } catch {
    // it has ended already, or there are no such sessions
  }
}

/** After standard input, output and error. */
const FIRST_PIPE = 3;

const defaultEnforcement: MemoryEnforcement = process.platform === 'linux' ? 'kernel' : 'polling';

type Spawned = ChildProcess & { stdout: Readable; stderr: Readable };

async function supervise(
  child: Spawned,
  job: SandboxJob,
  enforcement: MemoryEnforcement,
): Promise<Outcome> {
  const { limits, signal } = job;
  const stdout: Buffer[] = [];
  const stderr = new TextTail();
  let stdoutBytes = 0;
  let ending: Ending | undefined;
  let thrown: { readonly error: unknown } | undefined;
  const end = (why: Ending): void => {
    ending ??= why;
    killGroup(child);
  };

  const keep: OnChunk = (chunk) => {
    stdoutBytes += chunk.length;
    if (stdoutBytes > limits.outputBytes) end('output_too_large');
    else stdout.push(chunk);
  };
  const give = (output: Readable, taker: OnChunk | undefined): void => {
    output.on('data', (chunk: Buffer) => {
      try {
        if (!thrown) taker?.(chunk);
      } catch (error) {
        thrown = { error };
        end('aborted');
      }
    });
  };
  give(child.stdout, job.onStdout ?? keep);
  give(child.stderr, (chunk) => {
    stderr.append(job.onStderr?.(chunk) ?? chunk);
  });
  job.onPipes?.forEach((taker, i) => {
    give(child.stdio[FIRST_PIPE + i] as Readable, taker);
  });
  const onAbort = (): void => {
    end('aborted');
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  const stopClock = afterRunning(limits.wallMs, () => {
    end('timed_out');
  });
  const stopWatching =
    enforcement === 'polling'
      ? watchMemory(child, limits.memoryBytes, () => {
          end('out_of_memory');
        })
      : () => undefined;

  try {
    const { exitCode, signalName } = await closed(child);
    if (thrown) throw thrown.error;
    if (ending === 'aborted') throw signal?.reason;
    return endOf({
      ending,
      exitCode,
      signalName,
      stdout: Buffer.concat(stdout).toString('utf8'),
      stderr: stderr.toString(),
    });
  } finally {
    stopClock();
    stopWatching();
    signal?.removeEventListener('abort', onAbort);
  }
}

/** A timer that is later than this tells of a standstill, not of a busy moment. */
const LATE_MS = 1000;

/**
 * Calls `then` after so many milliseconds, counted again when this process was frozen meanwhile: a
 * program that waits for our bytes, or was frozen with us, is not to blame. Returns how to stop.
 */
function afterRunning(ms: number, then: () => void): () => void {
  let timer: NodeJS.Timeout;
  const start = (): void => {
    const latest = performance.now() + ms + LATE_MS;
    timer = setTimeout(() => {
      if (performance.now() > latest) start();
      else then();
    }, ms);
  };
  start();
  return () => {
    clearTimeout(timer);
  };
}

async function closed(
  child: ChildProcess,
): Promise<{ exitCode: number | null; signalName: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // what the program started would keep the pipes open, and 'close' away
    child.once('exit', () => {
      killGroup(child);
    });
    child.once('close', (exitCode, signalName) => {
      resolve({ exitCode, signalName });
    });
  });
}

/** The whole group: a negative process id. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // nobody is left; macOS says EPERM while the leader still waits to be buried
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
