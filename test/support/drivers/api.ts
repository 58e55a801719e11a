import { Writable } from 'node:stream';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { ApiKeys, authenticateWith, createApiKey } from '../../../src/api/api-keys';
import { buildApp } from '../../../src/api/app';
import type { ApiDependencies } from '../../../src/api/dependencies';
import { responsesOf } from '../../../src/api/openapi';
import { type Route, type Scope, routes } from '../../../src/api/routes';
import { createLogger } from '../../../src/runtime/logger';
import { cached } from '../../../src/storage/cache/cached-catalogue';
import type { VideoCache } from '../../../src/storage/cache/video-cache';
import { CacheFake } from '../fakes/cache-fake';
import { CatalogueFake } from '../fakes/catalogue-fake';
import { ObjectsFake } from '../fakes/objects-fake';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import type { ReceivedObject } from '../../../src/storage/catalogue/types';

export type Call = InjectOptions & { readonly url: string; readonly key?: string | null };

export interface Api {
  readonly app: FastifyInstance;
  readonly catalogue: CatalogueFake;
  readonly cache: CacheFake;
  readonly objects: ObjectsFake;
  /** Uploads that workers were asked to process. */
  readonly requested: ReceivedObject[];
  readonly log: Record<string, unknown>[];
  /** Keys by scope. */
  readonly keys: Readonly<Record<Scope | 'all', string>>;
  /**
   * Sends a request, with a key of all scopes unless `key` is given, and checks the response against
   * the documentation of its route.
   */
  call(request: Call): Promise<LightMyRequestResponse>;
}

/** Dependencies to replace; the catalogue is always read through the cache. */
type Changes = Partial<Omit<ApiDependencies, 'catalogue' | 'cache'>> & {
  readonly catalogue?: Pick<Catalogue, keyof ApiDependencies['catalogue']>;
  readonly cache?: ApiDependencies['cache'] & Pick<VideoCache, 'read' | 'invalidate'>;
};

export function anApi(changes: Changes = {}): Api {
  const catalogue = new CatalogueFake();
  const cache = new CacheFake();
  const objects = new ObjectsFake();
  const requested: ReceivedObject[] = [];
  const log: Record<string, unknown>[] = [];
  const reader = createApiKey('reader', ['read']);
  const writer = createApiKey('writer', ['write']);
  const lawyer = createApiKey('lawyer', ['legal']);
  const approver = createApiKey('approver', ['approve']);
  const owner = createApiKey('owner', ['read', 'write', 'approve', 'legal']);
  const entries = [reader, writer, approver, lawyer, owner].map(({ entry }) => entry);
  const keys = new ApiKeys({ keys: entries });
  const stores = { catalogue: catalogue.ports, cache, ...changes };
  const app = buildApp({
    objects,
    requestProcessing: (upload) => {
      requested.push(upload);
      return Promise.resolve();
    },
    authenticate: authenticateWith(keys),
    logger: createLogger('info', into(log)),
    ...changes,
    catalogue: cached(stores.catalogue, stores.cache),
    cache: stores.cache,
  });
  return {
    app,
    catalogue,
    cache,
    objects,
    requested,
    log,
    keys: {
      read: reader.key,
      write: writer.key,
      approve: approver.key,
      legal: lawyer.key,
      all: owner.key,
    },
    async call({ key = owner.key, headers, ...request }) {
      const response = await app.inject({
        ...request,
        headers: { ...(key !== null && { 'x-api-key': key }), ...headers },
      });
      expectDocumented(request, response);
      return response;
    },
  };
}

/** The route whose template a path fits; the more literal one first, as in the router. */
export function routeOf(method: string, path: string): Route | undefined {
  return [...(routes as readonly Route[])]
    .sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')))
    .find(
      (route) =>
        route.method === method &&
        new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
    );
}

function expectDocumented(
  request: Pick<Call, 'method' | 'url'>,
  response: LightMyRequestResponse,
): void {
  const path = new URL(request.url, 'http://api').pathname;
  const route = routeOf(request.method ?? 'GET', path);
  if (!route) return;
  const documented = responsesOf(route)[response.statusCode];
  if (!documented) {
    throw new Error(
      `${route.operationId} does not document ${response.statusCode}: ${response.body}`,
    );
  }
  if (documented.schema) documented.schema.parse(response.json());
  else if (documented.mediaType !== undefined) {
    const [mediaType] = String(response.headers['content-type']).split(';');
    if (mediaType !== documented.mediaType) throw new Error(`${route.operationId} documents HTML`);
  } else if (response.body !== '') throw new Error(`${route.operationId} documents no body`);
  documented.headers?.parse(response.headers);
}

function into(lines: Record<string, unknown>[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
}
