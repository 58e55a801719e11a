import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ObjectNotFoundError } from '../domain/errors';
import type { ObjectSource } from '../media/range-proxy';

/** SHA-256 over all bytes, hexadecimal. Fails when the store sends fewer than it announced. */
export async function checksum(
  source: ObjectSource,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<string> {
  const hash = createHash('sha256');
  const body = await source.store.read(source.object, signal);
  await pipeline(
    body,
    counted(source, onProgress),
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done();
      },
    }),
    { signal },
  );
  return hash.digest('hex');
}

/** Passes bytes on; fails at the end when they are fewer, or more, than announced. */
export function counted(
  { store, object, sizeBytes }: ObjectSource,
  onProgress: (bytes: number) => void,
) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      onProgress(bytes);
      yield chunk;
    }
    if (bytes === sizeBytes) return;
    throw new ObjectNotFoundError(store.bucket, object.key, {
      cause: new Error(`read ${bytes} bytes where the event announced ${sizeBytes}`),
    });
  };
}
