import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { ObjectStore } from '../storage/objects/object-store';
import { htmlSecurity } from './html-security';

/** As esbuild names files by their content: `main-7QZK4ALC.js`. */
const HASHED = /-[A-Z2-7]{8}\.\w+(\.map)?$/;
const YEAR_SECONDS = 31_536_000;

/** Serves the built catalogue page at `/`. */
export function registerPage(
  app: FastifyInstance,
  directory: string,
  objects: Pick<ObjectStore, 'presignPut'>,
): void {
  // a scope of its own, so that the API's answers carry none of these headers
  app.register(async (scope) => {
    const bytes = await originOfBytes(objects);
    await scope.register(
      fastifyHelmet,
      htmlSecurity({ connections: [bytes], media: [bytes], images: ['data:'] }),
    );
    await scope.register(fastifyStatic, {
      root: directory,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (response, path) => {
        response.setHeader(
          'cache-control',
          HASHED.test(path) ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
        );
      },
    });
  });
}

/**
 * Where the page sends and plays the bytes of videos: the host of the bucket. Asked of the store itself, as only
 * that knows whether it is S3, an emulator or a folder. Signing sends nothing.
 */
async function originOfBytes(objects: Pick<ObjectStore, 'presignPut'>): Promise<string> {
  const { url } = await objects.presignPut('incoming/origin', {
    sizeBytes: 0,
    contentType: 'application/octet-stream',
    expiresInSeconds: 1,
  });
  return new URL(url).origin;
}
