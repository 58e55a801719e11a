import { VideoNotFoundError, VideoRetainedError } from '../domain/errors';
import type { Logger } from '../runtime/logger';
import { metricNames } from '../runtime/metric-names';
import type { Metrics } from '../runtime/metrics';
import type { Catalogue } from '../storage/catalogue/catalogue';
import { deleteVideo, type DeletionStores } from '../storage/delete-video';

export interface RetentionContext extends DeletionStores {
  readonly catalogue: DeletionStores['catalogue'] &
    Pick<Catalogue, 'dueForDeletion' | 'correctionsDueWithin'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Some videos could not be deleted; the log says which. They are tried again at the next run. */
export class RetentionIncompleteError extends Error {
  constructor(failed: number, due: number) {
    super(`videos that are due could not be deleted: ${failed} of ${due}`);
    this.name = 'RetentionIncompleteError';
  }
}

/** At a second each, a run is over long before the next one begins; the rest is for that. */
export const MOST_A_RUN = 1000;

/** A correction is due two days after its finding: half of that is left. */
const WARN_SECONDS = 24 * 3600;

const REASON = 'its retention has ended, and its programme record says to delete it then';

/**
 * One run of the retention job: deletes what is due and tells of corrections that soon are. Only videos
 * go whose record says so. Returns how many were deleted.
 * @throws RetentionIncompleteError
 */
export async function applyRetention(context: RetentionContext): Promise<number> {
  const { catalogue, metrics, logger } = context;
  for (const caseId of await catalogue.correctionsDueWithin(WARN_SECONDS)) {
    metrics.count(metricNames.correctionDue);
    logger.warn({ caseId }, 'a correction is due within a day, or overdue');
  }
  const due = await catalogue.dueForDeletion(MOST_A_RUN);
  const failed: string[] = [];
  for (const id of due) {
    if (!(await removed(id, context))) failed.push(id);
  }
  if (failed.length > 0) throw new RetentionIncompleteError(failed.length, due.length);
  metrics.count(metricNames.retentionRun);
  logger.info({ deleted: due.length }, 'retention was applied');
  return due.length;
}

/** One that fails keeps none of the others. */
async function removed(id: string, context: RetentionContext): Promise<boolean> {
  try {
    await deleteVideo(context, id, 'retention', REASON);
    return true;
  } catch (error) {
    // somebody deleted it meanwhile, or opened a case
    if (error instanceof VideoNotFoundError || error instanceof VideoRetainedError) return true;
    context.logger.error({ err: error, videoId: id }, 'a video that is due could not be deleted');
    return false;
  }
}
