import type { Actor } from '../../../src/domain/actor';
import { videoSchema, type Video } from '../../../src/domain/video';
import type { Catalogue } from '../../../src/storage/catalogue/catalogue';
import type { VideoDocument } from '../../../src/storage/catalogue/types';

/** An empty catalogue, and what a test needs to move its clock. */
export interface CatalogueSubject {
  readonly catalogue: Catalogue;
  /** As if the time of the lease had passed, so many seconds ago. @default 0 */
  expireLease(id: string, secondsAgo?: number): Promise<void>;
  /** As if the video had been created at this time, ISO 8601. */
  setCreatedAt(id: string, createdAt: string): Promise<void>;
  /** As if it had been changed last at this time, ISO 8601. */
  setUpdatedAt(id: string, updatedAt: string): Promise<void>;
  /** As if every idempotency key had been sent so many hours earlier. */
  ageKeys(hours: number): Promise<void>;
  /** What the view of deleted videos shows. */
  tombstone(id: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Whoever it is that a test is not about. */
export const ACTOR: Actor = 'client:tester';

/** Deletes a video that nothing keeps. */
export async function remove(catalogue: Pick<Catalogue, 'deletions'>, id: string): Promise<void> {
  await catalogue.deletions.begin(id, ACTOR, 'tested');
  await catalogue.deletions.end(id, ACTOR);
}

/** The stored video; it is checked that its JSON is one, with nothing more and nothing less. */
export async function read(catalogue: Pick<Catalogue, 'videos'>, id: string): Promise<Video> {
  const document = await catalogue.videos.find(id);
  if (!document) throw new Error(`a video must have the id '${id}', got none`);
  return parse(document);
}

export function parse(document: VideoDocument): Video {
  const stored: unknown = JSON.parse(document.json);
  const video = videoSchema.parse(stored);
  expect(stored).toEqual(video);
  expect(document).toMatchObject({ id: video.id, revision: video.revision });
  return video;
}
