import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { awsClient } from '../../src/runtime/aws-client';
import { SqsMessageQueue } from '../../src/storage/queue/sqs-message-queue';
import { Deployment } from './deployment';
import { ACCOUNT } from './configuration';
import type { Emulator } from './emulator';

/** An emulator that makes a stack does so before it answers. */
const LIMITS = { answerMs: 60_000 };

/**
 * Sets an alarm of an environment into ALARM, and reads it as a subscriber of its topic does. Returns its name.
 * @throws when it is lost on the way
 */
export async function alarmReceived(
  { url, record }: Pick<Emulator, 'url' | 'record'>,
  suffix: string,
): Promise<string> {
  const alarm = new Deployment(record, suffix).one('AWS::CloudWatch::Alarm');
  const AlarmName = alarm.name ?? '';
  const [topic] = alarm.properties['AlarmActions'] as [string];
  const subscriber = `Subscriber-${suffix}`;
  const cloudFormation = awsClient(CloudFormationClient, LIMITS);
  await cloudFormation.send(
    new CreateStackCommand({ StackName: subscriber, TemplateBody: templateOf(subscriber, topic) }),
  );
  const queueUrl = `${url}/${ACCOUNT}/${subscriber}`;
  const queue = new SqsMessageQueue({ queueUrl, deadLetterQueueUrl: queueUrl });
  try {
    await awsClient(CloudWatchClient).send(
      new SetAlarmStateCommand({
        AlarmName,
        StateValue: 'ALARM',
        StateReason: 'set by the rehearsal',
      }),
    );
    const [message] = await queue.receive({ max: 1, waitSeconds: 0 });
    if (message?.body.includes(AlarmName)) return AlarmName;
    throw new Error(`no subscriber of '${topic}' received '${AlarmName}'`);
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
