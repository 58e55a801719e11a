import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
} from '@aws-sdk/client-cloudformation';
import { awsClient } from '../../src/runtime/aws-client';
import { SqsMessageQueue } from '../../src/storage/queue/sqs-message-queue';
import { ACCOUNT } from './configuration';
import type { Emulator } from './emulator';

/** An emulator that makes a stack does so before it answers. */
const LIMITS = { answerMs: 60_000 };

/**
 * What a subscriber of a topic reads while the work is done.
 * @param subscriber names its stack and its queue
 * @throws when it is told nothing that has these words
 */
export async function told(
  { url }: Pick<Emulator, 'url'>,
  topic: string,
  subscriber: string,
  words: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const cloudFormation = awsClient(CloudFormationClient, LIMITS);
  await cloudFormation.send(
    new CreateStackCommand({ StackName: subscriber, TemplateBody: templateOf(subscriber, topic) }),
  );
  const queueUrl = `${url}/${ACCOUNT}/${subscriber}`;
  const queue = new SqsMessageQueue({ queueUrl, deadLetterQueueUrl: queueUrl });
  try {
    await work();
    const messages = await queue.receive({ max: 10, waitSeconds: 0 });
    if (messages.some(({ body }) => body.includes(words))) return;
    throw new Error(`no subscriber of '${topic}' was told of '${words}'`);
  } finally {
    await queue.close();
    await cloudFormation.send(new DeleteStackCommand({ StackName: subscriber }));
  }
}

function templateOf(name: string, topic: string): string {
  return JSON.stringify({
    Resources: {
      Inbox: { Type: 'AWS::SQS::Queue', Properties: { QueueName: name } },
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: topic,
          Protocol: 'sqs',
          Endpoint: { 'Fn::GetAtt': ['Inbox', 'Arn'] },
        },
      },
    },
  });
}
