import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** A program of the rehearsal ended in a way that it must not. */
export class ProgramError extends Error {
  constructor(
    name: string,
    ended: string,
    /** File with all that it said. */
    readonly log: string,
  ) {
    super(`'${name}' ended with ${ended}: ${lastWords(log)}; log: ${log}`);
    this.name = 'ProgramError';
  }
}

export interface ProgramOptions extends Pick<SpawnOptions, 'cwd' | 'env'> {
  /** Takes all that the program says. */
  readonly log: string;
  /** What it is called in an error. @default - its command line */
  readonly name?: string;
  /** Ends what does not end when it is asked to. @default - by SIGKILL */
  readonly insist?: () => void;
}

/** Runs a program to its end. @throws ProgramError unless that is 0 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<void> {
  const program = new Program(command, args, options);
  const ended = await program.ended;
  if (ended !== 0) throw new ProgramError([command, ...args].join(' '), String(ended), options.log);
}

/** A program that runs until it is stopped. */
export class Program {
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Rejects when it ends without having been asked to. */
  readonly failed: Promise<never>;

  private readonly child: ChildProcess;
  private stopping = false;

  private readonly insist: () => void;

  constructor(command: string, args: readonly string[], options: ProgramOptions) {
    const { cwd, env, log, name = [command, ...args].join(' ') } = options;
    const out = openSync(log, 'a');
    this.child = spawn(command, args, { cwd, env, stdio: ['ignore', out, out] });
    closeSync(out);
    this.insist = options.insist ?? (() => this.child.kill('SIGKILL'));
    this.ended = once(this.child, 'close').then(
      ([code, signal]) => (code ?? signal) as number | NodeJS.Signals,
      (error: unknown) => {
        throw new Error(`'${command}' must be on PATH`, { cause: error });
      },
    );
    this.failed = this.ended.then((ended) => {
      if (this.stopping) return new Promise<never>(() => undefined);
      throw new ProgramError(name, String(ended), log);
    });
    this.failed.catch(() => undefined); // somebody may look later
  }

  /** Asks it to end, and insists after `patienceMs`. */
  async stop(patienceMs: number): Promise<void> {
    this.stopping = true;
    this.child.kill('SIGTERM');
    const timer = setTimeout(this.insist, patienceMs);
    await this.ended.catch(() => undefined);
    clearTimeout(timer);
  }
}

/** The line that says what was wrong: of a program that died of an error, or the last one. */
export function lastWords(log: string): string {
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const error = lines.findLast((line) => /^(\w*Error|‣|❌)\b/.test(line) || line.startsWith('‣'));
  return error ?? lines.at(-1) ?? 'nothing said';
}
