import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
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

/** As long, and as often, as EventBridge tries at most. */
const MAX_EVENT_AGE = Duration.hours(24);
const MAX_RETRIES = 185;

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
    acknowledge(undelivered, {
      'AwsSolutions-SQS3':
        'It is the dead-letter queue, of the rule; a message in it sets off the alarm undelivered-events.',
    });
    const rule = new events.Rule(this, 'Rule', {
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
      targets: [{ bind: () => targetOf(props.queue, undelivered) }],
    });
    for (const queue of [props.queue, undelivered]) queue.addToResourcePolicy(maySend(rule, queue));
    this.undelivered = undelivered;
  }

  /** Events that never became a message, at most. */
  metricUndelivered(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.undelivered.metricApproximateNumberOfMessagesVisible(props);
  }
}

/**
 * As the library's `SqsQueue` has it. That one would also let EventBridge `kms:GenerateDataKey*` and
 * `kms:ReEncrypt*`, which is more than it calls, and every rule of the account send.
 */
function targetOf(queue: sqs.IQueue, deadLetters: sqs.IQueue): events.RuleTargetConfig {
  return {
    arn: queue.queueArn,
    targetResource: queue,
    deadLetterConfig: { arn: deadLetters.queueArn },
    retryPolicy: {
      maximumEventAgeInSeconds: MAX_EVENT_AGE.toSeconds(),
      maximumRetryAttempts: MAX_RETRIES,
    },
  };
}

function maySend(rule: events.IRule, queue: sqs.IQueue): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: 'Rule',
    principals: [new iam.ServicePrincipal('events.amazonaws.com')],
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    conditions: { ArnEquals: { 'aws:SourceArn': rule.ruleArn } },
  });
}
