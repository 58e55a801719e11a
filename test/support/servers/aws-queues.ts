import { randomUUID } from 'node:crypto';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

/** A queue whose messages are dead after `maxReceives` receives, in the AWS of the environment. */
export async function createQueues(
  maxReceives: number,
): Promise<{ queueUrl: string; deadLetterQueueUrl: string }> {
  const name = `test-${randomUUID()}`;
  const client = new SQSClient({});
  const create = async (QueueName: string, Attributes: Record<string, string> = {}) => {
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
    return QueueUrl;
  };
  const deadLetterQueueUrl = await create(`${name}-dead`);
  const queueUrl = await create(name, {
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: await arnOf(client, deadLetterQueueUrl),
      maxReceiveCount: maxReceives,
    }),
  });
  client.destroy();
  return { queueUrl, deadLetterQueueUrl };
}

export async function arnOf(client: SQSClient, queueUrl: string): Promise<string> {
  const { Attributes: attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }),
  );
  return attributes?.QueueArn ?? '';
}
