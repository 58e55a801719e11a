import { MAX_RECEIVES } from '../../../src/storage/queue/message-queue';
import { SqsMessageQueue } from '../../../src/storage/queue/sqs-message-queue';
import { createQueues } from '../../support/servers/aws-queues';
import { describeWithAws } from '../../support/servers/describe-with-aws';
import { messageQueueContract } from './message-queue-contract';

/** An emulator of some 70 requests a second on a free machine, for over 100 in the longest test. */
jest.setTimeout(30_000);

describeWithAws('SqsMessageQueue', () => {
  messageQueueContract('in SQS', async () => new SqsMessageQueue(await createQueues(MAX_RECEIVES)));

  it('a fault of SQS is no empty queue', async () => {
    const { deadLetterQueueUrl } = await createQueues(MAX_RECEIVES);
    const queueUrl = `${deadLetterQueueUrl}-missing`;
    const limits = { attempts: 1 };
    const queue = new SqsMessageQueue({ queueUrl, deadLetterQueueUrl, limits });
    await expect(queue.receive({ max: 1, waitSeconds: 0 })).rejects.toThrow();
    await queue.close();
  });
});
