import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { type ProtectedProps, REMOVAL } from './data-protection';

export interface RotatingKeyProps extends EnvironmentProps, ProtectedProps {
  /** What it encrypts; ends up in the alias. */
  readonly purpose: string;
}

/** The shortest wait that KMS allows: what the key encrypted is destroyed together with it. */
const PENDING_WINDOW = Duration.days(7);

/** A customer key that rotates every year; it goes with its environment, or stays for what it decrypts. */
export class RotatingKey extends kms.Key {
  constructor(scope: Construct, id: string, props: RotatingKeyProps) {
    super(scope, id, {
      alias: nameOf(props.purpose, props.environmentSuffix),
      description: `StreamTech ${props.environmentSuffix}: ${props.purpose}`,
      enableKeyRotation: true,
      pendingWindow: PENDING_WINDOW,
      removalPolicy: REMOVAL[props.dataProtection ?? 'disposable'],
    });
  }

  /** Lets CloudWatch Logs encrypt this account's log groups, and nothing else, with the key. */
  allowLogGroups(): void {
    const { region } = Stack.of(this);
    const logGroups = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.addToResourcePolicy(
      // no grant takes a condition on the encryption context
      new iam.PolicyStatement({
        sid: 'LogGroups',
        principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
      }),
    );
  }

  /**
   * Lets AWS services send messages into a queue or topic that the key encrypts. Without it they
   * vanish and nobody is told. What bounds the sender is the policy of the queue or topic: a condition
   * on the source could lose messages here, since AWS documents none for queues and says that for
   * topics EventBridge supports none.
   */
  allowSenders(...services: readonly string[]): void {
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Sender',
        principals: services.map((service) => new iam.ServicePrincipal(service)),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
      }),
    );
  }
}
