import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { getAbsoluteFSPath as swaggerUiDirectory } from 'swagger-ui-dist';
import { ApiKeys, authenticateWith } from '../../src/api/api-keys';
import { buildApp } from '../../src/api/app';
import { IdTokens } from '../../src/api/id-tokens';
import { listen } from '../../src/api/server';
import { ObjectNotFoundError } from '../../src/domain/errors';
import { Prober } from '../../src/media/prober';
import type { Logger } from '../../src/runtime/logger';
import { noMetrics } from '../../src/runtime/metrics';
import { registerFolderEndpoint } from '../../src/storage/objects/folder-endpoint';
import type { ObjectStore } from '../../src/storage/objects/object-store';
import { INCOMING_PREFIX, uploadEvent } from '../../src/storage/queue/upload-event';
import type { ProcessingProgress } from '../../src/worker/process-upload';
import { applyRetention } from '../../src/worker/apply-retention';
import { startWorker } from '../../src/worker/start-worker';
import { freePort } from '../free-port';
import { findFfprobe, localQualityControl } from './find-media-tools';
import { localKeys } from './local-keys';
import { asPortError } from './port-error';
import type { PlatformSettings } from './settings';
import type { SignInProvider } from './sign-in-provider';
import { openStores, type PlatformStores } from './stores';
import { type FolderWatch, watchFolder } from './watch-folder';
import type { ReceivedObject } from '../../src/storage/catalogue/types';

export interface LocalPlatform {
  /** Of API and page, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Opens everything. */
  readonly apiKey: string;
  /** Of a second client, who may agree to what the first proposed. */
  readonly approveKey: string;
  /** Whatever is put into this folder is taken in. */
  readonly incomingDirectory: string;
  readonly stores: PlatformStores;
  close(): Promise<void>;
}

export interface LocalPlatformOptions {
  readonly settings: PlatformSettings;
  readonly logger: Logger;
  /** Folder of the built page. @default - no page */
  readonly pageDirectory?: string;
  readonly onProgress?: (progress: ProcessingProgress) => void;
  /** Starts who signs people in. @default - nobody does: the page takes API keys alone */
  readonly startSignIn?: (options: { readonly pageUrl: string }) => Promise<SignInProvider>;
}

/** Within the 10 s after which people press Ctrl-C again; what is not done is taken up at next start. */
const DRAIN_MS = 5_000;

/** As the schedule does in AWS. */
const RETENTION_INTERVAL_MS = 3_600_000;

/** API, page, worker and watched folder in this process, over the stores that the settings name. */
export async function startLocalPlatform(options: LocalPlatformOptions): Promise<LocalPlatform> {
  const { settings, logger, pageDirectory } = options;
  const ffprobe = await findFfprobe(settings);
  const qc = await localQualityControl(settings);
  const incomingDirectory = path.join(settings.dataDirectory, INCOMING_PREFIX);
  await mkdir(incomingDirectory, { recursive: true });

  // known before the server listens: signed URLs name it
  const address = {
    host: '127.0.0.1',
    port: settings.port === 0 ? await freePort() : settings.port,
  };
  const url = `http://${address.host}:${address.port}`;
  const stores = await openStores(settings, logger, url);
  const { keys, writeKey: apiKey, approveKey } = await localKeys(settings.dataDirectory);
  const signIn = await options.startSignIn?.({ pageUrl: `${url}/` });
  const app = buildApp({
    ...stores,
    requestProcessing: (upload) => stores.queue.send(uploadEvent(upload)),
    authenticate: authenticateWith(
      new ApiKeys({ keys }),
      signIn && new IdTokens(signIn, signIn.jwks),
    ),
    logger,
    swaggerUiDirectory: swaggerUiDirectory(),
    ...(settings.allowedOrigins && { allowedOrigins: settings.allowedOrigins }),
    ...(pageDirectory !== undefined && { pageDirectory }),
    ...(signIn && { signIn }),
  });
  if (stores.folder) registerFolderEndpoint(app, stores.folder);
  const server = await listen(app, address).catch(async (error: unknown) => {
    await stores.close();
    await signIn?.close();
    throw asPortError(error, address);
  });

  const prober = new Prober({ ffprobe });
  const { onProgress } = options;
  const worker = startWorker(
    {
      queues: { uploads: stores.queue, measuring: stores.measuring },
      stores,
      media: prober,
      qc,
      logger,
      metrics: noMetrics,
      ...(onProgress && { onProgress }),
    },
    { concurrency: settings.concurrency },
  );
  const retention = setInterval(() => {
    applyRetention({ ...stores, logger, metrics: noMetrics }).catch((error: unknown) => {
      logger.error({ err: error }, 'retention was not applied');
    });
  }, RETENTION_INTERVAL_MS);
  const watch = await watchUploads(incomingDirectory, stores, logger);
  return {
    url,
    apiKey,
    approveKey,
    incomingDirectory,
    stores,
    async close() {
      clearInterval(retention);
      await watch.close();
      await server.close();
      await signIn?.close();
      await worker.stop(DRAIN_MS);
      await prober.close();
      await stores.close();
    },
  };
}

/** A file in the folder is an upload; where the bucket is elsewhere, the file is sent there first. */
function watchUploads(
  directory: string,
  { folder, objects, queue }: PlatformStores,
  logger: Logger,
): Promise<FolderWatch> {
  return watchFolder({
    directory,
    bucket: objects.bucket,
    keyPrefix: INCOMING_PREFIX,
    onFile: async (file, upload) => {
      const { key } = upload.object;
      if (folder) await queue.send(uploadEvent(upload));
      else if (!(await isStored(objects, upload))) await objects.put(key, createReadStream(file));
    },
    onError: (error) => {
      logger.error({ err: error }, 'a file in the incoming folder could not be taken in');
    },
  });
}

/** Whether it was sent before this start: every start tells of all files again. */
async function isStored(objects: ObjectStore, { object, sizeBytes }: ReceivedObject) {
  try {
    return (await objects.head({ key: object.key, versionId: null })).sizeBytes === sizeBytes;
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return false;
    throw error;
  }
}
