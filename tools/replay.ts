import type { Video } from '../src/domain/video';
import { SqsMessageQueue } from '../src/storage/queue/sqs-message-queue';
import { connectApi } from './platform/api';
import { command } from './terminal/command';
import { run } from './terminal/main';
import { counted } from './terminal/amounts';

/* `npm run replay`: gives videos that failed another chance, once the fault is fixed. */

const program = command(
  'npm run replay --',
  'Gives videos that failed another chance: with queue URLs every message in that dead-letter queue, without the failed videos of the platform that runs on this machine.',
)
  .option('--queue-url <url>', 'SQS queue that messages go back to')
  .option('--dead-letter-queue-url <url>', 'SQS queue that they are taken from')
  .action(async ({ queueUrl, deadLetterQueueUrl }) => {
    if (queueUrl !== undefined && deadLetterQueueUrl !== undefined) {
      console.log(
        `${counted(await replayQueue(queueUrl, deadLetterQueueUrl), 'message')} replayed`,
      );
    } else if (queueUrl === undefined && deadLetterQueueUrl === undefined) {
      console.log(`${counted(await replayFailedVideos(), 'video')} replayed`);
    } else {
      program.error(
        "'--queue-url' and '--dead-letter-queue-url' must be given together, got one of them",
      );
    }
  });

run(() => program.parseAsync());

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
