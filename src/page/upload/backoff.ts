import { backoffMs } from './backoff-times';

/** Ends early when the network is back. @throws the signal's reason when it is aborted */
export async function backoff(failures: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const over = new AbortController();
    const end = () => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(end, backoffMs(failures, Math.random()));
    addEventListener('online', end, { signal: over.signal });
    signal.addEventListener('abort', end, { signal: over.signal });
  });
  signal.throwIfAborted();
}
