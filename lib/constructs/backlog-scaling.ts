import { Stack } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';

export interface BacklogScalingProps extends EnvironmentProps {
  /** Where the service is. */
  readonly cluster: ecs.ICluster;
  /** What is scaled. */
  readonly service: ecs.IFargateService;
  /** The queue whose messages it processes. */
  readonly queue: sqs.IQueue;
  /** Tasks, however little there is to do. */
  readonly minTasks: number;
  /** Tasks, however much. */
  readonly maxTasks: number;
  /** Target of uploads per task, waiting or being processed. */
  readonly backlogPerTask: number;
}

/** A burst is met at once; tasks go only after a quiet while, since starting one takes a minute. */
const SCALE_OUT_COOLDOWN_SECONDS = 60;
const SCALE_IN_COOLDOWN_SECONDS = 600;

/**
 * Tasks in proportion to the uploads there are for each. What is being processed counts too: else a queue
 * whose messages are all in flight looks empty, and its workers are stopped.
 */
export class BacklogScaling extends Construct {
  constructor(scope: Construct, id: string, props: BacklogScalingProps) {
    super(scope, id);
    const { cluster, service, queue } = props;
    const target = new appscaling.ScalableTarget(this, 'Target', {
      serviceNamespace: appscaling.ServiceNamespace.ECS,
      resourceId: `service/${cluster.clusterName}/${service.serviceName}`,
      scalableDimension: 'ecs:service:DesiredCount',
      minCapacity: props.minTasks,
      maxCapacity: props.maxTasks,
      role: iam.Role.fromRoleArn(this, 'Role', serviceLinkedRole(this)),
    });
    // L1: the L2 takes one metric, not an expression over several
    new appscaling.CfnScalingPolicy(this, 'Policy', {
      policyName: nameOf('backlog-per-task', props.environmentSuffix),
      policyType: 'TargetTrackingScaling',
      scalingTargetId: target.scalableTargetId,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: props.backlogPerTask,
        scaleOutCooldown: SCALE_OUT_COOLDOWN_SECONDS,
        scaleInCooldown: SCALE_IN_COOLDOWN_SECONDS,
        customizedMetricSpecification: {
          metrics: [
            metric('waiting', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', {
              QueueName: queue.queueName,
            }),
            metric('inWork', 'AWS/SQS', 'ApproximateNumberOfMessagesNotVisible', {
              QueueName: queue.queueName,
            }),
            metric('tasks', 'ECS/ContainerInsights', 'RunningTaskCount', {
              ClusterName: cluster.clusterName,
              ServiceName: service.serviceName,
            }),
            {
              id: 'backlogPerTask',
              label: 'Uploads per task',
              expression: `(waiting + inWork) / IF(FILL(tasks, ${props.minTasks}) < 1, 1, FILL(tasks, ${props.minTasks}))`,
              returnData: true,
            },
          ],
        },
      },
    });
  }
}

/** The only role that ECS scaling takes; the account has it, or AWS makes it at the first target. */
function serviceLinkedRole(scope: Construct): string {
  return Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role/aws-service-role/ecs.application-autoscaling.amazonaws.com',
    resourceName: 'AWSServiceRoleForApplicationAutoScaling_ECSService',
  });
}

function metric(
  id: string,
  namespace: string,
  metricName: string,
  dimensions: Readonly<Record<string, string>>,
): appscaling.CfnScalingPolicy.TargetTrackingMetricDataQueryProperty {
  return {
    id,
    returnData: false,
    metricStat: {
      stat: 'Average',
      metric: {
        namespace,
        metricName,
        dimensions: Object.entries(dimensions).map(([name, value]) => ({ name, value })),
      },
    },
  };
}
