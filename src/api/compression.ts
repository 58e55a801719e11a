import type { FastifyCompressOptions } from '@fastify/compress';

/**
 * Of answers that a client takes compressed. The ETag stays as it is: `If-Match` needs it strong, and what it
 * names is the revision, not the bytes of an encoding; `Vary` keeps those apart.
 */
export const compressionOptions: FastifyCompressOptions = {
  /** Bytes: less fits into one packet anyway. */
  threshold: 1024,
  encodings: ['br', 'gzip'],
  /** A body is 64 KiB at most as it comes: none has to be unpacked, and none can grow here. */
  globalDecompression: false,
};
