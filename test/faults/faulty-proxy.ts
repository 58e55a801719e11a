import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What AWS does on a bad day: errors, throttling, no answer at all, a connection that breaks. */
export const awsMoods = ['well', 'error', 'throttling', 'silence', 'reset'] as const;
export type AwsMood = (typeof awsMoods)[number];

/** Stands between the workers and the emulated AWS. */
export class FaultyProxy {
  mood: AwsMood = 'well';
  /** Requests that did not get through. */
  spoilt = 0;
  readonly #held = new Set<http.ServerResponse>();
  readonly #agent = new http.Agent({ keepAlive: true });
  readonly #server: http.Server;

  constructor(target: URL) {
    this.#server = http.createServer((request, response) => {
      if (this.mood === 'well') this.#forward(target, request, response);
      else this.#spoil(response);
    });
  }

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Everything works again; who was left without an answer is cut off. */
  recover(): void {
    this.mood = 'well';
    for (const response of this.#held) response.destroy();
    this.#held.clear();
  }

  async stop(): Promise<void> {
    this.recover();
    this.#server.closeAllConnections();
    this.#server.close();
    this.#agent.destroy();
    await once(this.#server, 'close');
  }

  #forward(target: URL, request: http.IncomingMessage, response: http.ServerResponse): void {
    const { method, url, headers } = request;
    const { hostname, port } = target;
    const onward = http.request(
      { hostname, port, method, path: url, headers, agent: this.#agent },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  #spoil(response: http.ServerResponse): void {
    this.spoilt += 1;
    if (this.mood === 'silence') this.#held.add(response);
    else if (this.mood === 'reset') response.destroy();
    else if (this.mood === 'error') response.writeHead(500).end();
    else response.writeHead(503, { 'x-amzn-errortype': 'SlowDown' }).end();
  }
}
