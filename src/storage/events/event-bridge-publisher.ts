import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { awsClient, type CallLimits } from '../../runtime/aws-client';
import type { EventPublisher, VideoEvents } from './event-publisher';

export interface EventBridgePublisherOptions {
  readonly eventBusName: string;
  /** @default the SDK's of {@link awsClient} */
  readonly limits?: CallLimits;
}

export class EventBridgePublisher implements EventPublisher {
  private readonly client: EventBridgeClient;

  constructor(private readonly options: EventBridgePublisherOptions) {
    this.client = awsClient(EventBridgeClient, options.limits);
  }

  async publish<Type extends keyof VideoEvents>(
    type: Type,
    event: VideoEvents[Type],
  ): Promise<void> {
    const { FailedEntryCount: failed = 0, Entries: entries = [] } = await this.client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: this.options.eventBusName,
            Source: 'streamtech.video',
            DetailType: type,
            Detail: JSON.stringify(event),
          },
        ],
      }),
    );
    // the call itself succeeds even when the event was not taken
    if (failed > 0) {
      const { ErrorCode: code, ErrorMessage: message } = entries[0] ?? {};
      throw new Error(`EventBridge did not take the event: ${code ?? 'unknown'} ${message ?? ''}`);
    }
  }
}
