import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ObjectsFake } from '../fakes/objects-fake';

export interface BucketServerSettings {
  /** How fast bytes are taken; Infinity = as they come. */
  bytesPerSecond: number;
  /** After so many files and parts, no byte is taken until it is more. */
  takesAtMost: number;
  /** How many of the next requests with bytes are answered with 500, after they were read. */
  failures: number;
  /**
   * How many of the next files are stored whole though no answer says so; the worker is slow, and hears
   * of them when they are sent again.
   */
  lostAnswers: number;
}

const POLL_MS = 10;

/** Takes bytes where the fake store says that they go, as S3 does: on a host of its own. */
export class BucketServer {
  readonly settings: BucketServerSettings = {
    bytesPerSecond: Infinity,
    takesAtMost: Infinity,
    failures: 0,
    lostAnswers: 0,
  };
  /** Part numbers in the order in which their bytes came, failed ones included; 0 = a whole file. */
  readonly received: number[] = [];
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => request.destroy()); // a client that hung up
  });

  constructor(private readonly objects: ObjectsFake) {}

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const { port } = this.server.address() as AddressInfo;
    this.objects.origin = `http://127.0.0.1:${port}`;
  }

  get origin(): string {
    return this.objects.origin;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // as the rules of the ingest bucket say
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type, if-none-match');
    response.setHeader('access-control-allow-methods', 'PUT');
    if (request.method === 'OPTIONS') response.writeHead(200).end();
    // it keeps sizes, no bytes that could be played
    else if (request.method === 'GET') response.writeHead(200).end();
    else response.writeHead(await this.take(request)).end();
  }

  /** @throws when the client has hung up meanwhile */
  private async mayTake(request: IncomingMessage): Promise<void> {
    while (this.received.length >= this.settings.takesAtMost) await delay(POLL_MS);
    if (request.socket.destroyed) throw new Error('nobody is there any more');
  }

  private async take(request: IncomingMessage): Promise<number> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.objects.origin);
    const partNumber = Number(searchParams.get('partNumber'));
    let sizeBytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      const { bytesPerSecond } = this.settings;
      if (bytesPerSecond < Infinity) await delay((chunk.length / bytesPerSecond) * 1000);
      await this.mayTake(request);
    }
    await this.mayTake(request);
    this.received.push(partNumber);
    if (this.settings.failures > 0) {
      this.settings.failures -= 1;
      return 500;
    }
    const uploadId = searchParams.get('uploadId');
    const key = pathname.slice(1);
    if (uploadId === null) {
      const createsOnly = request.headers['if-none-match'] === '*';
      if (createsOnly && this.objects.stored.has(key)) {
        this.objects.notify(key);
        return 412;
      }
      if (this.settings.lostAnswers > 0) {
        this.settings.lostAnswers -= 1;
        this.objects.stored.set(key, sizeBytes);
        request.socket.destroy(); // a request that was read to its end would leave it open
        throw new Error('the answer is lost');
      }
      this.objects.receive(key, sizeBytes);
    } else {
      this.objects.receivePart(uploadId, partNumber, sizeBytes);
    }
    return 200;
  }
}
