import type * as z from 'zod';
import type {
  ObjectStore,
  PresignedRequest,
  UploadedPart,
} from '../../storage/objects/object-store';
import type { uploadSchema } from '../route-schemas';
import { missingParts, uploadPlan } from '../upload-plan';
import type { NewUpload } from '../../storage/catalogue/types';

/** An hour carries 64 MiB over 150 kbit/s; who is slower asks again. */
const URL_LIFETIME_SECONDS = 3600;

/** Keeps an answer under 200 KB: a presigned address is 1 to 2 KB. */
const MAX_URLS = 100;

/** What a client is told to send of an upload of which these parts have arrived. */
export async function toldOf(
  objects: Pick<ObjectStore, 'presignPut' | 'presignPart'>,
  upload: NewUpload,
  arrived: readonly UploadedPart[],
): Promise<z.output<typeof uploadSchema>> {
  const { key, uploadId, contentType, sizeBytes } = upload;
  const expiresAt = new Date(Date.now() + URL_LIFETIME_SECONDS * 1000).toISOString();
  if (uploadId === null) {
    const options = { contentType, sizeBytes, expiresInSeconds: URL_LIFETIME_SECONDS };
    const request = copyOf(await objects.presignPut(key, options));
    return { kind: 'single', expiresAt, request };
  }
  const missing = missingParts(sizeBytes, arrived);
  const parts = missing.slice(0, MAX_URLS).map(async (partNumber) => {
    const request = await objects.presignPart({ key, uploadId }, partNumber, URL_LIFETIME_SECONDS);
    return { partNumber, request: copyOf(request) };
  });
  return {
    kind: 'multipart',
    expiresAt,
    partSizeBytes: uploadPlan(sizeBytes).partSizeBytes,
    parts: await Promise.all(parts),
    missingParts: missing.length,
  };
}

/** The schema's type is one that may be changed. */
function copyOf(request: PresignedRequest) {
  return { ...request, headers: { ...request.headers } };
}
