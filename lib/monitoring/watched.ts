import type { ApiFunction } from '../constructs/api-function';
import type { ApiKeyAuthorizer } from '../constructs/api-key-authorizer';
import type { Canary } from '../constructs/canary';
import type { CacheCluster } from '../constructs/cache-cluster';
import type { MetadataDatabase } from '../constructs/metadata-database';
import type { QueueWorker } from '../constructs/queue-worker';
import type { RegionalApi } from '../constructs/regional-api';
import type { RetentionJob } from '../constructs/retention-job';
import type { ScratchFileSystem } from '../constructs/scratch-file-system';
import type { UploadNotifications } from '../constructs/upload-notifications';
import type { WorkQueue } from '../constructs/work-queue';
import type { PlatformMetrics } from './platform-metrics';

/** What the alarms and the dashboard are about: each has its metrics itself. */
export interface Watched {
  /** Between the bucket and the queue. */
  readonly notifications: UploadNotifications;
  /** Uploads whose headers wait to be read, and those that were given up. */
  readonly uploads: WorkQueue;
  /** Uploads that wait to be measured, and those that were given up. */
  readonly measuring: WorkQueue;
  /** What processes them. */
  readonly worker: QueueWorker;
  /** What deletes by a schedule. */
  readonly retention: RetentionJob;
  /** PostgreSQL. */
  readonly database: MetadataDatabase;
  /** Redis. */
  readonly cache: CacheCluster;
  /** Room for whole files. */
  readonly scratch: ScratchFileSystem;
  /** Where clients call. */
  readonly gateway: RegionalApi;
  /** What answers them. */
  readonly apiFunction: ApiFunction;
  /** What lets them in. */
  readonly authorizer: ApiKeyAuthorizer;
  /** What the code counts, over all of these. */
  readonly platform: PlatformMetrics;
  /** Sends a clip through all of these, where the environment has one. */
  readonly canary: Canary | undefined;
}
