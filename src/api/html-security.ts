import type { FastifyHelmetOptions } from '@fastify/helmet';

/**
 * Headers for what a browser shows. Nothing inline, nothing from other hosts; `sources` are those
 * that a page is allowed beyond its own files.
 */
export function htmlSecurity(sources: {
  readonly images?: readonly string[];
  readonly styles?: readonly string[];
  readonly connections?: readonly string[];
  readonly media?: readonly string[];
}): FastifyHelmetOptions {
  const { images = [], styles = [], connections = [], media = [] } = sources;
  return {
    contentSecurityPolicy: {
      // not the defaults: they upgrade to https, which breaks a page served over http in a LAN
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'style-src': ["'self'", ...styles],
        'img-src': ["'self'", ...images],
        'connect-src': ["'self'", ...connections],
        'media-src': ["'self'", ...media],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'none'"],
        'frame-ancestors': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
  };
}
