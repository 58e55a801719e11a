import { randomUUID } from 'node:crypto';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { EventBridgePublisher } from '../../../src/storage/events/event-bridge-publisher';
import type { VideoProcessed } from '../../../src/storage/events/event-publisher';
import { MAX_RECEIVES } from '../../../src/storage/queue/message-queue';
import { SqsMessageQueue } from '../../../src/storage/queue/sqs-message-queue';
import { arnOf, createQueues } from '../../support/servers/aws-queues';
import { describeWithAws } from '../../support/servers/describe-with-aws';

const event: VideoProcessed = {
  videoId: randomUUID(),
  status: 'ready',
  verdict: 'pass',
  verdictBy: 'rules',
  bucket: 'uploads',
  key: 'incoming/夏祭り.mp4',
  versionId: 'v1',
};

describeWithAws('EventBridgePublisher', () => {
  it('a rule on source and detail-type receives the event', async () => {
    const { eventBusName, queue } = await aBusWithListener();
    await new EventBridgePublisher({ eventBusName }).publish('VideoProcessed', event);

    const [message] = await queue.receive({ max: 1, waitSeconds: 5 });
    expect(JSON.parse(message?.body ?? '')).toMatchObject({
      source: 'streamtech.video',
      'detail-type': 'VideoProcessed',
      detail: event,
    });
    await queue.close();
  });
});

describe('EventBridgePublisher', () => {
  it('an event that was not taken is an error, though the call succeeded', async () => {
    const refused = { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' };
    const answer = Promise.resolve({ FailedEntryCount: 1, Entries: [refused] });
    // an emulator takes every event; of the overloads, Jest knows the one with a callback
    const send = jest.spyOn(EventBridgeClient.prototype, 'send').mockReturnValue(answer as never);

    const publisher = new EventBridgePublisher({ eventBusName: 'bus' });
    await expect(publisher.publish('VideoProcessed', event)).rejects.toThrow(
      'ThrottlingException slow down',
    );
    send.mockRestore();
  });
});

async function aBusWithListener() {
  const eventBusName = `bus-${randomUUID()}`;
  const urls = await createQueues(MAX_RECEIVES);
  const events = new EventBridgeClient({});
  const sqs = new SQSClient({});
  const rule = { Name: 'videos', EventBusName: eventBusName };
  await events.send(new CreateEventBusCommand({ Name: eventBusName }));
  await events.send(
    new PutRuleCommand({
      ...rule,
      EventPattern: JSON.stringify({
        source: ['streamtech.video'],
        'detail-type': ['VideoProcessed'],
      }),
    }),
  );
  await events.send(
    new PutTargetsCommand({
      Rule: rule.Name,
      EventBusName: eventBusName,
      Targets: [{ Id: 'queue', Arn: await arnOf(sqs, urls.queueUrl) }],
    }),
  );
  events.destroy();
  sqs.destroy();
  return { eventBusName, queue: new SqsMessageQueue(urls) };
}
