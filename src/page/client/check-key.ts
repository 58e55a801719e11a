import { canBeKey } from '../session/session';
import { ApiError, UnreachableError } from './errors';

/** Who waits longer at the door takes the platform for gone, and is right. */
const TIMEOUT_MS = 30_000;
const UNAUTHORIZED = 401;

/**
 * Whether a key may read, asked for the sake of the answer's status alone.
 * @throws ApiError 401 or 403 when it may not; UnreachableError
 */
export async function checkKey(key: string): Promise<void> {
  if (!canBeKey(key)) throw new ApiError(UNAUTHORIZED, {});
  const url = new URL('v1/videos?limit=1', document.baseURI);
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${key}` },
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new UnreachableError({ cause });
  });
  if (!response.ok) throw new ApiError(response.status, {});
}
