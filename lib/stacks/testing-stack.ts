import { ArnFormat, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledgeStar } from '../compliance/acknowledge';
import type { EnvironmentConfig } from '../config/environment-config';
import { TesterRole } from '../constructs/tester-role';
import type { ComputeStack } from './compute-stack';
import type { DataStack } from './data-stack';

/** The role that runs the integration tests. */
export interface Tester {
  /** The role of the build, in any account. */
  readonly roleArn: string;
  /** Existing secret of the environment's account, JSON: `readKey`, `writeKey`. */
  readonly keysSecretArn: string;
}

export interface TestingStackProps extends StackProps {
  /** Suffix, and the key of the secrets. */
  readonly config: EnvironmentConfig;
  /** The stores that are looked at. */
  readonly data: DataStack;
  /** The queue and its workers. */
  readonly compute: ComputeStack;
  /** Who looks. */
  readonly tester: Tester;
}

/** What integration tests may see of an environment, and the names that they start from. */
export class TestingStack extends Stack {
  /** The role that the tester assumes. */
  readonly testerRoleArn: CfnOutput;

  constructor(scope: Construct, id: string, props: TestingStackProps) {
    super(scope, id, props);
    const { data, compute, tester } = props;
    const { environmentSuffix, secretsKeyArn } = props.config;
    const stacks = this.formatArn({
      service: 'cloudformation',
      resource: 'stack',
      resourceName: `StreamTech-${environmentSuffix}-*/*`,
    });
    const role = new TesterRole(this, 'Tester', { environmentSuffix, testerArn: tester.roleArn });

    role.mayRead(stacks, 'cloudformation:DescribeStacks');
    acknowledgeStar(
      role,
      stacks,
      ['cloudformation:DescribeStacks'],
      'The stars stand for the stacks of this one environment and their ids; their outputs are what the tests start from.',
    );
    role.mayRead(data.database.instance.instanceArn, 'rds:DescribeDBInstances');
    role.mayRead(
      this.formatArn({
        service: 'elasticache',
        resource: 'replicationgroup',
        resourceName: data.cache.replicationGroupId,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      'elasticache:DescribeReplicationGroups',
    );
    role.mayRead(data.scratch.fileSystem.fileSystemArn, 'elasticfilesystem:DescribeFileSystems');
    role.mayRead(compute.worker.service.serviceArn, 'ecs:DescribeServices');
    for (const { queue, deadLetters } of [compute.uploads, compute.measuring]) {
      role.mayRead(queue.queueArn, 'sqs:GetQueueAttributes');
      role.mayRead(deadLetters.queueArn, 'sqs:GetQueueAttributes');
    }
    role.mayRead(
      data.ingest.bucket.bucketArn,
      's3:GetBucketPolicy',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketVersioning',
      's3:GetEncryptionConfiguration',
    );
    data.ingest.grantRead(role);
    secretsmanager.Secret.fromSecretCompleteArn(this, 'Keys', tester.keysSecretArn).grantRead(role);
    if (secretsKeyArn !== 'aws-managed') {
      kms.Key.fromKeyArn(this, 'KeysKey', secretsKeyArn).grant(role, 'kms:Decrypt');
    }

    new CfnOutput(this, 'EnvironmentSuffix', { value: environmentSuffix });
    new CfnOutput(this, 'IntegrationKeysSecretArn', { value: tester.keysSecretArn });
    this.testerRoleArn = new CfnOutput(this, 'TesterRoleArn', { value: role.roleArn });
  }
}
