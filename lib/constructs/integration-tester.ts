import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { ComputeStack } from '../stacks/compute-stack';
import type { DataStack } from '../stacks/data-stack';
import type { EnvironmentProps } from './common-props';
import type { ExistingSecrets } from './existing-secrets';

export interface IntegrationTesterProps extends EnvironmentProps {
  /** Whose roles may come as the tester: the account that runs the tests after a deploy. */
  readonly pipelineAccount: string;
  /** With the keys that the tests bring along. */
  readonly secrets: ExistingSecrets;
  /** Asked about its stores. */
  readonly data: DataStack;
  /** Asked about its queues and its worker. */
  readonly compute: ComputeStack;
}

/** Who `npm run test:integ` is in AWS: reads two keys of the API, and what AWS says of the resources. */
export class IntegrationTester extends Construct {
  /** To be taken on. */
  readonly role: iam.IRole;

  constructor(scope: Construct, id: string, props: IntegrationTesterProps) {
    super(scope, id);
    const { pipelineAccount, secrets, data, compute } = props;
    const role = new iam.Role(this, 'Role', {
      roleName: nameOf('integration-tester', props.environmentSuffix),
      description: 'For the integration tests after a deploy',
      assumedBy: new iam.AccountPrincipal(pipelineAccount).withConditions({
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${pipelineAccount}:role/streamtech-*` },
      }),
    });
    secrets.grantRead(role, secrets.integrationKeys);
    data.ingest.grantRead(role);
    const { account, region } = Stack.of(this);
    const may = (actions: string[], ...resources: string[]) =>
      role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources }));
    may(['rds:DescribeDBInstances'], data.database.instance.instanceArn);
    may(
      ['elasticache:DescribeReplicationGroups'],
      `arn:aws:elasticache:${region}:${account}:replicationgroup:${data.cache.replicationGroupId}`,
    );
    may(['elasticfilesystem:DescribeFileSystems'], data.scratch.fileSystem.fileSystemArn);
    may(
      [
        's3:GetEncryptionConfiguration',
        's3:GetBucketVersioning',
        's3:GetBucketPublicAccessBlock',
        's3:GetBucketPolicy',
      ],
      data.ingest.bucket.bucketArn,
    );
    may(
      ['sqs:GetQueueAttributes'],
      compute.uploads.queue.queueArn,
      compute.uploads.deadLetters.queueArn,
    );
    may(['ecs:DescribeServices'], compute.worker.service.serviceArn);
    may(['tag:GetResources'], '*');
    acknowledge(role, {
      'NIST.800.53.R5-IAMNoInlinePolicy':
        'The policy is of this one role, and is changed and deleted with it; a managed one could be attached to others.',
      'AwsSolutions-IAM5[Resource::*]':
        'The search for resources by tag takes no resource; it tells names and tags, no content.',
    });
    this.role = role;
  }
}
