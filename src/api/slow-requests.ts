import type { IncomingMessage, Server } from 'node:http';

/** How long is waited for the body of a request, in milliseconds. */
export interface BodyTimes {
  /** For all of it. */
  readonly whole: number;
  /** For the next byte of one that may take as long as it needs. */
  readonly next: number;
}

/** How often is looked. */
const CHECK_MS = 1000;

/**
 * Ends requests whose body does not come. Node's own `requestTimeout` is one time for every request of a
 * server, and would cut uploads that take longer than a title. The end is Node's too: a `clientError`.
 * @param isLong whether a request may last while bytes of it come
 */
export function endSlowRequests(
  server: Server,
  times: BodyTimes,
  isLong: (request: IncomingMessage) => boolean,
): void {
  const pending = new Map<IncomingMessage, { sinceMs: number; bytesRead: number }>();
  server.on('request', (request: IncomingMessage) => {
    if (!hasBody(request)) return;
    pending.set(request, { sinceMs: performance.now(), bytesRead: request.socket.bytesRead });
    const forget = () => pending.delete(request);
    request.once('end', forget).once('close', forget);
  });
  const check = () => {
    const now = performance.now();
    for (const [request, state] of pending) {
      const { bytesRead } = request.socket;
      const long = isLong(request);
      if (long && bytesRead > state.bytesRead) Object.assign(state, { sinceMs: now, bytesRead });
      if (now - state.sinceMs < (long ? times.next : times.whole)) continue;
      pending.delete(request);
      const error = Object.assign(new Error('Request timeout'), { code: TIMEOUT });
      server.emit('clientError', error, request.socket);
    }
  };
  server.once('listening', () => {
    const timer = setInterval(check, CHECK_MS);
    server.once('close', () => {
      clearInterval(timer);
    });
  });
}

/** As Node says it. */
const TIMEOUT = 'ERR_HTTP_REQUEST_TIMEOUT';

function hasBody({ headers }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] !== undefined) return true;
  return Number(headers['content-length'] ?? 0) > 0;
}
