import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { Requirement } from '../servers/describe-with';

const strace = spawnSync('sh', ['-c', 'command -v strace'], { encoding: 'utf8' }).stdout.trim();

/** Linux only; a container may forbid it. */
export const canTrace: Requirement = {
  met: strace !== '' && spawnSync(strace, ['-qq', '-e', 'trace=none', 'true']).status === 0,
  remedy: 'no strace here, or it may not trace; apt-get install strace, on Linux',
};

/** What a program touched: files that it opened, addresses that it spoke to, programs that it became. */
export interface Touched {
  readonly opened: readonly string[];
  readonly spokeTo: readonly string[];
  readonly ran: readonly string[];
}

/** A question mark: not every machine has that call. */
const CALLS = '?open,openat,?openat2,?creat,connect,bind,sendto,sendmsg,execve';

/** A program that can be run like the one that it stands for, and the kernel's record of what it did. */
export class TracedProgram {
  private constructor(
    readonly command: string,
    private readonly logs: string,
  ) {}

  static async of(program: string, directory: string): Promise<TracedProgram> {
    const logs = path.join(directory, 'logs');
    await mkdir(logs, { recursive: true });
    const command = path.join(directory, path.basename(program));
    const run = `${strace} -f --seccomp-bpf -qq -s 4096 -e 'trace=${CALLS}' -o '${logs}/'$$ '${program}' "$@"`;
    await writeFile(command, `#!/bin/sh\nexec ${run}\n`);
    await chmod(command, 0o755);
    return new TracedProgram(command, logs);
  }

  /** What all runs since the last call touched. */
  async takeTouched(): Promise<Touched> {
    const lines: string[] = [];
    for (const name of await readdir(this.logs)) {
      const log = path.join(this.logs, name);
      lines.push(...(await readFile(log, 'utf8')).split('\n'));
      await rm(log);
    }
    const found = (pattern: RegExp): string[] => [
      ...new Set(lines.flatMap((line) => pattern.exec(line)?.[1] ?? [])),
    ];
    return {
      opened: found(/\b(?:open|openat|openat2|creat)\((?:[^",]*, )?"((?:[^"\\]|\\.)*)"/),
      spokeTo: found(/\b(?:connect|bind|sendto|sendmsg)\(.*?(sa_family=[^}]*)\}/),
      ran: found(/\bexecve\("((?:[^"\\]|\\.)*)"/),
    };
  }
}
