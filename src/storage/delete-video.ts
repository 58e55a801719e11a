import type { Actor } from '../domain/actor';
import type { CachedCatalogue } from './cache/cached-catalogue';
import type { ObjectStore } from './objects/object-store';
import { deleteCertificates } from './certificates';
import { deletePreviews } from './previews';

export interface DeletionStores {
  readonly catalogue: Pick<CachedCatalogue, 'deletions'>;
  readonly objects: Pick<ObjectStore, 'delete' | 'deleteUnder' | 'abortMultipart'>;
}

/**
 * The row says first that the video goes, so that nothing can begin to keep it, then the bytes go, then
 * the row, because it alone knows where they are: whatever dies halfway, the same call ends the work.
 * @throws VideoNotFoundError
 * @throws VideoRetainedError
 */
export async function deleteVideo(
  { catalogue: { deletions }, objects }: DeletionStores,
  id: string,
  actor: Actor,
  reason: string,
): Promise<void> {
  const { key, uploadId } = await deletions.begin(id, actor, reason);
  // first the parts, so that nobody can join them into an object after the delete
  if (uploadId !== null) await objects.abortMultipart({ key, uploadId });
  await objects.delete(key);
  await deletePreviews(objects, id);
  await deleteCertificates(objects, id);
  await deletions.end(id, actor);
}
