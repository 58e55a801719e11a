import { isTerminal, statesBefore, videoStatuses, type VideoStatus } from '../../domain/status';

/** SQL that holds where `status` may become `next`; the domain says from which. */
export function mayBecome(next: VideoStatus): string {
  return `videos.status IN (${literals(statesBefore(next))})`;
}

/** SQL that holds where a worker has said its last word. */
export const isDone = `videos.status IN (${literals(videoStatuses.filter(isTerminal))})`;

function literals(statuses: readonly VideoStatus[]): string {
  return statuses.map((status) => `'${status}'`).join(', ');
}
