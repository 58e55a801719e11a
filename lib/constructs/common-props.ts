import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type * as logs from 'aws-cdk-lib/aws-logs';

/** What every construct knows of its environment. */
export interface EnvironmentProps {
  /** Ends the name of whatever bears one. */
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
  /** The group that the traffic rules are about. */
  readonly securityGroup: ec2.ISecurityGroup;
}

/** A store: placed in the network, encrypted, named. */
export interface StoreProps extends EnvironmentProps, PlacementProps {
  /** Encrypts what is stored. */
  readonly encryptionKey: kms.IKey;
}
