import type { SchemaObject } from 'ajv';

/*
 * ECS developer guide, "Task definition parameters for Fargate" and "Fargate platform versions"; API
 * reference, RegisterTaskDefinition and DeploymentConfiguration. All tasks here run on Fargate.
 */
export const taskValues: Readonly<Record<string, SchemaObject>> = {
  'AWS::ECS::TaskDefinition': {
    required: ['ExecutionRoleArn', 'Cpu', 'Memory'],
    properties: {
      EphemeralStorage: { properties: { SizeInGiB: { minimum: 21, maximum: 200 } } },
      ContainerDefinitions: {
        contains: { properties: { Essential: { not: { const: false } } } },
        items: {
          properties: {
            Privileged: { const: false },
            StopTimeout: { minimum: 2, maximum: 120 },
            LinuxParameters: {
              properties: {
                Capabilities: { properties: { Add: { items: { enum: ['SYS_PTRACE'] } } } },
              },
            },
            HealthCheck: { properties: { Interval: { minimum: 5, maximum: 300 } } },
            LogConfiguration: {
              properties: {
                Options: {
                  required: ['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix'],
                },
              },
            },
          },
        },
      },
    },
  },
  'AWS::ECS::Service': {
    properties: {
      PlatformVersion: { enum: ['1.4.0', 'LATEST'] },
      // with both at 100 a deployment may neither start a task nor stop one
      DeploymentConfiguration: {
        if: { properties: { MinimumHealthyPercent: { minimum: 100 } } },
        then: { properties: { MaximumPercent: { exclusiveMinimum: 100 } } },
      },
    },
  },
  'AWS::ApplicationAutoScaling::ScalableTarget': {
    properties: { MinCapacity: { maximum: { $data: '1/MaxCapacity' } } },
  },
  'AWS::ECS::ClusterCapacityProviderAssociations': {
    properties: { CapacityProviders: { items: { enum: ['FARGATE', 'FARGATE_SPOT'] } } },
  },
};
