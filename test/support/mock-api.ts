import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import type { Video } from '../../src/domain/video';
import { QcFake } from './fakes/qc-fake';
import { MockCatalogue } from './mock-catalogue';
import { serveRoutes } from './mock-routes';
import { MockUploads } from './mock-uploads';
import { aStoredReport } from './qc';
import { mockMetadata } from './mock-videos';

/** What the real API sends with the page. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-ancestors 'none'";

export interface MockApi {
  readonly origin: string;
  readonly catalogue: MockCatalogue;
  readonly uploads: MockUploads;
  readonly qc: QcFake;
  readonly settings: MockSettings;
  close(): Promise<void>;
}

export interface MockSettings {
  /** How long the mock worker stays in each state. */
  workerStepMs: number;
  /** `down`: connections are cut without an answer. */
  network: 'up' | 'down';
}

/**
 * The API of src/api/routes.ts over a catalogue in memory. Requests and answers are checked against
 * the schemas there, so that the mock cannot drift from the contract unseen.
 */
export async function startMockApi(pageFolder: string, videos: readonly Video[]): Promise<MockApi> {
  const settings: MockSettings = { workerStepMs: 300, network: 'up' };
  const catalogue = new MockCatalogue(videos);
  const qc = new QcFake((id, verdict) => catalogue.change(id, { verdict }));
  for (const { id, status, verdict } of videos) {
    const reports = verdict === null ? [] : [aStoredReport()];
    if (status !== 'rejected') qc.put(id, { reports });
  }
  const uploads = new MockUploads((id, sizeBytes) => {
    catalogue.change(id, { status: 'received', sizeBytes });
    const metadata = mockMetadata({ sizeBytes });
    setTimeout(() => {
      catalogue.change(id, { status: 'processing', metadata });
    }, settings.workerStepMs).unref();
    setTimeout(() => {
      catalogue.change(id, { status: 'ready' });
    }, 2 * settings.workerStepMs).unref();
  });
  const server = createServer((request, response) => {
    if (settings.network === 'down') {
      request.socket.destroy();
      return;
    }
    const { port } = server.address() as AddressInfo;
    const url = new URL(request.url ?? '/', `http://127.0.0.1:${port}`);
    const handler = url.pathname.startsWith('/v1/')
      ? serveRoutes(url, request, response, { catalogue, uploads, qc })
      : url.pathname.startsWith('/uploads/')
        ? uploads.take(url.pathname, request, response)
        : servePage(url.pathname, pageFolder, response);
    handler.catch((error: unknown) => {
      if (request.destroyed) return; // the page took its request back
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    catalogue,
    uploads,
    qc,
    settings,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

async function servePage(path: string, folder: string, response: ServerResponse): Promise<void> {
  const name = path === '/' ? 'index.html' : basename(path);
  const content = await readFile(join(folder, name)).catch(() => null);
  response.writeHead(content ? 200 : 404, {
    'content-type': contentTypes[extname(name)] ?? 'application/octet-stream',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
  });
  response.end(content);
}
