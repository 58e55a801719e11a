import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeStar } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { EnvironmentProps, LogProps } from './common-props';
import { ServiceLogGroup } from './service-log-group';

export interface WorkerClusterProps extends EnvironmentProps, LogProps {
  /** Where the tasks run. */
  readonly vpc: ec2.IVpc;
}

/** Fargate only. Container Insights counts the running tasks, which scaling divides by. */
export class WorkerCluster extends ecs.Cluster {
  constructor(scope: Construct, id: string, props: WorkerClusterProps) {
    const clusterName = nameOf('workers', props.environmentSuffix);
    super(scope, id, {
      clusterName,
      vpc: props.vpc,
      containerInsightsV2: ecs.ContainerInsights.ENABLED,
      enableFargateCapacityProviders: true,
    });
    const insights = new ServiceLogGroup(this, 'Insights', {
      logGroupName: `/aws/ecs/containerinsights/${clusterName}/performance`,
      logKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
    });
    // before the cluster, else ECS makes an unencrypted one of that name first
    this.node.defaultChild?.node.addDependency(insights);
  }

  /** May keep tasks from being stopped while they are busy. */
  grantProtection(role: iam.IRole): void {
    this.grants.taskProtection(role);
    acknowledgeStar(
      role,
      this.arnForTasks('*'),
      ['ecs:GetTaskProtection', 'ecs:UpdateTaskProtection'],
      'The star stands for the tasks of this one cluster: ECS makes their ids up when it starts them, so a role can name none.',
    );
  }
}

/** The tasks of a cluster, as an ARN with a star: ECS makes their ids up when it starts them. */
export function tasksOf(cluster: ecs.ICluster): string {
  return Stack.of(cluster).formatArn({
    service: 'ecs',
    resource: 'task',
    resourceName: `${cluster.clusterName}/*`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
}
