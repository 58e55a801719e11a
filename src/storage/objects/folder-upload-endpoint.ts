import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ObjectExistsError, ObjectNotFoundError } from '../../domain/errors';
import { type FolderObjectStore, UPLOADS_PATH } from './folder-object-store';

/**
 * Takes the uploads that a folder store's signed URLs allow, as S3 takes those of its own. The bytes
 * go to the disk as they come.
 */
export function registerUploadEndpoint(app: FastifyInstance, store: FolderObjectStore): void {
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
        const answer = JSON.stringify({ type: 'about:blank', ...problem, instance: request.id });
        return reply.code(problem.status).type('application/problem+json').send(answer);
      },
    );
    done();
  });
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
