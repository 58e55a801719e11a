import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { REGION } from '../../lib/config/names';
import { awsClient } from '../../src/runtime/aws-client';
import { MAX_RECEIVES } from '../../src/storage/queue/message-queue';
import { LEASE_SECONDS } from '../../src/worker/message-context';

const NAME = 'streamtech-local';

export interface AwsResources {
  readonly bucketName: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly measuring: Pick<AwsResources, 'queueUrl' | 'deadLetterQueueUrl'>;
  readonly eventBusName: string;
}

/**
 * Makes what the stacks deploy, S3 → EventBridge → SQS, and two queues with their dead-letter queues, on the emulator
 * that AWS_ENDPOINT_URL names. What is there already stays.
 */
export async function ensureAwsResources(): Promise<AwsResources> {
  const { arn, ...uploads } = await ensureWorkQueue(NAME);
  const measuring = await ensureWorkQueue(`${NAME}-measuring`);
  await ensureBucket();
  await routeUploads(arn);
  return { bucketName: NAME, ...uploads, measuring, eventBusName: 'default' };
}

async function ensureWorkQueue(name: string) {
  const deadLetters = await ensureQueue(`${name}-dead-letters`, {});
  const { url, arn } = await ensureQueue(name, {
    VisibilityTimeout: String(LEASE_SECONDS),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: deadLetters.arn,
      maxReceiveCount: MAX_RECEIVES,
    }),
  });
  return { queueUrl: url, deadLetterQueueUrl: deadLetters.url, arn };
}

async function ensureQueue(name: string, attributes: Record<string, string>) {
  const sqs = awsClient(SQSClient, {}, { region: REGION });
  const { QueueUrl: url = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
  );
  const { Attributes: found } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return { url, arn: found?.QueueArn ?? '' };
}

async function ensureBucket(): Promise<void> {
  const s3 = awsClient(S3Client, {}, { region: REGION, forcePathStyle: true });
  try {
    await s3.send(
      new CreateBucketCommand({
        Bucket: NAME,
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    );
  } catch (error) {
    if (!(error instanceof Error && error.name === 'BucketAlreadyOwnedByYou')) throw error;
  }
  await s3.send(
    new PutBucketVersioningCommand({
      Bucket: NAME,
      VersioningConfiguration: { Status: 'Enabled' },
    }),
  );
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: NAME,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );
}

async function routeUploads(queueArn: string): Promise<void> {
  const events = awsClient(EventBridgeClient, {}, { region: REGION });
  await events.send(
    new PutRuleCommand({
      Name: NAME,
      EventPattern: JSON.stringify({
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [NAME] }, object: { key: [{ prefix: 'incoming/' }] } },
      }),
    }),
  );
  await events.send(
    new PutTargetsCommand({ Rule: NAME, Targets: [{ Id: 'worker', Arn: queueArn }] }),
  );
}
