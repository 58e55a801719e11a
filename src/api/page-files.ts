import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { CERTIFICATES_PREFIX } from '../storage/certificates';
import type { ObjectStore } from '../storage/objects/object-store';
import { INCOMING_PREFIX } from '../storage/queue/upload-event';
import type { PageSignIn } from './dependencies';
import { RouteNotFoundError } from './errors';
import { conditional } from './etag';
import { htmlSecurity } from './html-security';

/** As esbuild names files by their content: `main-7QZK4ALC.js`. */
const HASHED = /-[A-Z2-7]{8}\.\w+(\.map)?$/;
const YEAR_SECONDS = 31_536_000;

/**
 * The one file that changes under its name. Its ETag is of its text: by length and time, two builds are the
 * same in AWS, where every file in the bundle of a function is of 1980.
 */
const INDEX = 'index.html';

/** In index.html: where people sign in, as JSON; empty = by API keys alone. */
const SIGN_IN = '%SIGN_IN%';

interface PageDependencies {
  readonly objects: Pick<ObjectStore, 'presignPut'>;
  readonly signIn?: PageSignIn | undefined;
}

/** Serves the built catalogue page at `/`. */
export function registerPage(
  app: FastifyInstance,
  directory: string,
  { objects, signIn }: PageDependencies,
): void {
  // a scope of its own, so that the API's answers carry none of these headers
  app.register(async (scope) => {
    const bytes = await folderOf(objects, INCOMING_PREFIX);
    // a folder store has one address for all keys
    const sent = new Set([bytes, await folderOf(objects, CERTIFICATES_PREFIX)]);
    await scope.register(
      fastifyHelmet,
      htmlSecurity({
        connections: [...sent, ...originsOf(signIn)],
        media: [bytes],
        images: ['data:'],
      }),
    );
    for (const url of ['/', `/${INDEX}`]) {
      scope.get(url, async ({ headers }, reply) => {
        const html = await readFile(join(directory, INDEX), 'utf8').catch(() => {
          throw new RouteNotFoundError();
        });
        const answer = conditional(
          {
            status: 200,
            headers: { 'cache-control': 'no-cache' },
            body: html.replace(SIGN_IN, () => forAttribute(signIn)),
          },
          headers['if-none-match'],
        );
        reply.code(answer.status).headers(answer.headers ?? {});
        return reply.type('text/html; charset=utf-8').send(answer.body ?? undefined);
      });
    }
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

/** Where the page asks for tokens. */
function originsOf(signIn: PageSignIn | undefined): string[] {
  if (!signIn) return [];
  const { issuer, origin = issuer } = signIn;
  return [...new Set([issuer, origin].map((url) => new URL(url).origin))];
}

function forAttribute(signIn: PageSignIn | undefined): string {
  if (!signIn) return '';
  const { issuer, clientId } = signIn;
  return JSON.stringify({ issuer, clientId }).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/**
 * Where the page sends and plays bytes, such as those of videos: below a prefix of the bucket, and in no other bucket
 * of S3's host. Asked of the store itself, as only that knows whether it is S3, an emulator or a folder. Signing
 * sends nothing.
 */
async function folderOf(objects: Pick<ObjectStore, 'presignPut'>, prefix: string): Promise<string> {
  const { url } = await objects.presignPut(`${prefix}origin`, {
    sizeBytes: 0,
    contentType: 'application/octet-stream',
    expiresInSeconds: 1,
  });
  return new URL('.', url).href;
}
