import type { Finish } from '../catalogue/types';

/** Tells the rest of the company what became of a video. Delivery is at least once. */
export interface EventPublisher {
  publish(event: VideoProcessed): Promise<void>;
}

/** Detail of the EventBridge event `VideoProcessed`, source `streamtech.video`. */
export interface VideoProcessed extends Finish {
  readonly videoId: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
}
