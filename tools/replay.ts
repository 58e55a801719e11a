import { parseArgs } from 'node:util';
import type { Video } from '../src/domain/video';
import { SqsMessageQueue } from '../src/storage/queue/sqs-message-queue';
import { connectApi } from './platform/api';
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
      : await replayFailedVideos();
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
async function replayFailedVideos(): Promise<number> {
  const ask = await connectApi();
  let replayed = 0;
  for (;;) {
    const { items } = await ask<{ items: Video[] }>('GET', 'v1/videos?status=failed&limit=100');
    if (items.length === 0) return replayed;
    for (const { id } of items) await ask('POST', `v1/videos/${id}/reprocess`);
    replayed += items.length;
  }
}
