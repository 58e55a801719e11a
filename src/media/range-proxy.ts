import { randomBytes } from 'node:crypto';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import type { ObjectRef, ObjectStore } from '../storage/objects/object-store';
import { ObjectReader, type ReaderOptions } from './object-reader';

/**
 * Serves objects to a parser on this machine, so that the parser needs no TLS, no DNS and no
 * credentials. Each object has a path that nobody can guess, and only while it is open.
 *
 * A response ends with a piece of ours, short of what was asked for, as RFC 9110 section 15.3.7 allows; the
 * parser then asks for the rest (`-reconnect`). So exactly what it wants is read, whatever
 * the kernel's socket buffers would swallow: 2 to 4 MB at every seek otherwise.
 */
export class RangeProxy {
  private readonly openObjects = new Map<string, OpenObject>();
  private readonly server = http.createServer((request, response) => {
    void this.serve(request, response);
  });

  private constructor() {
    // an idle proxy does not keep the process alive
    this.server.unref();
  }

  static async listen(): Promise<RangeProxy> {
    const proxy = new RangeProxy();
    await new Promise<void>((resolve, reject) => {
      proxy.server.once('error', reject);
      proxy.server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  /** Starts reading at once. Close what is returned. */
  open(source: ObjectSource, options: ReaderOptions): OpenObject {
    const token = randomBytes(16).toString('hex');
    const { port } = this.server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/${token}${extensionOf(source.object.key)}`;
    const opened = new OpenObject(url, source, options, () => this.openObjects.delete(token));
    this.openObjects.set(token, opened);
    return opened;
  }

  async close(): Promise<void> {
    for (const opened of this.openObjects.values()) opened.close();
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const token = /^\/([0-9a-f]{32})(\.[a-z0-9]+)?$/.exec(request.url ?? '')?.[1];
    const opened = token === undefined ? undefined : this.openObjects.get(token);
    if (!opened || request.method !== 'GET') {
      response.writeHead(404, { Connection: 'close' }).end();
      return;
    }
    try {
      await respond(opened, request.headers.range, response);
    } catch (error) {
      opened.fail(error);
      response.destroy();
    }
  }
}

export interface ObjectSource {
  readonly store: ObjectStore;
  readonly object: ObjectRef;
  /** As the event or the catalogue said it. */
  readonly sizeBytes: number;
}

/** One object behind a URL. */
export class OpenObject {
  readonly reader: ObjectReader;
  private readonly stop = new AbortController();
  private waited = 0;
  private waitingSince: number | undefined;

  constructor(
    readonly url: string,
    source: ObjectSource,
    options: ReaderOptions,
    private readonly onClose: () => void,
  ) {
    const { store, object, sizeBytes } = source;
    this.reader = new ObjectReader(store, object, sizeBytes, options, this.stop.signal);
  }

  /** Milliseconds that the program has waited for bytes of the store. */
  get waitedMs(): number {
    const since = this.waitingSince;
    return this.waited + (since === undefined ? 0 : performance.now() - since);
  }

  /** What the program is sent. See {@link ObjectReader.read}. */
  async read(position: number): Promise<Buffer> {
    this.waitingSince ??= performance.now();
    try {
      return await this.reader.read(position);
    } finally {
      this.waited = this.waitedMs;
      this.waitingSince = undefined;
    }
  }

  /** Aborts, with the error as its reason, when the object cannot be read any further. */
  get failed(): AbortSignal {
    return this.stop.signal;
  }

  fail(error: unknown): void {
    this.stop.abort(error);
  }

  /** Ends what is still being read and forgets the URL. */
  close(): void {
    this.onClose();
    this.stop.abort(new Error('the object was closed'));
  }
}

async function respond(
  opened: OpenObject,
  range: string | undefined,
  response: http.ServerResponse,
): Promise<void> {
  const size = await opened.reader.size();
  const start = Number(/^bytes=(\d+)-/.exec(range ?? 'bytes=0-')?.[1] ?? NaN);
  if (!(start < size)) {
    const headers = { 'Content-Range': `bytes */${size}`, Connection: 'close' };
    response.writeHead(416, headers).end();
    return;
  }
  const bytes = await opened.read(start);
  response.writeHead(206, {
    'Content-Range': `bytes ${start}-${start + bytes.length - 1}/${size}`,
    'Content-Length': bytes.length,
    'Accept-Ranges': 'bytes',
    'Content-Type': 'application/octet-stream',
    Connection: 'close',
  });
  response.end(bytes);
}

/** Parsers weigh the extension when the first bytes leave a doubt. */
function extensionOf(key: string): string {
  const extension = path.extname(key).toLowerCase();
  return /^\.[a-z0-9]{1,8}$/.test(extension) ? extension : '';
}
