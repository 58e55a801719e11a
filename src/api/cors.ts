import type { FastifyCorsOptions } from '@fastify/cors';
import { crossOrigin } from '../runtime/cross-origin';

/** No cookies: who calls says so by a key. */
export function corsOptions(origins: readonly string[]): FastifyCorsOptions {
  return {
    origin: [...origins],
    methods: [...crossOrigin.methods],
    allowedHeaders: [...crossOrigin.requestHeaders],
    exposedHeaders: [...crossOrigin.answerHeaders],
    maxAge: crossOrigin.maxAgeSeconds,
    // an OPTIONS that asks for nothing is answered too, instead of with text that is no problem document
    strictPreflight: false,
  };
}
