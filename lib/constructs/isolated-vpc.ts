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

/** Fixed by the first deploy, like the zones and the masks below: all that is in a subnet would have to move. */
const CIDR = '10.40.0.0/19';

/** 2,048 addresses in each zone, of which AWS keeps five: enough for twice the most tasks in one zone alone. */
const WORKLOAD_MASK = 21;

const STORE_MASK = 24;

/**
 * Two zones, with room for a third; no internet gateway, no NAT: nothing that runs here reaches, or is reached
 * from, the internet. AWS is reached through endpoints.
 */
export class IsolatedVpc extends ec2.Vpc {
  constructor(scope: Construct, id: string, props: IsolatedVpcProps) {
    super(scope, id, {
      vpcName: nameOf('vpc', props.environmentSuffix),
      ipAddresses: ec2.IpAddresses.cidr(CIDR),
      maxAzs: 2,
      // without it a third zone would move the subnets of the others
      reservedAzs: 1,
      natGateways: 0,
      subnetConfiguration: [
        isolated(WORKLOADS.subnetGroupName, WORKLOAD_MASK),
        isolated(STORES.subnetGroupName, STORE_MASK),
      ],
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

function isolated(name: string, cidrMask: number): ec2.SubnetConfiguration {
  return { name, cidrMask, subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
}
