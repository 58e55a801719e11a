import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Video, videoSchema } from '../../src/domain/video';
import { createLogger } from '../../src/runtime/logger';
import { type LocalPlatform, startLocalPlatform } from '../../tools/platform/local-platform';
import type { PlatformSettings } from '../../tools/platform/settings';

export interface APlatform extends LocalPlatform {
  /** A request with the platform's key, unless `headers` says otherwise. */
  request(method: string, path: string, options?: RequestOptions): Promise<Response>;
  /** The videos that the list shows for this query. */
  list(query: string): Promise<Video[]>;
  settings: PlatformSettings;
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `npm start` without its terminal: embedded defaults below a temporary folder. */
export async function aPlatform(changes: Partial<PlatformSettings> = {}): Promise<APlatform> {
  const settings: PlatformSettings = {
    dataDirectory: await temporaryDirectory(),
    databaseUrl: undefined,
    redisUrl: undefined,
    awsEndpointUrl: undefined,
    ffprobePath: undefined,
    port: 0,
    concurrency: 2,
    ...changes,
  };
  const logger = createLogger('silent');
  const platform = await startLocalPlatform({ settings, logger });
  const request: APlatform['request'] = (method, target, { body, headers = {} } = {}) =>
    fetch(platform.url + target, {
      method,
      headers: {
        'x-api-key': platform.apiKey,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    ...platform,
    settings,
    request,
    async list(query) {
      const answer = await request('GET', `/v1/videos?${query}`);
      const { items } = (await answer.json()) as { items: unknown[] };
      return items.map((item) => videoSchema.parse(item));
    },
  };
}

export function temporaryDirectory(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'streamtech-platform-'));
}

export async function closeAndRemove({ close, settings }: APlatform): Promise<void> {
  await close();
  await rm(settings.dataDirectory, { recursive: true, force: true });
}
