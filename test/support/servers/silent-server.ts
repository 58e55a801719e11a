import { once } from 'node:events';
import * as net from 'node:net';

/** Takes connections, and says `beginning` at most: of what a client waits for, nothing more ever comes. */
export class SilentServer {
  /** Connections that were made. */
  accepted = 0;
  private readonly sockets = new Set<net.Socket>();

  private constructor(private readonly server: net.Server) {}

  static async start(beginning: Buffer | string = ''): Promise<SilentServer> {
    const server = net.createServer();
    const silent = new SilentServer(server);
    server.on('connection', (socket) => {
      silent.accepted += 1;
      silent.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write(beginning));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return silent;
  }

  get port(): number {
    return (this.server.address() as net.AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}

/** The head of an answer and the first bytes of its body. */
export const HALF_AN_ANSWER = [
  'HTTP/1.1 200 OK',
  'content-type: application/x-amz-json-1.0',
  'content-length: 1000',
  'etag: "x"',
  '',
  '{"Half":',
].join('\r\n');

/** PostgreSQL lets the client in and waits for its statement. */
export const POSTGRES_LETS_IN = Buffer.from([
  ...[0x52, 0, 0, 0, 8, 0, 0, 0, 0], // AuthenticationOk
  ...[0x5a, 0, 0, 0, 5, 0x49], // ReadyForQuery, idle
]);
