import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiReader } from '../../../tools/rehearse/api-reader';
import { type Certificate, makeCertificate } from '../../../tools/rehearse/certificate';
import { until } from '../../support/until';

describe('a client that reads while a revision is deployed', () => {
  let certificate: Certificate;
  beforeAll(async () => {
    certificate = await makeCertificate(mkdtempSync(join(tmpdir(), 'reader-')));
  });

  /** Reads until the statuses have been answered, the last of them again and again. */
  async function read(...statuses: number[]): Promise<string> {
    const asked: unknown[] = [];
    const server = createServer({
      cert: readFileSync(certificate.certificate),
      key: readFileSync(certificate.key),
    });
    server.on('request', ({ url, headers }, response) => {
      const status = statuses[Math.min(asked.length, statuses.length - 1)] ?? 0;
      asked.push([url, headers['x-api-key']]);
      response.writeHead(status).end('{}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const front = { url: `https://localhost:${port}` };
    const reader = new ApiReader({ front, certificate }, 'staging', 'st_key');
    await until(() => asked.length > statuses.length);
    expect(asked[0]).toEqual(['/staging/v1/videos', 'st_key']);
    return reader.end().finally(() => {
      server.closeAllConnections();
      server.close();
    });
  }

  it('tells how often it was answered', async () => {
    expect(await read(200, 200)).toMatch(/^\d+ reads, the slowest \d\.\d s$/);
  });

  it('finds one answer that is none', async () => {
    await expect(read(200, 502, 200)).rejects.toThrow(/^1 read of \d+ not answered with 200: 502$/);
  });
});
