import type { PresignedRequest } from '../client/contract';
import { ApiError, UnreachableError } from '../client/errors';

/** A connection that takes no byte for so long is dead; TCP itself may take 15 minutes to say so. */
const STALL_MS = 60_000;
/** Set by the browser; setting them is refused with an error in the console. */
const browserHeaders = new Set(['host', 'content-length']);

/**
 * Sends bytes to a presigned address. XMLHttpRequest, because fetch does not report what was sent.
 * @throws UnreachableError, ApiError; the signal's reason when it is aborted
 */
export function sendBytes(
  request: PresignedRequest,
  bytes: Blob,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const xhr = new XMLHttpRequest();
    const abort = () => {
      xhr.abort();
    };
    let stalled = setTimeout(abort, STALL_MS);
    xhr.upload.onprogress = (event) => {
      clearTimeout(stalled);
      stalled = setTimeout(abort, STALL_MS);
      onSent(event.loaded);
    };
    xhr.onloadend = () => {
      clearTimeout(stalled);
      signal.removeEventListener('abort', abort);
      if (signal.aborted) reject(signal.reason as Error);
      else if (xhr.status === 0) reject(new UnreachableError());
      else if (xhr.status < 200 || xhr.status > 299) reject(new ApiError(xhr.status, {}));
      else resolve();
    };
    signal.addEventListener('abort', abort);
    xhr.open(request.method, request.url);
    for (const [name, value] of Object.entries(request.headers)) {
      if (!browserHeaders.has(name.toLowerCase())) xhr.setRequestHeader(name, value);
    }
    xhr.send(bytes);
  });
}
