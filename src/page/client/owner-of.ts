import { canBeKey, type Me } from '../session/session';
import { ApiError, UnreachableError } from './errors';

/** Who waits longer at the door takes the platform for gone, and is right. */
const TIMEOUT_MS = 30_000;
const UNAUTHORIZED = 401;
const FORBIDDEN = 403;

/**
 * Whose key this is, asked before the session begins.
 * @throws ApiError 401 when it is nobody's, 403 when it may not read; UnreachableError
 */
export async function ownerOf(key: string): Promise<Me> {
  if (!canBeKey(key)) throw new ApiError(UNAUTHORIZED, {});
  const response = await fetch(new URL('v1/me', document.baseURI), {
    headers: { authorization: `Bearer ${key}` },
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new UnreachableError({ cause });
  });
  if (!response.ok) throw new ApiError(response.status, {});
  const me = (await response.json()) as Me;
  if (!me.scopes.includes('read')) throw new ApiError(FORBIDDEN, {});
  return me;
}
