import { randomUUID } from 'node:crypto';
import { exampleVideo } from '../../../src/api/openapi-examples';
import type { Video } from '../../../src/domain/video';

/** A video that is ready, unless told otherwise. */
export function aVideo(change: Partial<Video> = {}): Video {
  const verdictBy = change.verdict === null ? null : exampleVideo.verdictBy;
  return { ...exampleVideo, id: randomUUID(), verdictBy, ...change };
}
