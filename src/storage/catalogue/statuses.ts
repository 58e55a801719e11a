import { statesBefore, type VideoStatus } from '../../domain/status';
import type { FinishedStatus } from './types';

const finished: readonly FinishedStatus[] = ['ready', 'rejected'];

/** SQL that holds where `status` may become `next`; the domain says from which. */
export function mayBecome(next: VideoStatus): string {
  return `videos.status IN (${literals(statesBefore(next))})`;
}

/**
 * SQL that holds where the upload was processed to its end. A video that failed was not: when its
 * message comes back from the dead-letter queue, it is taken up again.
 */
export const isDone = `videos.status IN (${literals(finished)})`;

function literals(statuses: readonly VideoStatus[]): string {
  return statuses.map((status) => `'${status}'`).join(', ');
}
