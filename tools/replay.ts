import { parseArgs } from 'node:util';
import type { Video } from '../src/domain/video';
import { SqsMessageQueue } from '../src/storage/queue/sqs-message-queue';
import { localKeys } from './platform/local-keys';
import { type PlatformSettings, readSettings } from './platform/settings';
import { run } from './terminal/main';

/*
 * `npm run replay`: gives videos that failed another chance, once the fault is mended. With queue URLs:
 * everything in that dead-letter queue. Without: the failed videos of the platform on this machine.
 */

run(async () => {
  const { values } = parseArgs({
    options: { 'queue-url': { type: 'string' }, 'dead-letter-queue-url': { type: 'string' } },
  });
  const { 'queue-url': queueUrl, 'dead-letter-queue-url': deadLetterQueueUrl } = values;
  if ((queueUrl === undefined) !== (deadLetterQueueUrl === undefined)) {
    throw new Error(
      "'--queue-url' and '--dead-letter-queue-url' must be given together, got one of them",
    );
  }
  const replayed =
    queueUrl !== undefined && deadLetterQueueUrl !== undefined
      ? await replayQueue(queueUrl, deadLetterQueueUrl)
      : await replayFailedVideos(readSettings());
  console.log(`${replayed} replayed`);
});

async function replayQueue(queueUrl: string, deadLetterQueueUrl: string): Promise<number> {
  const queue = new SqsMessageQueue({ queueUrl, deadLetterQueueUrl });
  try {
    return await queue.replayDeadLetters();
  } finally {
    await queue.close();
  }
}

/** By the API, because the queue is inside the process that `npm start` runs. */
async function replayFailedVideos({ dataDirectory, port }: PlatformSettings): Promise<number> {
  const { writeKey: key } = await localKeys(dataDirectory);
  const ask = async <T>(method: string, path: string): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}/v1/videos${path}`, {
      method,
      headers: { 'x-api-key': key },
    }).catch((error: unknown) => {
      throw new Error(`the platform must run on port ${port}; start it with: npm start`, {
        cause: error,
      });
    });
    const body = (await response.json()) as T & { detail?: string };
    if (!response.ok) throw new Error(body.detail ?? `${method} ${path}: ${response.status}`);
    return body;
  };
  let replayed = 0;
  for (;;) {
    const { items } = await ask<{ items: Video[] }>('GET', '?status=failed&limit=100');
    if (items.length === 0) return replayed;
    for (const { id } of items) await ask('POST', `/${id}/reprocess`);
    replayed += items.length;
  }
}
