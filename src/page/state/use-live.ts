import { useEffect, useRef, useState } from 'preact/hooks';
import { isTransient } from '../client/errors';
import { session } from '../session/session';

/** What is on the server, followed by asking again and again. */
export interface Live<T> {
  /** The last answer; of the key before as long as `stale`. */
  readonly data: T | null;
  readonly stale: boolean;
  /** Why the last attempt failed; null = it did not. */
  readonly error: unknown;
  readonly refresh: () => void;
}

/** A hidden tab asks seldom: nobody looks, and the database is shared. */
const HIDDEN_MS = 60_000;
const RETRY_MS = 3_000;

/** The last answers, so that going back shows at once what was there. */
const remembered = new Map<string, unknown>();
const MAX_REMEMBERED = 10;
session.watch(() => {
  remembered.clear();
});

/**
 * Follows what `load` returns for as long as the component lives. `load` may depend on `key` only;
 * `pace` says how many milliseconds to wait after an answer while the tab is visible.
 */
export function useLive<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  pace: (data: T) => number,
): Live<T> {
  const [answer, setAnswer] = useState<{ key: string; data: T } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const waker = useRef(new EventTarget()).current;

  useEffect(() => {
    const controller = new AbortController();
    void follow(load, pace, waker, controller.signal, {
      answered(data) {
        remember(key, data);
        setAnswer((before) =>
          before?.key === key && before.data === data ? before : { key, data },
        );
        setError(null);
      },
      failed: setError,
    });
    return () => {
      controller.abort();
      setError(null);
    };
  }, [key]);

  const recalled = remembered.get(key) as T | undefined;
  const data = answer?.key === key ? answer.data : (recalled ?? answer?.data ?? null);
  return {
    data,
    stale: answer?.key !== key && recalled === undefined,
    error,
    refresh: () => waker.dispatchEvent(new Event('wake')),
  };
}

interface Listener<T> {
  readonly answered: (data: T) => void;
  readonly failed: (error: unknown) => void;
}

async function follow<T>(
  load: (signal: AbortSignal) => Promise<T>,
  pace: (data: T) => number,
  waker: EventTarget,
  signal: AbortSignal,
  listener: Listener<T>,
): Promise<void> {
  const over = () => signal.aborted; // asked again after every wait
  while (!over()) {
    let waitMs: number;
    try {
      const data = await load(signal);
      if (over()) return;
      listener.answered(data);
      waitMs = pace(data);
    } catch (error) {
      if (over()) return;
      listener.failed(error);
      waitMs = isTransient(error) ? RETRY_MS : HIDDEN_MS;
    }
    await pause(document.hidden ? Math.max(waitMs, HIDDEN_MS) : waitMs, waker, signal);
  }
}

/** Ends early when woken, when the tab comes to the front, and when all is over. */
function pause(ms: number, waker: EventTarget, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = () => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(end, ms);
    waker.addEventListener('wake', end, { signal: over.signal });
    signal.addEventListener('abort', end, { signal: over.signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        if (!document.hidden) end();
      },
      { signal: over.signal },
    );
  });
}

function remember(key: string, data: unknown): void {
  remembered.delete(key);
  remembered.set(key, data);
  const oldest = remembered.keys().next();
  if (remembered.size > MAX_REMEMBERED && !oldest.done) remembered.delete(oldest.value);
}
