import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type * as z from 'zod';
import type { uploadSchema } from '../../src/api/routes';

type Upload = z.output<typeof uploadSchema>;

export interface MockUploadSettings {
  /** From this size on, files go in parts of this size. */
  partSizeBytes: number;
  /** How fast the server takes bytes; Infinity = as they come. */
  bytesPerSecond: number;
  /** How many of the next requests with bytes are answered with 500, after they were read. */
  failures: number;
}

interface Pending {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly arrived: Map<number, number>;
}

const EXPIRES_AT = '2099-01-01T00:00:00Z';
const MAX_PARTS_AT_ONCE = 100;

/** Takes bytes on presigned addresses, as the ingest bucket does. */
export class MockUploads {
  readonly settings: MockUploadSettings = {
    partSizeBytes: 1_000_000,
    bytesPerSecond: Infinity,
    failures: 0,
  };
  /** Part numbers in the order in which their bytes came, failed ones included. */
  readonly received: number[] = [];
  readonly #pending = new Map<string, Pending>();

  constructor(readonly onArrived: (id: string, sizeBytes: number) => void) {}

  begin(id: string, fileName: string, sizeBytes: number): void {
    this.#pending.set(id, { fileName, sizeBytes, arrived: new Map() });
  }

  /** undefined = no upload of this video is under way. */
  describe(id: string, origin: string): Upload | undefined {
    const pending = this.#pending.get(id);
    if (!pending) return undefined;
    const request = (part: number) => ({
      method: 'PUT' as const,
      url: `${origin}/uploads/${id}/${part}?X-Amz-Signature=mock`,
      headers: { 'content-type': 'application/octet-stream' },
    });
    const { partSizeBytes } = this.settings;
    if (pending.sizeBytes < partSizeBytes) {
      return { kind: 'single', expiresAt: EXPIRES_AT, request: request(0) };
    }
    const missing = this.#missing(pending);
    return {
      kind: 'multipart',
      expiresAt: EXPIRES_AT,
      partSizeBytes,
      parts: missing
        .slice(0, MAX_PARTS_AT_ONCE)
        .map((partNumber) => ({ partNumber, request: request(partNumber) })),
      missingParts: missing.length,
    };
  }

  /** Whether all parts were there to join. */
  complete(id: string): boolean {
    const pending = this.#pending.get(id);
    if (!pending || this.#missing(pending).length > 0) return false;
    this.#pending.delete(id);
    this.onArrived(id, pending.sizeBytes);
    return true;
  }

  async take(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, , id = '', part = ''] = path.split('/');
    const pending = this.#pending.get(id);
    let bytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      const { bytesPerSecond } = this.settings;
      if (bytesPerSecond < Infinity) await delay((chunk.length / bytesPerSecond) * 1000);
    }
    this.received.push(Number(part));
    if (this.settings.failures > 0) {
      this.settings.failures -= 1;
      response.writeHead(500).end();
      return;
    }
    pending?.arrived.set(Number(part), bytes);
    response.writeHead(pending ? 200 : 404).end();
    if (pending && part === '0') {
      this.#pending.delete(id);
      this.onArrived(id, bytes);
    }
  }

  #missing(pending: Pending): number[] {
    const count = Math.ceil(pending.sizeBytes / this.settings.partSizeBytes);
    const parts = Array.from({ length: count }, (_, i) => i + 1);
    return parts.filter((part) => !pending.arrived.has(part));
  }
}
