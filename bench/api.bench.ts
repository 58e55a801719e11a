import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiKeys, authenticateWith, createApiKey } from '../src/api/api-keys';
import { buildApp } from '../src/api/app';
import type { ApiDependencies } from '../src/api/dependencies';
import { exampleVideo } from '../src/api/openapi-examples';
import { listen } from '../src/api/server';
import { createLogger, logFile } from '../src/runtime/logger';
import { cached } from '../src/storage/cache/cached-catalogue';
import type { VideoCache } from '../src/storage/cache/video-cache';
import type { Catalogue } from '../src/storage/catalogue/catalogue';
import { CacheFake } from '../test/support/fakes/cache-fake';
import { CatalogueFake } from '../test/support/fakes/catalogue-fake';
import { ObjectsFake } from '../test/support/fakes/objects-fake';
import type { BenchRow } from './bench-row';
import { compareAll, overHttp, type Served } from './measure-http';

/** No store at all: what HTTP, routing, key check, validation and access log cost by themselves. */
export async function run(): Promise<BenchRow[]> {
  const catalogue = new CatalogueFake();
  catalogue.put(exampleVideo);
  const text = JSON.stringify(exampleVideo);
  const ours = await servedApp(
    { catalogue: catalogue.ports, cache: new CacheFake() },
    exampleVideo.id,
  );
  const limit = await servedBare(() => Promise.resolve(text));
  try {
    const scenario = {
      what: 'GET a video from memory, against bare node:http',
      target: '>= 0.6',
      connections: 64,
      ours: overHttp(ours),
      limit: overHttp(limit),
    };
    return await compareAll([scenario], 'npm run bench -- api');
  } finally {
    await Promise.all([ours.close(), limit.close()]);
  }
}

interface ServedStores {
  readonly catalogue: Pick<Catalogue, keyof ApiDependencies['catalogue']>;
  readonly cache: ApiDependencies['cache'] & Pick<VideoCache, 'read' | 'invalidate'>;
}

/** Our app over these stores, asked for one video. */
export async function servedApp(
  { catalogue, cache }: ServedStores,
  videoId: string,
): Promise<Served> {
  const { key, entry } = createApiKey('bench', ['read']);
  const app = buildApp({
    catalogue: cached(catalogue, cache),
    cache,
    objects: new ObjectsFake(),
    requestProcessing: () => Promise.resolve(),
    authenticate: authenticateWith(new ApiKeys({ keys: [entry] })),
    logger: createLogger('info', logFile('/dev/null')),
  });
  const server = await listen(app, { port: 0, host: '127.0.0.1' });
  return {
    url: `${server.url}/v1/videos/${videoId}`,
    headers: { 'x-api-key': key },
    close: () => server.close(),
  };
}

/** A bare server that sends what `load` gives. */
export async function servedBare(load: () => Promise<string | null>): Promise<Served> {
  const server: Server = createServer((_request, response) => {
    void load().then((text) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    headers: {},
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
