import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { grantDescribeAlarms } from './describe-alarms';
import { acknowledgeGrants } from './service-role';

export interface WatcherRoleProps extends EnvironmentProps {
  /** The role of the build that watches. */
  readonly watcherArn: string;
  /** What it watches. */
  readonly alarms: readonly cloudwatch.IAlarm[];
}

/**
 * What a build may see of an environment after a release: whether alarms are, or were, in ALARM. The role of the bootstrap
 * that could look as well may read everything in the account.
 */
export class WatcherRole extends iam.Role {
  constructor(scope: Construct, id: string, props: WatcherRoleProps) {
    super(scope, id, {
      roleName: nameOf('watcher', props.environmentSuffix),
      assumedBy: new iam.ArnPrincipal(props.watcherArn),
    });
    grantDescribeAlarms(this);
    // there is no grant for it
    this.addToPolicy(
      new iam.PolicyStatement({
        actions: ['cloudwatch:DescribeAlarmHistory'],
        resources: props.alarms.map(({ alarmArn }) => alarmArn),
      }),
    );
    acknowledgeGrants(this);
  }
}
