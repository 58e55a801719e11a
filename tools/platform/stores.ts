import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Logger } from '../../src/runtime/logger';
import { cached } from '../../src/storage/cache/cached-catalogue';
import { MemoryVideoCache } from '../../src/storage/cache/memory-store';
import { DEFAULT_NEAR_TTL_MS, NearVideoCache } from '../../src/storage/cache/near-video-cache';
import { RedisVideoCache } from '../../src/storage/cache/redis-store';
import type { VideoCache } from '../../src/storage/cache/video-cache';
import { migrate } from '../../src/storage/catalogue/migrate';
import { postgresCatalogue } from '../../src/storage/catalogue/catalogue';
import { EventBridgePublisher } from '../../src/storage/events/event-bridge-publisher';
import { LocalEventPublisher } from '../../src/storage/events/local-event-publisher';
import { FolderObjectStore } from '../../src/storage/objects/folder-object-store';
import { S3ObjectStore } from '../../src/storage/objects/s3-object-store';
import { MemoryMessageQueue } from '../../src/storage/queue/memory-message-queue';
import type { MessageQueue } from '../../src/storage/queue/message-queue';
import { SqsMessageQueue } from '../../src/storage/queue/sqs-message-queue';
import type { ProcessingStores } from '../../src/worker/process-upload';
import { startEmbeddedPostgres } from '../embedded-postgres';
import { ensureAwsResources } from './aws-resources';
import type { PlatformSettings } from './settings';

export interface PlatformStores extends ProcessingStores {
  readonly cache: VideoCache;
  /** Uploads whose headers are to be read. */
  readonly queue: MessageQueue;
  /** Uploads that are to be measured, after that. */
  readonly measuring: MessageQueue;
  /** Set when the bucket is a folder: its signed URLs need an endpoint. */
  readonly folder: FolderObjectStore | undefined;
  close(): Promise<void>;
}

/**
 * Opens the stores that the settings name, the embedded ones where they name none, with the schema up
 * to date. `uploadUrl` is where the API will listen.
 */
export async function openStores(
  settings: PlatformSettings,
  logger: Logger,
  uploadUrl: string,
): Promise<PlatformStores> {
  const database = await openDatabase(settings);
  await migrate({ connectionString: database.url });
  const catalogue = postgresCatalogue({ connectionString: database.url, logger });
  const cache = openCache(settings, logger);
  const transport = settings.awsEndpointUrl ? await awsTransport() : await localTransport();
  return {
    catalogue: cached(catalogue, cache),
    cache,
    ...transport,
    async close() {
      await Promise.all([transport.queue.close(), transport.measuring.close()]);
      await cache.close();
      await catalogue.close();
      await database.stop();
    },
  };

  async function localTransport() {
    const folder = new FolderObjectStore({
      directory: settings.dataDirectory,
      bucket: 'local',
      signingSecret: await signingSecret(settings.dataDirectory),
      uploadUrl,
    });
    await folder.sweep();
    const [queue, measuring] = [new MemoryMessageQueue(), new MemoryMessageQueue()];
    return { objects: folder, folder, queue, measuring, events: new LocalEventPublisher() };
  }
}

async function openDatabase({ databaseUrl, dataDirectory }: PlatformSettings) {
  if (databaseUrl !== undefined) return { url: databaseUrl, stop: () => Promise.resolve() };
  return startEmbeddedPostgres({ directory: dataDirectory });
}

function openCache({ redisUrl }: PlatformSettings, logger: Logger) {
  // commands that run beside `npm start` write from processes of their own
  if (redisUrl === undefined) return new MemoryVideoCache({ maxTtlMs: DEFAULT_NEAR_TTL_MS });
  return new NearVideoCache(new RedisVideoCache({ url: redisUrl, logger }));
}

async function awsTransport() {
  const { bucketName, measuring, eventBusName, ...uploads } = await ensureAwsResources();
  return {
    objects: new S3ObjectStore(bucketName),
    folder: undefined,
    queue: new SqsMessageQueue(uploads),
    measuring: new SqsMessageQueue(measuring),
    events: new EventBridgePublisher({ eventBusName }),
  };
}

/** Kept, so that an upload that was begun before a restart can go on after it. */
async function signingSecret(dataDirectory: string): Promise<string> {
  const file = path.join(dataDirectory, 'signing-secret');
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const secret = randomBytes(32).toString('base64url');
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}
