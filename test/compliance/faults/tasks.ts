import { type Draft, type Fault, remove, resourceIn, set } from './fault';

export const taskFaults: readonly Fault[] = [
  ['memory that no task of that CPU has', set('WorkerTaskDefinition', 'Memory', '1024'), 'E3047'],
  ['a CPU that no task has', set('WorkerTaskDefinition', 'Cpu', '3000'), 'E3047'],
  [
    'a mount of a volume that is not there',
    set('WorkerTaskDefinition', 'ContainerDefinitions/0/MountPoints/0/SourceVolume', 'temp'),
    'TaskParts',
  ],
  ['a volume by two names', set('WorkerTaskDefinition', 'Volumes/1/Name', 'tmp'), 'TaskParts'],
  [
    'a wait for a container that is not there',
    set('WorkerTaskDefinition', 'ContainerDefinitions/0/DependsOn', [
      { ContainerName: 'sidecar', Condition: 'START' },
    ]),
    'TaskParts',
  ],
  [
    'a log group that nobody makes',
    set(
      'WorkerTaskDefinition',
      'ContainerDefinitions/0/LogConfiguration/Options/awslogs-group',
      'streamtech-wroker-staging',
    ),
    'NamedByText',
  ],
  [
    'a log driver that Fargate lacks',
    set('WorkerTaskDefinition', 'ContainerDefinitions/0/LogConfiguration/LogDriver', 'journald'),
    'cfn-lint E3048',
  ],
  [
    'logs without a stream prefix',
    remove(
      'WorkerTaskDefinition',
      'ContainerDefinitions/0/LogConfiguration/Options/awslogs-stream-prefix',
    ),
    'Values',
  ],
  [
    'an access point with a directory beside it',
    (t) => {
      volumeOf(t)['RootDirectory'] = '/worker';
    },
    'efs_volume_is_safe',
  ],
  [
    'IAM for files without TLS',
    (t) => {
      volumeOf(t)['TransitEncryption'] = 'DISABLED';
    },
    'efs_volume_is_safe',
  ],
  ['a bridge network on Fargate', set('WorkerTaskDefinition', 'NetworkMode', 'bridge'), 'E3048'],
  [
    'a longer stop than Fargate allows',
    set('WorkerTaskDefinition', 'ContainerDefinitions/0/StopTimeout', 300),
    'Values',
  ],
  [
    'no essential container',
    set('WorkerTaskDefinition', 'ContainerDefinitions/0/Essential', false),
    'Values',
  ],
  [
    'an image of ECR without a role to pull it',
    remove('WorkerTaskDefinition', 'ExecutionRoleArn'),
    'Values',
  ],
  [
    'an architecture that does not exist',
    set('WorkerTaskDefinition', 'RuntimePlatform/CpuArchitecture', 'ARM'),
    'W3030',
  ],
  [
    'less disk than Fargate has',
    set('WorkerTaskDefinition', 'EphemeralStorage', { SizeInGiB: 10 }),
    'Values',
  ],
  [
    'a privileged container on Fargate',
    set('WorkerTaskDefinition', 'ContainerDefinitions/0/Privileged', true),
    'Values',
  ],
  [
    'a port of the host that is another',
    set('WorkerTaskDefinition', 'ContainerDefinitions/0/PortMappings', [
      { ContainerPort: 80, HostPort: 8080 },
    ]),
    'cfn-lint E3053',
  ],
  [
    'a capability that Fargate does not add',
    set('WorkerTaskDefinition', 'ContainerDefinitions/0/LinuxParameters/Capabilities/Add', [
      'SYS_ADMIN',
    ]),
    'Values',
  ],
  [
    'a health check of too few seconds',
    set('WorkerTaskDefinition', 'ContainerDefinitions/0/HealthCheck', {
      Command: ['CMD', 'true'],
      Interval: 1,
    }),
    'Values',
  ],
  ['a service in no subnet', remove('WorkerService', 'NetworkConfiguration'), 'E3052'],
  [
    'a deployment that can neither start nor stop a task',
    set('WorkerService', 'DeploymentConfiguration', {
      MinimumHealthyPercent: 100,
      MaximumPercent: 100,
    }),
    'Values',
  ],
  [
    'a capacity provider that does not exist',
    (t) => {
      resourceIn(t, 'AWS::ECS::ClusterCapacityProviderAssociations').Properties[
        'CapacityProviders'
      ] = ['FARGATE_SPOTS'];
    },
    'Values',
  ],
  [
    'a service on Fargate as a daemon',
    set('WorkerService', 'SchedulingStrategy', 'DAEMON'),
    'E3044',
  ],
  [
    'a platform version that does not exist',
    set('WorkerService', 'PlatformVersion', '2.0.0'),
    'Values',
  ],
  ['fewer tasks at most than at least', set('WorkerScalingTarget', 'MinCapacity', 1_000), 'Values'],
];

function volumeOf(template: Draft): Record<string, unknown> {
  const volumes = resourceIn(template, 'WorkerTaskDefinition').Properties['Volumes'] as Record<
    string,
    Record<string, unknown>
  >[];
  const found = volumes.find((each) => each['EFSVolumeConfiguration'])?.['EFSVolumeConfiguration'];
  if (!found) throw new Error('the worker mounts no EFS volume');
  return found;
}
