import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { until } from '../until';

const START_TIMEOUT_MS = 30_000; // Python on a busy machine

/** A server program of a test's own, on loopback. */
export class ServerProcess {
  private child: ChildProcess | undefined;

  constructor(
    readonly port: number,
    private readonly program: string,
    private readonly args: readonly string[],
  ) {}

  /** Resolves when the port accepts connections. */
  async start(): Promise<void> {
    const child = spawn(this.program, this.args, { stdio: 'ignore' });
    this.child = child;
    const listens = async () => {
      if (child.exitCode !== null) throw new Error(`${this.program} ended with ${child.exitCode}`);
      return accepts(this.port);
    };
    await until(listens, START_TIMEOUT_MS, `${this.program} to listen`);
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child?.kill(signal);
  }

  /** Ends it at once, as a power failure would. */
  async kill(): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (child?.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
      .once('connect', () => {
        socket.destroy();
        resolve(true);
      })
      .once('error', () => {
        resolve(false);
      });
  });
}
