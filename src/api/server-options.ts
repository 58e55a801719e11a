import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyHttpOptions } from 'fastify';
import { PROBLEM_MEDIA_TYPE } from './problems';
import type { BodyTimes } from './slow-requests';

const SECOND = 1000;
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * For a request to arrive, headers first and then its body: slow senders don't hold sockets for ever. Each is
 * looked at every second, as Node's 30 would make a minute of it; so both are there within 30 s.
 */
const HEADERS_MS = 13 * SECOND;
export const bodyTimes: BodyTimes = {
  whole: 15 * SECOND,
  /** Of an upload: a network that is away for longer is taken for gone; the client sends again. */
  next: 30 * SECOND,
};

/** How much of a request is taken, and how long is waited for it. */
export const serverOptions = {
  /** The largest body is a title and a file name, 5 KB at most; bytes of videos don't come here. */
  bodyLimit: 64 * 1024,
  /** None of Node's, which knows one time for all bodies: see slow-requests.ts. */
  requestTimeout: 0,
  /** Longer than the 60 s of a load balancer, so that it is never us who close while it sends. */
  keepAliveTimeout: 72 * SECOND,
  http: {
    /** URL and headers together: the longest query is under 8 KB, the rest is for proxies. */
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_MS,
    connectionsCheckingInterval: SECOND,
    /** Node would refuse such a request without a word; app.ts does with a problem. */
    requireHostHeader: false,
  },
  /** None: the schema of a parameter says what is wrong with it. */
  routerOptions: { maxParamLength: MAX_HEADER_BYTES },
  /** While draining, what still comes over an open connection is answered; see server.ts. */
  return503OnClosing: false,
  requestIdHeader: false,
  clientErrorHandler: answerBrokenRequest,
} satisfies FastifyHttpOptions<Server>;

const answers: Readonly<Record<string, readonly [status: string, code: string, detail: string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    '408 Request Timeout',
    'request_timeout',
    'a request must arrive within 30 s',
  ],
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'headers_too_large',
    'URL and headers must be at most 16384 bytes',
  ],
};
const malformed = ['400 Bad Request', 'malformed_http', 'the request must be HTTP/1.1'] as const;

/** Answers what is no whole HTTP request, and so reaches no route. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [line, code, detail] = answers[error.code ?? ''] ?? malformed;
  const body = JSON.stringify({
    type: `urn:streamtech:problem:${code}`,
    title: line.slice(4),
    status: Number(line.slice(0, 3)),
    detail,
    code,
    instance: 'none',
  });
  socket.end(
    `HTTP/1.1 ${line}\r\nConnection: close\r\nCache-Control: no-store\r\nContent-Type: ${PROBLEM_MEDIA_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  // whoever sends no end of its own would keep its half of the connection open
  socket.destroySoon();
}
