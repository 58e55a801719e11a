import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ObjectsFake } from '../fakes/objects-fake';

export interface BucketServerSettings {
  /** Bytes of a request are read no faster than this. */
  bytesPerSecond: number;
  /** Requests wait once this many files and parts have been received, until it is raised. */
  maxReceived: number;
  /** How many of the next requests are read whole and answered with 500. */
  failures: number;
  /**
   * How many of the next files are stored whole and get no response. The worker is told of such a file
   * when it is sent again.
   */
  lostResponses: number;
}

const POLL_MS = 10;

/** Receives the uploads of the fake store on an origin of its own, as S3 does. */
export class BucketServer {
  readonly settings: BucketServerSettings = {
    bytesPerSecond: Infinity,
    maxReceived: Infinity,
    failures: 0,
    lostResponses: 0,
  };
  /** Part numbers in order of arrival, failed ones included; 0 = a whole file. */
  readonly received: number[] = [];
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch(() => request.destroy()); // a client that closed the connection
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

  /** Waits for `maxReceived`. @throws when the client has closed the connection meanwhile */
  private async waitForTurn(request: IncomingMessage): Promise<void> {
    while (this.received.length >= this.settings.maxReceived) await delay(POLL_MS);
    if (request.socket.destroyed) throw new Error('the client has closed the connection');
  }

  private async take(request: IncomingMessage): Promise<number> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.objects.origin);
    const partNumber = Number(searchParams.get('partNumber'));
    let sizeBytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      const { bytesPerSecond } = this.settings;
      if (bytesPerSecond < Infinity) await delay((chunk.length / bytesPerSecond) * 1000);
      await this.waitForTurn(request);
    }
    await this.waitForTurn(request);
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
      if (this.settings.lostResponses > 0) {
        this.settings.lostResponses -= 1;
        this.objects.stored.set(key, sizeBytes);
        request.socket.destroy(); // a request that was read to its end would leave it open
        throw new Error('the response is lost');
      }
      this.objects.receive(key, sizeBytes);
    } else {
      this.objects.receivePart(uploadId, partNumber, sizeBytes);
    }
    return 200;
  }
}
