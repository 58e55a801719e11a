import type { WriteStream } from 'node:fs';

/** Resolves when nothing more comes of the file: a stream that failed at once may not have made it yet. */
export function fileClosed(stream: WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) resolve();
    else stream.once('close', resolve);
  });
}
