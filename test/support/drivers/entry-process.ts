import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { until } from '../until';

const root = path.resolve(__dirname, '../../..');

/** An entry in its own process, with only the environment variables that it is given, and PATH. */
export class EntryProcess {
  private printed = '';
  private readonly child;
  private readonly closed: Promise<unknown>;

  constructor(entry: string, environment: NodeJS.ProcessEnv, args: readonly string[] = []) {
    const file = path.resolve(root, entry);
    const loader = file.endsWith('.ts') ? ['--require', 'tsx/cjs'] : [];
    this.child = spawn(process.execPath, [...loader, file, ...args], {
      cwd: root,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.closed = once(this.child, 'close');
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.printed += chunk.toString();
      });
    }
  }

  /** Everything that it has written, to both streams. */
  get output(): string {
    return this.printed;
  }

  get processId(): number {
    return this.child.pid ?? 0;
  }

  /** Waits until it has written this. @throws with its output when it ends or the time is over */
  async waitForOutput(text: string, limitMs = 60_000): Promise<void> {
    await until(() => this.printed.includes(text) || this.child.exitCode !== null, limitMs).catch(
      () => undefined,
    );
    if (!this.printed.includes(text)) {
      throw new Error(`the entry did not write '${text}'; its output:\n${this.printed}`);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Resolves to its output when it has ended. */
  async ended(): Promise<string> {
    await this.closed;
    return this.printed;
  }
}
