import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { ServiceRole } from './service-role';

export interface IsolatedVpcProps extends EnvironmentProps {
  /** Takes a line for every connection, allowed or refused. */
  readonly flowLogGroup: logs.ILogGroup;
}

/** Where tasks and functions run. */
export const WORKLOADS = { subnetGroupName: 'Workload' } satisfies ec2.SubnetSelection;
/** Where the database, the cache and the file system are. */
export const STORES = { subnetGroupName: 'Store' } satisfies ec2.SubnetSelection;

/** 1,024 addresses: 4 subnets of 256, of which AWS keeps five each. */
const CIDR = '10.40.0.0/22';

/**
 * Two zones, no internet gateway, no NAT: nothing that runs here reaches, or is reached from, the
 * internet. AWS is reached through endpoints.
 */
export class IsolatedVpc extends ec2.Vpc {
  constructor(scope: Construct, id: string, props: IsolatedVpcProps) {
    super(scope, id, {
      vpcName: nameOf('vpc', props.environmentSuffix),
      ipAddresses: ec2.IpAddresses.cidr(CIDR),
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [WORKLOADS, STORES].map(({ subnetGroupName }) => ({
        name: subnetGroupName,
        subnetType: ec2.SubnetType.PRIVATE_ISOLATED,
        cidrMask: 24,
      })),
      restrictDefaultSecurityGroup: true,
    });
    const role = new ServiceRole(this, 'FlowLogRole', {
      environmentSuffix: props.environmentSuffix,
      baseName: 'flow-logs',
      service: 'vpc-flow-logs.amazonaws.com',
    });
    this.addFlowLog('All', {
      destination: ec2.FlowLogDestination.toCloudWatchLogs(props.flowLogGroup, role),
      trafficType: ec2.FlowLogTrafficType.ALL,
    });
  }
}
