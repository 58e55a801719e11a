import type { Finish } from '../catalogue/types';

/** Tells the rest of the company of videos. Delivery is at least once. */
export interface EventPublisher {
  publish<Type extends keyof VideoEvents>(type: Type, event: VideoEvents[Type]): Promise<void>;
}

/** Details of the EventBridge events of source `streamtech.video`, by their detail type. */
export interface VideoEvents {
  /** The technical metadata of an upload can be read; it is still to be measured. */
  readonly VideoDescribed: VideoDescribed;
  /** What became of it. */
  readonly VideoProcessed: VideoProcessed;
}

export interface VideoDescribed {
  readonly videoId: string;
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | null;
}

export interface VideoProcessed extends VideoDescribed, Finish {}
