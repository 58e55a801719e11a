import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { INCOMING_PREFIX } from './ingest-bucket';

export interface UploadNotificationsProps extends EnvironmentProps {
  /** Where videos arrive. */
  readonly bucket: s3.IBucket;
  /** Where workers look. */
  readonly queue: sqs.IQueue;
  /** Encrypts what could not be delivered; must let EventBridge use it. */
  readonly encryptionKey: kms.IKey;
}

/** From a complete object to a message. What the queue does not take is kept too. */
export class UploadNotifications extends Construct {
  /** Events that never became a message: empty, or something is wrong with the queue. */
  readonly undelivered: sqs.IQueue;

  constructor(scope: Construct, id: string, props: UploadNotificationsProps) {
    super(scope, id);
    const undelivered = new sqs.Queue(this, 'Undelivered', {
      queueName: nameOf('undelivered-events', props.environmentSuffix),
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: props.encryptionKey,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new events.Rule(this, 'Rule', {
      ruleName: nameOf('upload-arrived', props.environmentSuffix),
      description: 'A video arrived: tell the workers',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [props.bucket.bucketName] },
          object: { key: [{ prefix: INCOMING_PREFIX }] },
        },
      },
      targets: [
        new targets.SqsQueue(props.queue, {
          deadLetterQueue: undelivered,
          maxEventAge: Duration.hours(24),
          retryAttempts: 185, // what EventBridge does in 24 hours, and its most
        }),
      ],
    });
    this.undelivered = undelivered;
  }
}
