import { useState } from 'preact/hooks';
import type { Video } from '../client/contract';
import { getVideo } from '../client/videos';
import { isMoving } from '../video/facts';
import { useLive } from './use-live';

const MOVING_MS = 1000;
/** Somebody else may rename or reprocess it. */
const SETTLED_MS = 10_000;

export interface LiveVideo {
  readonly video: Video | null;
  readonly error: unknown;
  readonly refresh: () => void;
  /** Shows at once what the API answered to a change, and follows it at the pace it asks for. */
  readonly accept: (video: Video) => void;
}

export function useVideo(id: string): LiveVideo {
  const [accepted, setAccepted] = useState<Video | null>(null);
  const live = useLive(
    `video ${id}`,
    (signal) => getVideo(id, signal),
    (video) => (isMoving(video) ? MOVING_MS : SETTLED_MS),
  );
  return {
    video: newer(live.data, accepted),
    error: live.error,
    refresh: live.refresh,
    accept(video) {
      setAccepted(video);
      live.refresh();
    },
  };
}

/** An answer that was on its way during a change is older than the change. */
function newer(a: Video | null, b: Video | null): Video | null {
  return a !== null && b !== null ? (a.revision >= b.revision ? a : b) : (a ?? b);
}
