import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';

export interface WorkQueueProps extends EnvironmentProps {
  /** Names the queue, such as `uploads`. */
  readonly baseName: string;
  /** Encrypts the messages; must let EventBridge use it. */
  readonly encryptionKey: kms.IKey;
}

/** The same number as `MAX_RECEIVES` in src/storage/queue: the worker acts on the last one. */
export const MAX_RECEIVES = 5;

/**
 * How long a message stays hidden when its worker has died. A running worker extends it
 * every minute or so, however long the video takes.
 */
const VISIBILITY_TIMEOUT = Duration.minutes(5);

/** The most that SQS allows: time to notice and repair over a long holiday. */
const RETENTION = Duration.days(14);

/** Uploads that wait for one kind of work, and those that five attempts did not get through. */
export class WorkQueue extends Construct {
  /** What waits. */
  readonly queue: sqs.IQueue;
  /** What was given up; one command replays it. */
  readonly deadLetters: sqs.IQueue;

  private readonly encryptionKey: kms.IKey;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { environmentSuffix, baseName } = props;
    this.encryptionKey = props.encryptionKey;
    const common = {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: props.encryptionKey,
      enforceSSL: true,
      retentionPeriod: RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
    };
    const deadLetters = new sqs.Queue(this, 'DeadLetters', {
      ...common,
      queueName: nameOf(`${baseName}-dead-letters`, environmentSuffix),
    });
    this.queue = new sqs.Queue(this, 'Queue', {
      ...common,
      queueName: nameOf(baseName, environmentSuffix),
      visibilityTimeout: VISIBILITY_TIMEOUT,
      receiveMessageWaitTime: Duration.seconds(20), // the longest poll: fewest empty answers
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MAX_RECEIVES },
    });
    this.deadLetters = deadLetters;
  }

  /** May put an upload before the workers again, at once or later. The L2's grant would add `kms:ReEncrypt*`. */
  grantSend(grantee: iam.IGrantable): void {
    iam.Grant.addToPrincipal({
      grantee,
      actions: ['sqs:SendMessage'],
      resourceArns: [this.queue.queueArn],
    });
    this.encryptionKey.grant(grantee, 'kms:Decrypt', 'kms:GenerateDataKey');
  }

  /** Uploads that wait for a worker, at most. */
  metricMessagesWaiting(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.queue.metricApproximateNumberOfMessagesVisible(props);
  }

  /** Uploads that a worker works on at once, at most. */
  metricMessagesInWork(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.queue.metricApproximateNumberOfMessagesNotVisible(props);
  }

  /** Seconds that the oldest upload has been in the queue. */
  metricAgeOfOldestMessage(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.queue.metricApproximateAgeOfOldestMessage(props);
  }

  /** Uploads that were given up, at most. */
  metricDeadLetters(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.deadLetters.metricApproximateNumberOfMessagesVisible(props);
  }
}
