import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** What a task tells of itself. */
export interface Told {
  readonly ProtectionEnabled: boolean;
  readonly ExpiresInMinutes?: number;
}

type Answer = (told: Told) => Promise<{ readonly status: number; readonly body: object }>;

/** The agent that ECS runs beside a task, as far as task protection goes. */
export class EcsAgent {
  readonly told: Told[] = [];
  /** @default as wished */
  answer: Answer = (protection) => Promise.resolve({ status: 200, body: { protection } });

  private readonly server = createServer((request, response) => {
    void (async () => {
      const known = request.method === 'PUT' && request.url === '/api/id/task-protection/v1/state';
      const told = (await json(request)) as Told;
      this.told.push(told);
      const { status, body } = known ? await this.answer(told) : { status: 404, body: {} };
      response.writeHead(status).end(JSON.stringify(body));
    })();
  });

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** What ECS would put into the environment of the task. */
  get uri(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/id`;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
