import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { LogProps } from './common-props';

export interface ServiceLogGroupProps extends LogProps {
  /** In full; where a service decides the name, exactly the one that it uses. */
  readonly logGroupName: string;
}

/**
 * A log group that exists before its first line: else the service makes one that is not encrypted by
 * our key, never expires and stays behind when the environment is destroyed.
 */
export class ServiceLogGroup extends logs.LogGroup {
  constructor(scope: Construct, id: string, props: ServiceLogGroupProps) {
    super(scope, id, {
      logGroupName: props.logGroupName,
      encryptionKey: props.logKey,
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
