/** What scripts of pages on other hosts send and read; API Gateway is told the same. */
export const crossOrigin = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  requestHeaders: [
    'authorization',
    'content-type',
    'idempotency-key',
    'if-match',
    'if-none-match',
    'x-api-key',
  ],
  answerHeaders: ['allow', 'etag', 'location', 'retry-after', 'www-authenticate', 'x-cache'],
  /** Browsers ask again after two hours at the latest. */
  maxAgeSeconds: 7200,
} as const;
