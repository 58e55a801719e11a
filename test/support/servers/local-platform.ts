import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPage } from '../../../lib/constructs/build-page';
import { createLogger } from '../../../src/runtime/logger';
import { type LocalPlatform, startLocalPlatform } from '../../../tools/platform/local-platform';
import type { PlatformSettings } from '../../../tools/platform/settings';
import { ApiClient } from '../drivers/api-client';

export interface APlatform extends LocalPlatform {
  readonly api: ApiClient;
  readonly settings: PlatformSettings;
}

/** `npm start` without its terminal: embedded defaults below a temporary folder. */
export async function aPlatform(changes: Partial<PlatformSettings> = {}): Promise<APlatform> {
  const settings: PlatformSettings = {
    dataDirectory: await temporaryDirectory(),
    databaseUrl: undefined,
    redisUrl: undefined,
    awsEndpointUrl: undefined,
    ffprobePath: undefined,
    ffmpegPath: undefined,
    qcProfile: 'streaming',
    port: 0,
    concurrency: 2,
    ...changes,
  };
  const logger = createLogger('silent');
  const pageDirectory = path.join(settings.dataDirectory, 'page');
  buildPage(pageDirectory, 'external');
  const platform = await startLocalPlatform({ settings, logger, pageDirectory });
  return { ...platform, settings, api: new ApiClient(platform.url, platform.apiKey) };
}

export function temporaryDirectory(): Promise<string> {
  return mkdtemp(path.join(tmpdir(), 'streamtech-platform-'));
}

export async function closeAndRemove({ close, settings }: APlatform): Promise<void> {
  await close();
  await rm(settings.dataDirectory, { recursive: true, force: true });
}
