import { useRef, useState } from 'preact/hooks';

/** Sends what a form holds, one request at a time; `done` is called when the server has taken it. */
export function useSending(done: () => void): {
  readonly send: (request: () => Promise<void>) => void;
  /** Why the last attempt failed; null = it did not. */
  readonly error: unknown;
} {
  const [error, setError] = useState<unknown>(null);
  const sending = useRef(false);
  const send = async (request: () => Promise<void>) => {
    if (sending.current) return;
    sending.current = true;
    setError(null);
    await request().then(done, setError);
    sending.current = false;
  };
  return { error, send: (request) => void send(request) };
}
