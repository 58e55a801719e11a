import type { Actor } from '../../../src/domain/audit';
import { videoSchema, type Video } from '../../../src/domain/video';
import type {
  Catalogue,
  Lease,
  ReceivedObject,
  VideoDocument,
} from '../../../src/storage/catalogue/catalogue';
import type { TechnicalMetadata } from '../../../src/domain/technical-metadata';
import { aReceivedObject, someMetadata } from '../../support/factories';

/** An empty catalogue, and what a test needs to move its clock. */
export interface CatalogueSubject {
  readonly catalogue: Catalogue;
  /** As if the time of the lease had passed. */
  expireLease(id: string): Promise<void>;
  /** As if the video had been created at this time, ISO 8601. */
  setCreatedAt(id: string, createdAt: string): Promise<void>;
  /** What the view of deleted videos shows. */
  tombstone(id: string): Promise<unknown>;
  close(): Promise<void>;
}

export const LEASE_SECONDS = 60;
/** Whoever it is that a test is not about. */
export const ACTOR: Actor = 'client:tester';
export const SHA256 = 'a'.repeat(64);

export async function claimed(catalogue: Catalogue, upload: ReceivedObject): Promise<Lease> {
  const claim = await catalogue.claim(upload, LEASE_SECONDS);
  if (claim.outcome !== 'claimed')
    throw new Error(`'outcome' must be claimed, got ${claim.outcome}`);
  return claim.lease;
}

/** Takes a video in and ends it in `ready`; returns its id. */
export async function ready(
  catalogue: Catalogue,
  upload: ReceivedObject = aReceivedObject(),
  metadata: TechnicalMetadata = someMetadata(),
): Promise<string> {
  const lease = await claimed(catalogue, upload);
  await catalogue.complete(lease, { sha256: SHA256, metadata });
  return lease.videoId;
}

/** Deletes a video that nothing keeps. */
export async function remove(catalogue: Catalogue, id: string): Promise<void> {
  await catalogue.beginDeletion(id, ACTOR, 'tested');
  await catalogue.endDeletion(id, ACTOR);
}

/** The stored video; it is checked that its JSON is one, with nothing more and nothing less. */
export async function read(catalogue: Catalogue, id: string): Promise<Video> {
  const document = await catalogue.find(id);
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
