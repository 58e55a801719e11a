import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { FolderObjectStore } from './folder-object-store';

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
    scope.put<{ Params: { signature: string }; Body: Readable | undefined }>(
      '/uploads/:signature',
      async (request, reply) => {
        const body = request.body ?? request.raw;
        if (await store.receive(request.params.signature, body)) return reply.code(200).send();
        body.resume();
        return reply.code(403).type('application/problem+json').send(refusal(request.id));
      },
    );
    done();
  });
}

function refusal(instance: string): string {
  return JSON.stringify({
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
    detail: 'the signature must be one of this service and not expired; ask for a new upload URL',
    code: 'upload_not_allowed',
    instance,
  });
}
