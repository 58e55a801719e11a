import type { Video, VideoStatus } from '../client/contract';

const phases = {
  awaiting_upload: 'moving',
  received: 'moving',
  processing: 'moving',
  ready: 'settled',
  rejected: 'settled',
  failed: 'settled',
} as const satisfies Record<VideoStatus, 'moving' | 'settled'>;

/** Whether something is still to happen by itself. */
export function isMoving(video: Pick<Video, 'status'>): boolean {
  return phases[video.status] === 'moving';
}

/** Whether there are bytes to process, and no worker has them or is about to. */
export function canReprocess(video: Pick<Video, 'status'>): boolean {
  return phases[video.status] === 'settled';
}
