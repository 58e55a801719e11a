import type { Readable } from 'node:stream';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ObjectExistsError, ObjectNotFoundError } from '../../domain/errors';
import { DOWNLOADS_PATH, type FolderObjectStore, UPLOADS_PATH } from './folder-object-store';

/** Does what a folder store's signed URLs allow, as S3 does with its own. */
export function registerFolderEndpoint(app: FastifyInstance, store: FolderObjectStore): void {
  registerUploads(app, store);
  registerDownloads(app, store);
}

/** The bytes go to the disk as they come. */
function registerUploads(app: FastifyInstance, store: FolderObjectStore): void {
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, parsed) => {
      parsed(null, payload);
    });
    scope.options(UPLOADS_PATH, (_request, reply) =>
      reply
        .code(204)
        .headers({ ...anyOrigin, 'access-control-allow-methods': 'PUT' })
        .send(),
    );
    scope.put<{ Querystring: { ticket?: string | string[] }; Body: Readable | undefined }>(
      UPLOADS_PATH,
      async (request, reply) => {
        reply.headers(anyOrigin);
        const body = request.body ?? request.raw;
        const { ticket } = request.query;
        const problem = await store
          .receive(typeof ticket === 'string' ? ticket : '', request.headers, body)
          .then((stored) => (stored ? null : notAllowed), asRefusal);
        if (problem === null) return reply.code(200).send();
        body.resume();
        return refuse(reply, request.id, problem);
      },
    );
    done();
  });
}

/** Whole files and ranges of them, which is how players ask. */
function registerDownloads(app: FastifyInstance, store: FolderObjectStore): void {
  void app.register(async (scope) => {
    await scope.register(fastifyStatic, { root: store.directory, serve: false, dotfiles: 'allow' });
    scope.get<{ Querystring: { ticket?: string | string[] } }>(
      DOWNLOADS_PATH,
      async (request, reply) => {
        const { ticket } = request.query;
        const found = await store
          .readable(typeof ticket === 'string' ? ticket : '')
          .catch((error: unknown) => {
            if (error instanceof ObjectNotFoundError) return 'gone' as const;
            throw error;
          });
        if (found === null) return refuse(reply, request.id, notReadable);
        if (found === 'gone') return refuse(reply, request.id, gone);
        return reply
          .header('x-content-type-options', 'nosniff')
          .type(found.contentType)
          .sendFile(found.file, { cacheControl: false, contentType: false });
      },
    );
  });
}

function refuse(reply: FastifyReply, instance: string, refusal: Refusal) {
  const answer = JSON.stringify({ type: 'about:blank', ...refusal, instance });
  return reply.code(refusal.status).type('application/problem+json').send(answer);
}

/** As on the bucket: the page may come from another name of this host. The signature is what counts. */
const anyOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type, if-none-match',
};

const notAllowed = {
  title: 'Forbidden',
  status: 403,
  detail:
    'the signature must be one of this service and not expired, and the bytes and headers those that it was given for; ask for a new upload URL',
  code: 'upload_not_allowed',
};

const notReadable = {
  title: 'Forbidden',
  status: 403,
  detail: 'the signature must be one of this service and not expired; ask for a new address',
  code: 'download_not_allowed',
};

const gone = {
  title: 'Not Found',
  status: 404,
  detail: 'the file was deleted; it cannot be downloaded any more',
  code: 'object_not_found',
};

const arrived = {
  title: 'Precondition Failed',
  status: 412,
  detail: 'an upload URL is good once, and the bytes have arrived; they stay as they are',
  code: 'upload_arrived',
};

const over = {
  title: 'Not Found',
  status: 404,
  detail:
    'the upload in parts must be under way, but it was completed or dropped; ask for a new one',
  code: 'upload_not_found',
};

/** Nobody is there to read it: it is for the log, which would tell of a fault of ours. */
const brokenOff = {
  title: 'Bad Request',
  status: 400,
  detail: 'the bytes must come to their end, but the client hung up; send them again',
  code: 'upload_broken_off',
};

function asRefusal(error: unknown): Refusal {
  if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return brokenOff;
  if (error instanceof ObjectExistsError) return arrived;
  if (error instanceof ObjectNotFoundError) return over;
  throw error;
}

type Refusal = typeof arrived;
