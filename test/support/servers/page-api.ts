import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ApiKeys, authenticateWith, createApiKey } from '../../../src/api/api-keys';
import type { Video } from '../../../src/domain/video';
import { someMetadata } from '../factories/videos';
import { anApi } from '../drivers/api';
import { BucketServer } from './bucket-server';
import type { CatalogueFake } from '../fakes/catalogue-fake';
import type { ObjectsFake } from '../fakes/objects-fake';
import { aStoredReport } from '../factories/qc';

/** How long a worker stays in each state. */
const WORKER_STEP_MS = 300;

const reader = createApiKey('reader', ['read']);
const operator = createApiKey('operator', ['read', 'write']);
const approver = createApiKey('approver', ['read', 'write', 'approve']);
const colleague = createApiKey('colleague', ['read', 'write', 'approve']);

const lawyer = createApiKey('lawyer', ['read', 'write', 'legal']);

/** Keys that the API knows. */
export const keys = {
  read: reader.key,
  write: operator.key,
  approve: approver.key,
  /** May do the same, in another's name. */
  alsoApprove: colleague.key,
  legal: lawyer.key,
} as const;

/** Who holds one of them. */
export const apiKeys = new ApiKeys({
  keys: [reader, operator, approver, colleague, lawyer].map(({ entry }) => entry),
});

export interface PageApiOptions {
  /** Another way in than by the headers of a request. */
  readonly changes?: Parameters<typeof anApi>[0];
  /** What is done to the app before it listens. */
  readonly prepare?: (app: FastifyInstance) => void;
  /** Where it listens. @default a free one */
  readonly port?: number;
}

export interface PageApi {
  readonly origin: string;
  readonly catalogue: CatalogueFake;
  readonly objects: ObjectsFake;
  /** Where uploads go. */
  readonly bucket: BucketServer;
  close(): Promise<void>;
}

/** The API that serves the page, over a catalogue and a bucket in memory, with a worker. */
export async function startPageApi(
  pageDirectory: string,
  videos: readonly Video[],
  { changes, prepare, port: wanted = 0 }: PageApiOptions = {},
): Promise<PageApi> {
  const authenticate = authenticateWith(apiKeys);
  const { app, catalogue, cache, objects } = anApi({ pageDirectory, authenticate, ...changes });
  prepare?.(app);
  cache.up = false; // tests change videos behind its back
  for (const video of videos) {
    catalogue.put(video);
    const reports = video.verdict === null ? [] : [aStoredReport()];
    if (video.status !== 'rejected') catalogue.qc.put(video.id, { reports });
  }
  objects.notify = (key) => {
    workOn(catalogue, key);
  };
  const bucket = new BucketServer(objects);
  await bucket.listen();
  await app.listen({ host: '127.0.0.1', port: wanted });
  const { port } = app.server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    catalogue,
    objects,
    bucket,
    close: async () => {
      await Promise.all([app.close(), bucket.close()]);
    },
  };
}

/** As a worker would: received, then with its headers read, then ready; unless deleted meanwhile. */
function workOn(catalogue: CatalogueFake, key: string): void {
  const [id] = [...catalogue.uploads].find(([, upload]) => upload.key === key) ?? [];
  if (id === undefined) return;
  catalogue.arrive(id);
  const steps = [{ status: 'processing', metadata: someMetadata() }, { status: 'ready' }] as const;
  for (const [index, change] of steps.entries()) {
    setTimeout(
      () => {
        if (catalogue.videos.has(id)) catalogue.change(id, change);
      },
      (index + 1) * WORKER_STEP_MS,
    ).unref();
  }
}
