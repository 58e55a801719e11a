import { Duration } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { WORKER_UID } from './scratch-file-system';

export interface WorkerTaskProps extends EnvironmentProps {
  /** Names the task; `migration`, say. */
  readonly thing: string;
  /** Built from src/worker/Dockerfile. */
  readonly image: ecs.ContainerImage;
  /** What the container runs. */
  readonly command: string[];
  /** Variables, as named in src/runtime/environment.ts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Takes what the container prints. */
  readonly logGroup: logs.ILogGroup;
  /** 1024 = one vCPU. */
  readonly cpu: number;
  /** Of the task. */
  readonly memoryMib: number;
}

/** The most that Fargate waits between SIGTERM and SIGKILL; the worker needs up to 100 s of it. */
const STOP_TIMEOUT = Duration.seconds(120);

/** A container of the worker's image, with no more rights on its machine than it needs. */
export class WorkerTask extends ecs.FargateTaskDefinition {
  /** The one container. */
  readonly container: ecs.ContainerDefinition;

  constructor(scope: Construct, id: string, props: WorkerTaskProps) {
    super(scope, id, {
      family: nameOf(props.thing, props.environmentSuffix),
      cpu: props.cpu,
      memoryLimitMiB: props.memoryMib,
      runtimePlatform: {
        cpuArchitecture: ecs.CpuArchitecture.ARM64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
    });
    const linuxParameters = new ecs.LinuxParameters(this, 'Linux', { initProcessEnabled: true });
    linuxParameters.dropCapabilities(ecs.Capability.ALL);
    const container = this.addContainer('Container', {
      containerName: props.thing,
      image: props.image,
      command: props.command,
      environment: props.environment,
      user: `${WORKER_UID}:${WORKER_UID}`,
      readonlyRootFilesystem: true,
      linuxParameters,
      stopTimeout: STOP_TIMEOUT,
      logging: ecs.LogDrivers.awsLogs({ logGroup: props.logGroup, streamPrefix: props.thing }),
    });
    this.addVolume({ name: 'tmp' });
    container.addMountPoints({ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false });
    this.container = container;
  }
}
