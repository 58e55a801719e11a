import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { EcsRunFargateTask } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { acknowledgeStar } from '../compliance/acknowledge';
import { metricNames } from '../../src/runtime/metric-names';
import { nameOf } from '../config/names';
import type { EnvironmentProps, LogProps } from './common-props';
import { countedMetric } from './counted-metric';
import { WORKLOADS } from './isolated-vpc';
import { ServiceLogGroup } from './service-log-group';
import { ServiceRole } from './service-role';
import { tasksOf } from './worker-cluster';
import { WorkerTask } from './worker-task';

export interface RetentionJobProps extends EnvironmentProps, LogProps {
  /** The group that the traffic rules are about. */
  readonly securityGroup: ec2.ISecurityGroup;
  /** Where the task runs. */
  readonly cluster: ecs.ICluster;
  /** The worker's, which has the job too. */
  readonly image: ecs.ContainerImage;
  /** How the task finds the stores. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Half an hour after each hour, so after midnight in Japan too, when retention ends. */
const EVERY_HOUR = { minute: '30' };
const HOUR = { period: Duration.hours(1) };

/** A run that could not start in this time is left to the next one. */
const PATIENCE = Duration.minutes(15);

/**
 * Deletes, by a schedule, what need not be kept any more and is to go. A task of its own for its role:
 * the worker parses untrusted files, and must not be able to delete any.
 */
export class RetentionJob extends Construct {
  /** To be granted what the code does. */
  readonly taskRole: iam.IRole;

  private readonly environmentSuffix: string;

  constructor(scope: Construct, id: string, props: RetentionJobProps) {
    super(scope, id);
    const { environmentSuffix } = props;
    this.environmentSuffix = environmentSuffix;
    const { definition } = new WorkerTask(this, 'Task', {
      environmentSuffix,
      baseName: 'retention',
      image: props.image,
      command: ['node', 'retention.task.js'],
      environment: props.environment,
      logGroup: new ServiceLogGroup(this, 'Logs', {
        logGroupName: nameOf('retention', environmentSuffix),
        logKey: props.logKey,
        logRetentionDays: props.logRetentionDays,
      }),
      cpu: 256,
      memoryMib: 512,
    });
    const role = new ServiceRole(this, 'ScheduleRole', {
      environmentSuffix,
      baseName: 'retention-schedule',
      service: 'scheduler.amazonaws.com',
    });
    acknowledgeStar(
      role,
      tasksOf(props.cluster),
      ['ecs:TagResource'],
      'Tagging only: the star stands for the tasks of this one cluster, whose ids ECS makes up when it starts them.',
    );
    new scheduler.Schedule(this, 'Schedule', {
      scheduleName: nameOf('retention', environmentSuffix),
      description: 'Deletes what need not be kept any more; warns of corrections that are due',
      schedule: scheduler.ScheduleExpression.cron(EVERY_HOUR),
      target: new EcsRunFargateTask(props.cluster, {
        taskDefinition: definition,
        vpcSubnets: WORKLOADS,
        securityGroups: [props.securityGroup],
        propagateTags: true,
        enableEcsManagedTags: true,
        role,
        maxEventAge: PATIENCE,
        retryAttempts: 5,
      }),
    });
    this.taskRole = definition.taskRole;
  }

  /** Runs in an hour that came to their end; 0, not nothing, when there was none. */
  metricRuns(): cloudwatch.MathExpression {
    return new cloudwatch.MathExpression({
      label: 'Retention runs',
      expression: 'FILL(runs, 0)',
      usingMetrics: {
        runs: countedMetric(metricNames.retentionRun, this.environmentSuffix, HOUR),
      },
      ...HOUR,
    });
  }

  /** Corrections that are due within a day, as the last run found them. */
  metricCorrectionsDue(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return countedMetric(metricNames.correctionDue, this.environmentSuffix, { ...HOUR, ...props });
  }

  /** Deletions that were begun a day ago and have not ended, as the last run left them. */
  metricDeletionsOverdue(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return countedMetric(metricNames.deletionOverdue, this.environmentSuffix, {
      ...HOUR,
      ...props,
    });
  }
}
