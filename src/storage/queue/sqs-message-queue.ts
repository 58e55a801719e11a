import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { awsClient, type CallLimits } from '../../runtime/aws-client';
import type {
  MessageQueue,
  QueueDepth,
  ReceivedMessage,
  ReceiveOptions,
  SendOptions,
} from './message-queue';

export interface SqsMessageQueueOptions {
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Of every call but the long poll, and of what the long poll may take beyond its wait. @default 5 s */
  readonly limits?: CallLimits;
}

/**
 * SQS answers in milliseconds. Three attempts of this are over before the next heartbeat: a silent SQS
 * costs beats, not the lease, which the same beat renews before.
 */
const ANSWER_MS = 5_000;

/** SQS holds a long poll open for 20 s at most. */
const LONG_POLL_MS = 20_000;

/** A replayed message stays hidden in the dead-letter queue while it is sent on. */
const REPLAY_VISIBILITY_SECONDS = 30;

export class SqsMessageQueue implements MessageQueue {
  private readonly client: SQSClient;
  /** A connection that is silent for as long as a poll lasts is in order. */
  private readonly polls: SQSClient;
  private readonly answerMs: number;

  constructor(private readonly options: SqsMessageQueueOptions) {
    const { answerMs = ANSWER_MS, ...limits } = options.limits ?? {};
    this.client = awsClient(SQSClient, { ...limits, answerMs });
    this.polls = awsClient(SQSClient, { ...limits, answerMs: LONG_POLL_MS + answerMs });
    this.answerMs = answerMs;
  }

  async receive({ max, waitSeconds, signal }: ReceiveOptions): Promise<ReceivedMessage[]> {
    try {
      const { Messages: messages = [] } = await this.polls.send(
        new ReceiveMessageCommand({
          QueueUrl: this.options.queueUrl,
          MaxNumberOfMessages: max,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['ApproximateReceiveCount', 'MessageGroupId'],
        }),
        { requestTimeout: this.pollMs(waitSeconds), ...(signal && { abortSignal: signal }) },
      );
      return messages.map(received);
    } catch (error) {
      if (signal?.aborted) return [];
      throw error;
    }
  }

  async setVisibility(message: ReceivedMessage, seconds: number): Promise<void> {
    await this.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.options.queueUrl,
        ReceiptHandle: message.receiptHandle,
        VisibilityTimeout: Math.ceil(seconds),
      }),
    );
  }

  async delete({ receiptHandle }: ReceivedMessage): Promise<void> {
    await this.remove(this.options.queueUrl, receiptHandle);
  }

  async send(body: string, { delaySeconds = 0, group = null }: SendOptions = {}): Promise<void> {
    await this.client.send(
      new SendMessageCommand({
        QueueUrl: this.options.queueUrl,
        MessageBody: body,
        DelaySeconds: Math.ceil(delaySeconds),
        ...(group !== null && { MessageGroupId: group }),
      }),
    );
  }

  async depth(): Promise<QueueDepth> {
    const [queue, deadLetters] = await Promise.all([
      this.counts(this.options.queueUrl),
      this.counts(this.options.deadLetterQueueUrl),
    ]);
    return {
      waiting: queue.visible,
      inFlight: queue.hidden,
      deadLetters: deadLetters.visible + deadLetters.hidden,
    };
  }

  /** Each is sent on before it is deleted: at worst one is there twice, never lost. */
  async replayDeadLetters(): Promise<number> {
    let replayed = 0;
    for (;;) {
      const { Messages: messages = [] } = await this.polls.send(
        new ReceiveMessageCommand({
          QueueUrl: this.options.deadLetterQueueUrl,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: 1,
          VisibilityTimeout: REPLAY_VISIBILITY_SECONDS,
          MessageSystemAttributeNames: ['MessageGroupId'],
        }),
      );
      if (messages.length === 0) return replayed;
      for (const { body, receiptHandle, group } of messages.map(received)) {
        await this.send(body, { group });
        await this.remove(this.options.deadLetterQueueUrl, receiptHandle);
        replayed += 1;
      }
    }
  }

  close(): Promise<void> {
    this.client.destroy();
    this.polls.destroy();
    return Promise.resolve();
  }

  private pollMs(waitSeconds: number): number {
    return waitSeconds * 1000 + this.answerMs;
  }

  private async remove(queueUrl: string, receiptHandle: string): Promise<void> {
    await this.client.send(
      new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: receiptHandle }),
    );
  }

  private async counts(queueUrl: string): Promise<{ visible: number; hidden: number }> {
    const names = [
      'ApproximateNumberOfMessages',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesDelayed',
    ] as const satisfies QueueAttributeName[];
    const { Attributes: attributes = {} } = await this.client.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }),
    );
    const [visible, notVisible, delayed] = names.map((name) => Number(attributes[name] ?? 0));
    return { visible: visible ?? 0, hidden: (notVisible ?? 0) + (delayed ?? 0) };
  }
}

function received(message: Message): ReceivedMessage {
  const { MessageId: id = '', Body: body = '', ReceiptHandle: receiptHandle = '' } = message;
  const { ApproximateReceiveCount = 1, MessageGroupId: group = null } = message.Attributes ?? {};
  return { id, body, receiptHandle, group, receiveCount: Number(ApproximateReceiveCount) };
}
