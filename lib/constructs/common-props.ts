import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';

/** Props of every construct with named resources. */
export interface EnvironmentProps {
  /** Last part of resource names, such as `prod`. */
  readonly environmentSuffix: string;
}

/** How logs are kept. */
export interface LogProps {
  /** Encrypts the log groups. */
  readonly logKey: kms.IKey;
  /** How long a line is kept. */
  readonly logRetentionDays: logs.RetentionDays;
}

/** Where something runs, and who may reach it. */
export interface PlacementProps {
  /** The network of the environment. */
  readonly vpc: ec2.IVpc;
  /** Its security group, whose rules are in TrafficRules. */
  readonly securityGroup: ec2.ISecurityGroup;
}

/** A store: placed in the network, encrypted, named. */
export interface StoreProps extends EnvironmentProps, PlacementProps {
  /** Encrypts what is stored. */
  readonly encryptionKey: kms.IKey;
}
