import { VideoNotFoundError } from '../domain/errors';
import type { Logger } from '../runtime/logger';
import { metricNames } from '../runtime/metric-names';
import type { Metrics } from '../runtime/metrics';
import { ensureOwnKey } from '../storage/errors';
import type { ObjectStore } from '../storage/objects/object-store';
import type { CachedCatalogue } from '../storage/cache/cached-catalogue';
import { deleteVideo, type DeletionStores } from '../storage/delete-video';
import { VideoRetainedError } from '../domain/retention';

export interface RetentionContext extends DeletionStores {
  readonly objects: Pick<ObjectStore, 'bucket' | 'delete' | 'deleteUnder' | 'abortMultipart'>;
  readonly catalogue: CachedCatalogue;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What one run did. */
export interface RetentionRun {
  /** Videos. */
  readonly deleted: number;
  /** Deleted videos whose late uploads were removed. */
  readonly lateUploads: number;
}

/** Some could not be deleted; the log says which. They are tried again at the next run. */
export class RetentionIncompleteError extends Error {
  constructor(
    what: 'videos that are due' | 'uploads to deleted videos',
    failed: number,
    of: number,
  ) {
    super(`${what} could not be deleted: ${failed} of ${of}`);
    this.name = 'RetentionIncompleteError';
  }
}

/** At a second each, a run is over long before the next one begins; the rest is for that. */
export const MOST_A_RUN = 1000;

/** A correction is due two days after its finding: half of that is left. */
const WARN_SECONDS = 24 * 3600;

/** A run an hour ends what broke off: what is left after so many tries needs a person. */
const OVERDUE_SECONDS = 24 * 3600;

/** So few that who wants to change one of these videos waits for less than a second. */
const KEYS_AT_A_TIME = 500;

const REASON = 'its retention has ended, and its programme record says to delete it then';

/**
 * One run of the retention job: deletes the videos that are due and whose programme record says to delete
 * them, the bytes that arrived for deleted videos, and idempotency keys of more than a day; makes search keys
 * anew that an earlier release made; warns of corrections that are due within a day, and of deletions that do
 * not end.
 * @throws RetentionIncompleteError
 */
export async function applyRetention(context: RetentionContext): Promise<RetentionRun> {
  const { objects, metrics, logger } = context;
  const { deletions, programmes, unwanted, uploads, searchKeys } = context.catalogue;
  for (const caseId of await programmes.correctionsDueWithin(WARN_SECONDS)) {
    metrics.count(metricNames.correctionDue);
    logger.warn({ caseId }, 'a correction is due within a day, or overdue');
  }
  await uploads.forgetRequests();
  const due = await deletions.due(MOST_A_RUN);
  const videos = due.map((videoId) => ({ videoId }));
  const failed = await countFailures(videos, context, async ({ videoId }) => {
    await deleteVideo(context, videoId, 'retention', REASON).catch(unlessMeanwhile);
  });
  for (const videoId of await deletions.overdue(OVERDUE_SECONDS)) {
    metrics.count(metricNames.deletionOverdue);
    logger.warn({ videoId }, 'its deletion was begun more than a day ago, and does not end');
  }
  const late = await unwanted.lateBytes(MOST_A_RUN);
  const lateFailed = await countFailures(late, context, async (each) => {
    ensureOwnKey(each.videoId, { bucket: objects.bucket, key: each.key });
    await objects.delete(each.key);
    await unwanted.recordRemoval(each, 'retention');
  });
  const remade = await remakeAll(searchKeys);
  if (remade > 0) logger.info({ remade }, 'search keys were made anew');
  if (failed > 0) throw new RetentionIncompleteError('videos that are due', failed, due.length);
  if (lateFailed > 0) {
    throw new RetentionIncompleteError('uploads to deleted videos', lateFailed, late.length);
  }
  metrics.count(metricNames.retentionRun);
  const done = { deleted: due.length, lateUploads: late.length };
  logger.info(done, 'retention was applied');
  return done;
}

async function remakeAll(searchKeys: RetentionContext['catalogue']['searchKeys']): Promise<number> {
  let remade = 0;
  for (;;) {
    const made = await searchKeys.remake(KEYS_AT_A_TIME);
    if (made === 0) return remade;
    remade += made;
  }
}

/** A failure does not stop the others. */
async function countFailures<T extends { readonly videoId: string }>(
  all: readonly T[],
  { logger }: RetentionContext,
  remove: (one: T) => Promise<void>,
): Promise<number> {
  let failures = 0;
  for (const one of all) {
    try {
      await remove(one);
    } catch (error) {
      failures += 1;
      logger.error({ err: error, videoId: one.videoId }, 'what is to go could not be deleted');
    }
  }
  return failures;
}

/** Somebody deleted it meanwhile, or opened a case. */
function unlessMeanwhile(error: unknown): void {
  if (error instanceof VideoNotFoundError || error instanceof VideoRetainedError) return;
  throw error;
}
