import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environmentNames } from '../../src/runtime/environment';
import { metricNames } from '../../src/runtime/metric-names';
import { nameOf } from '../config/names';
import { BacklogScaling } from './backlog-scaling';
import type { EnvironmentProps, LogProps } from './common-props';
import { WORKLOADS } from './isolated-vpc';
import type { ScratchFileSystem } from './scratch-file-system';
import { countedMetric } from './counted-metric';
import { ReleaseAlarm } from './release-alarm';
import { ServiceLogGroup } from './service-log-group';
import { WorkerTask } from './worker-task';

export interface QueueWorkerProps extends EnvironmentProps, LogProps {
  /** The group that the traffic rules are about. */
  readonly securityGroup: ec2.ISecurityGroup;
  /** Where the tasks run. */
  readonly cluster: ecs.ICluster;
  /** Built from src/worker/Dockerfile. */
  readonly image: ecs.ContainerImage;
  /** Uploads whose headers the tasks read. */
  readonly uploads: sqs.IQueue;
  /** Uploads that they measure. */
  readonly measuring: sqs.IQueue;
  /** Room for whole files. */
  readonly scratch: ScratchFileSystem;
  /** Variables of the worker, beside those that this construct knows. */
  readonly environment: Readonly<Record<string, string>>;
  /** Id of the QC profile for videos that have none of their own; `none` = nothing is measured. */
  readonly qcProfile: string;
  /** 1024 = one vCPU. */
  readonly cpu: number;
  /** Of the task. */
  readonly memoryMib: number;
  /** Videos that one task measures at a time. */
  readonly concurrency: number;
  /** Tasks, however little there is to do. */
  readonly minTasks: number;
  /** Tasks, however much. */
  readonly maxTasks: number;
}

const SCRATCH_DIRECTORY = '/mnt/scratch';

/**
 * Uploads per lane, waiting or in work, that tasks are added for. Decoding is what takes time: a minute
 * of 1080p keeps one processor busy for 17 s (`npm run bench -- quality`). So as soon as one waits to be
 * measured, there are too few. Each task reads headers as well, of as many uploads as come to be measured.
 */
const BACKLOG_PER_LANE = 1;

/** Works off both queues: as many tasks as there is to measure, none of them stopped while it measures. */
export class QueueWorker extends Construct {
  /** For what must come before it. */
  readonly service: ecs.IFargateService;
  /** To be granted what the code does. */
  readonly task: ecs.ITaskDefinition;

  private readonly cluster: ecs.ICluster;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    const { environmentSuffix, cluster, uploads, measuring } = props;
    this.cluster = cluster;
    const logGroup = new ServiceLogGroup(this, 'Logs', {
      logGroupName: nameOf('worker', environmentSuffix),
      logKey: props.logKey,
      logRetentionDays: props.logRetentionDays,
    });
    const task = new WorkerTask(this, 'Task', {
      environmentSuffix,
      baseName: 'worker',
      image: props.image,
      command: ['node', 'worker.task.js'],
      environment: {
        ...props.environment,
        [environmentNames.queueUrl]: uploads.queueUrl,
        [environmentNames.measuringQueueUrl]: measuring.queueUrl,
        [environmentNames.scratchDirectory]: SCRATCH_DIRECTORY,
        [environmentNames.qcProfile]: props.qcProfile,
        [environmentNames.workerConcurrency]: String(props.concurrency),
      },
      logGroup,
      cpu: props.cpu,
      memoryMib: props.memoryMib,
    });
    mountScratch(task, props.scratch);
    uploads.grantConsumeMessages(task.definition.taskRole);
    measuring.grantConsumeMessages(task.definition.taskRole);

    const failing = new ReleaseAlarm(this, 'Failing', {
      environmentSuffix,
      baseName: 'worker-release',
      meaning: 'More attempts failed within a minute than passing troubles explain',
      heading: 'worker-release-taken-back',
      metric: countedMetric(metricNames.processingError, environmentSuffix, {
        period: Duration.minutes(1),
      }),
      tolerated: 2,
    });
    const service = new ecs.FargateService(this, 'Service', {
      serviceName: nameOf('worker', environmentSuffix),
      cluster,
      taskDefinition: task.definition,
      vpcSubnets: WORKLOADS,
      securityGroups: [props.securityGroup],
      platformVersion: ecs.FargatePlatformVersion.VERSION1_4,
      // no desired count: a deploy must not undo what scaling decided
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      circuitBreaker: { enable: true, rollback: true },
      // one that is in ALARM when a deploy begins is not asked: the deploy may be what repairs it
      deploymentAlarms: {
        alarmNames: [failing.alarmName],
        behavior: ecs.AlarmBehavior.ROLLBACK_ON_ALARM,
      },
      availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
      propagateTags: ecs.PropagatedTagSource.SERVICE,
      enableECSManagedTags: true,
    });
    service.node.addDependency(props.scratch.fileSystem.mountTargetsAvailable);
    // the library waits for the policy of the other role: without this one's no log and no image can be had
    if (task.definition.executionRole) service.node.addDependency(task.definition.executionRole);
    new BacklogScaling(this, 'Scaling', {
      environmentSuffix,
      cluster,
      service,
      queue: measuring,
      minTasks: props.minTasks,
      maxTasks: props.maxTasks,
      backlogPerTask: BACKLOG_PER_LANE * props.concurrency,
    });
    this.service = service;
    this.task = task.definition;
  }

  /** Tasks that run. */
  metricRunningTasks(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ECS/ContainerInsights', 'RunningTaskCount', props);
  }

  /** Tasks that scaling asks for. */
  metricDesiredTasks(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('ECS/ContainerInsights', 'DesiredTaskCount', props);
  }

  /** Percent of the vCPUs, on average over the tasks. */
  metricCpuUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AWS/ECS', 'CPUUtilization', props);
  }

  /** Percent of the memory, on average over the tasks. */
  metricMemoryUtilization(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.metric('AWS/ECS', 'MemoryUtilization', props);
  }

  private metric(
    namespace: string,
    metricName: string,
    props?: cloudwatch.MetricOptions,
  ): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace,
      metricName,
      dimensionsMap: {
        ClusterName: this.cluster.clusterName,
        ServiceName: this.service.serviceName,
      },
      statistic: cloudwatch.Stats.AVERAGE,
      ...props,
    });
  }
}

/** Over TLS, as the task's role, and only below the access point. */
function mountScratch(task: WorkerTask, scratch: ScratchFileSystem): void {
  task.definition.addVolume({
    name: 'scratch',
    efsVolumeConfiguration: {
      fileSystemId: scratch.fileSystem.fileSystemId,
      transitEncryption: 'ENABLED',
      authorizationConfig: { accessPointId: scratch.accessPoint.accessPointId, iam: 'ENABLED' },
    },
  });
  task.container.addMountPoints({
    sourceVolume: 'scratch',
    containerPath: SCRATCH_DIRECTORY,
    readOnly: false,
  });
  scratch.fileSystem.grantReadWrite(task.definition.taskRole);
}
