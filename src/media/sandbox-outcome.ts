/** How a program in the sandbox ended. `stderr` is cut in its middle when it is long. */
export type Outcome =
  | {
      readonly kind: 'exited';
      readonly exitCode: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly kind: 'timed_out'; readonly stderr: string }
  | { readonly kind: 'out_of_memory'; readonly stderr: string }
  | { readonly kind: 'output_too_large'; readonly stderr: string }
  /** By its own fault: a bad access, an assertion. */
  | { readonly kind: 'crashed'; readonly signalName: NodeJS.Signals; readonly stderr: string }
  /** From outside: the system is short of memory, or the container stops. */
  | { readonly kind: 'killed'; readonly signalName: NodeJS.Signals; readonly stderr: string };

/** Why the sandbox itself ended a program. */
export type Ending = 'timed_out' | 'out_of_memory' | 'output_too_large' | 'aborted';

export interface RawEnd {
  readonly ending: Exclude<Ending, 'aborted'> | undefined;
  readonly exitCode: number | null;
  readonly signalName: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function endOf({ ending, exitCode, signalName, stdout, stderr }: RawEnd): Outcome {
  if (ending !== undefined) return { kind: ending, stderr };
  // the limit on processor time is the last resort of the limit on time
  if (signalName === 'SIGXCPU') return { kind: 'timed_out', stderr };
  if (exitCode === 0) return { kind: 'exited', exitCode, stdout, stderr };
  if (OUT_OF_MEMORY.test(stderr)) return { kind: 'out_of_memory', stderr };
  if (signalName !== null) {
    return { kind: CRASHES.has(signalName) ? 'crashed' : 'killed', signalName, stderr };
  }
  return { kind: 'exited', exitCode: exitCode ?? -1, stdout, stderr };
}

/** What libav and the C library say when an allocation fails. */
const OUT_OF_MEMORY = /cannot allocate memory|out of memory/i;

const CRASHES: ReadonlySet<NodeJS.Signals> = new Set([
  'SIGSEGV',
  'SIGABRT',
  'SIGBUS',
  'SIGILL',
  'SIGFPE',
  'SIGSYS',
  'SIGTRAP',
]);
