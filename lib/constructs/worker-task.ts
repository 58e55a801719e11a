import { Duration } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, acknowledgeStar } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { EnvironmentProps } from './common-props';
import { WORKER_UID } from './scratch-file-system';
import { ServiceRole } from './service-role';

export interface WorkerTaskProps extends EnvironmentProps {
  /** Names the task, such as `migration`. */
  readonly baseName: string;
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
  /** Memory of the task. */
  readonly memoryMib: number;
}

/** The most that Fargate waits between SIGTERM and SIGKILL; the worker needs up to 100 s of it. */
const STOP_TIMEOUT = Duration.seconds(120);

/** A container of the worker's image, with no more rights on its machine than it needs. */
export class WorkerTask extends Construct {
  /** The task definition. */
  // eslint-disable-next-line awscdk/no-construct-in-public-property-of-construct -- a service takes a definition by its class only
  readonly definition: ecs.FargateTaskDefinition;
  /** The one container. */
  readonly container: ecs.ContainerDefinition;

  constructor(scope: Construct, id: string, props: WorkerTaskProps) {
    super(scope, id);
    const { environmentSuffix, baseName } = props;
    const role = (job: string) => ({
      environmentSuffix,
      baseName: `${baseName}-${job}`,
      service: 'ecs-tasks.amazonaws.com',
    });
    const executionRole = new ServiceRole(this, 'ExecutionRole', role('execution'));
    const definition = new ecs.FargateTaskDefinition(this, 'Definition', {
      family: nameOf(baseName, environmentSuffix),
      taskRole: new ServiceRole(this, 'TaskRole', role('task')),
      executionRole,
      cpu: props.cpu,
      memoryLimitMiB: props.memoryMib,
      runtimePlatform: {
        cpuArchitecture: ecs.CpuArchitecture.ARM64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
    });
    const linuxParameters = new ecs.LinuxParameters(this, 'Linux', { initProcessEnabled: true });
    linuxParameters.dropCapabilities(ecs.Capability.ALL);
    const container = definition.addContainer('Container', {
      containerName: baseName,
      image: props.image,
      command: props.command,
      environment: props.environment,
      user: `${WORKER_UID}:${WORKER_UID}`,
      readonlyRootFilesystem: true,
      linuxParameters,
      stopTimeout: STOP_TIMEOUT,
      logging: ecs.LogDrivers.awsLogs({ logGroup: props.logGroup, streamPrefix: baseName }),
    });
    definition.addVolume({ name: 'tmp' });
    container.addMountPoints({ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false });
    acknowledge(definition, {
      'AwsSolutions-ECS2':
        'The variables hold names, addresses and ARNs that are in the template anyway; the code reads what is secret from Secrets Manager when it runs.',
    });
    acknowledgeStar(
      executionRole,
      '*',
      ['ecr:GetAuthorizationToken'],
      'ecr:GetAuthorizationToken takes no resource; the images themselves are named by their repository.',
    );
    this.definition = definition;
    this.container = container;
  }
}
