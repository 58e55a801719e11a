import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { RotatingKey } from './rotating-key';

export type VideoEventsProps = EnvironmentProps;

/**
 * Where the worker says what became of a video. A notice that is lost loses no video, since the
 * catalogue is the truth; so there is no dead-letter queue.
 */
export class VideoEvents extends Construct {
  /** To be published to. Publishers need no right to the key: EventBridge uses it for itself. */
  readonly bus: events.IEventBus;

  constructor(scope: Construct, id: string, props: VideoEventsProps) {
    super(scope, id);
    const { environmentSuffix } = props;
    const kmsKey = new RotatingKey(this, 'Key', { purpose: 'events', environmentSuffix });
    // The library allows this for calls that carry the bus as their encryption context; this one carries none.
    kmsKey.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Validate',
        principals: [new iam.ServicePrincipal('events.amazonaws.com')],
        actions: ['kms:DescribeKey'],
        resources: ['*'],
      }),
    );
    this.bus = new events.EventBus(this, 'Bus', {
      eventBusName: nameOf('videos', environmentSuffix),
      description: 'VideoDescribed and VideoProcessed, for whoever wants to know',
      kmsKey,
    });
  }
}
