import { Aws, Stack, type StackProps } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config/environment-config';
import { nameOf } from '../config/names';
import { IsolatedVpc } from '../constructs/isolated-vpc';
import { ProviderLogs } from '../constructs/provider-logs';
import { RotatingKey } from '../constructs/rotating-key';
import { ServiceEndpoints } from '../constructs/service-endpoints';
import { ServiceLogGroup } from '../constructs/service-log-group';
import { TrafficRules } from '../constructs/traffic-rules';

export interface NetworkStackProps extends StackProps {
  /** Suffix and retention. */
  readonly config: EnvironmentConfig;
}

/** The network, its endpoints, and the security groups that say what may connect to what. */
export class NetworkStack extends Stack {
  /** Two zones, no internet. */
  readonly vpc: ec2.IVpc;
  /** A security group per role. */
  readonly traffic: TrafficRules;
  /** Encrypts every log group of the environment; it is here because this stack comes first. */
  readonly logKey: kms.IKey;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    const { environmentSuffix, logRetentionDays } = props.config;

    const logKey = new RotatingKey(this, 'LogKey', { purpose: 'logs', environmentSuffix });
    logKey.allowLogGroups();
    const flowLogGroup = new ServiceLogGroup(this, 'FlowLogs', {
      logGroupName: nameOf('flow-logs', environmentSuffix),
      logKey,
      logRetentionDays,
    });
    const vpc = new IsolatedVpc(this, 'Vpc', { environmentSuffix, flowLogGroup });
    const traffic = new TrafficRules(this, 'Traffic', { vpc, environmentSuffix });
    new ServiceEndpoints(this, 'Endpoints', { vpc, securityGroup: traffic.endpoints });
    new ProviderLogs(this, 'ProviderLogs', {
      logGroupName: nameOf('network-providers', environmentSuffix),
      logKey,
      logRetentionDays,
    });

    this.vpc = vpc;
    this.traffic = traffic;
    this.logKey = logKey;
  }

  /** The zones to use; Tokyo has no b. Without this, CDK looks them up, which needs credentials. */
  override get availabilityZones(): string[] {
    return [`${Aws.REGION}a`, `${Aws.REGION}c`];
  }
}
