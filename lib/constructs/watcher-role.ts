import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge, starIn } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { acknowledgeGrants } from './service-role';

export interface WatcherRoleProps extends EnvironmentProps {
  /** The role of the build that watches. */
  readonly watcherArn: string;
}

/**
 * What a build may see of an environment after a release: whether alarms are in ALARM. The role of the bootstrap
 * that could look as well may read everything in the account.
 */
export class WatcherRole extends iam.Role {
  constructor(scope: Construct, id: string, props: WatcherRoleProps) {
    super(scope, id, {
      roleName: nameOf('watcher', props.environmentSuffix),
      assumedBy: new iam.ArnPrincipal(props.watcherArn),
    });
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    // there is no grant to describe alarms
    this.addToPolicy(
      new iam.PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: [alarms] }),
    );
    acknowledgeGrants(this);
    acknowledge(this, {
      [starIn(this, alarms)]:
        'The star stands for the alarms of this account: the action lists, and AWS does not say that it takes the names it is asked for as resources. It reads names and states.',
    });
  }
}
