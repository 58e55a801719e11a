import { addAbortListener } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs `work` and calls `beat` every `intervalMs` until it is done. When a beat fails in a way that
 * `isFinal` recognises, the signal given to `work` aborts with that error; other failures are passing
 * troubles: the claims outlive several missed beats, and the fence guards every write.
 */
export async function withHeartbeat<T>(
  options: {
    readonly beat: () => Promise<void>;
    readonly isFinal: (error: unknown) => boolean;
    readonly onMissedBeat: (error: unknown) => void;
    readonly intervalMs: number;
    readonly signal: AbortSignal;
  },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const stop = new AbortController();
  // AbortSignal.any would leave something behind with a signal that outlives this call (Node 20)
  const listening = addAbortListener(options.signal, () => {
    stop.abort(options.signal.reason);
  });
  const done = new AbortController();
  const beating = (async () => {
    for (;;) {
      await sleep(options.intervalMs, undefined, { signal: done.signal }).catch(() => undefined);
      if (done.signal.aborted) return;
      try {
        await options.beat();
      } catch (error) {
        if (options.isFinal(error)) {
          lost.abort(error);
          stop.abort(error);
          return;
        }
        options.onMissedBeat(error);
      }
    }
  })();
  try {
    return await work(stop.signal);
  } catch (error) {
    // what `work` throws after an abort is only the echo of the loss
    if (lost.signal.aborted) throw lost.signal.reason;
    throw error;
  } finally {
    listening[Symbol.dispose]();
    done.abort();
    await beating;
  }
}
