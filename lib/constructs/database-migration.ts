import { CustomResource, Duration } from 'aws-cdk-lib';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeStar } from '../compliance/acknowledge';
import { nameOf } from '../config/names';
import type { EnvironmentProps, LogProps, PlacementProps } from './common-props';
import { WORKLOADS } from './isolated-vpc';
import { NodeFunction } from './node-function';
import { ResourceProvider } from './resource-provider';
import { ServiceLogGroup } from './service-log-group';
import { tasksOf } from './worker-cluster';
import { WorkerTask } from './worker-task';

export interface DatabaseMigrationProps extends EnvironmentProps, LogProps, PlacementProps {
  /** Where the task runs. */
  readonly cluster: ecs.ICluster;
  /** The worker's, which has the migrations too. */
  readonly image: ecs.ContainerImage;
  /** How the task finds the database. */
  readonly environment: Readonly<Record<string, string>>;
  /** Path of src/entries/run-migration.lambda.ts. */
  readonly entry: string;
}

/** It waits for the task, and stops it when there is no more time; the framework's function, which has 15, then answers. */
const FUNCTION_TIMEOUT = Duration.minutes(14);
/** After it CloudFormation rolls back, answered or not: later than the last answer that can come. */
const SERVICE_TIMEOUT = Duration.minutes(16);

/**
 * Migrates the database at every deploy that brings a new image, and fails the deploy when that fails.
 * Whatever must not start before depends on this construct. (docs/adr/0005)
 */
export class DatabaseMigration extends Construct {
  /** To be granted what the migration does. */
  readonly task: ecs.ITaskDefinition;

  constructor(scope: Construct, id: string, props: DatabaseMigrationProps) {
    super(scope, id);
    const { environmentSuffix, logKey, logRetentionDays, cluster } = props;
    const logs = { logKey, logRetentionDays };
    const { definition: task } = new WorkerTask(this, 'Task', {
      environmentSuffix,
      baseName: 'migration',
      image: props.image,
      command: ['node', 'migrate.task.js'],
      environment: props.environment,
      logGroup: new ServiceLogGroup(this, 'Logs', {
        logGroupName: nameOf('migration', environmentSuffix),
        ...logs,
      }),
      cpu: 256,
      memoryMib: 512,
    });
    // outside the network: it talks to ECS only, and an interface would delay a destroy
    const { handler, role } = new NodeFunction(this, 'Run', {
      environmentSuffix,
      ...logs,
      baseName: 'run-migration',
      description:
        'Runs the migration task at a deploy, waits for it, and stops it when it takes too long',
      entry: props.entry,
      environment: {},
      timeout: FUNCTION_TIMEOUT,
      memoryMib: 256,
      concurrency: {
        unreserved:
          'CloudFormation calls it once in a deploy; a second migration would wait for the lock that the first one holds in PostgreSQL.',
      },
    });
    task.grantRun(role);
    grantWait(role, cluster);

    const provider = new ResourceProvider(this, 'Provider', {
      environmentSuffix,
      ...logs,
      baseName: 'migration-provider',
      handler,
    });
    const migrated = new CustomResource(this, 'Migrated', {
      resourceType: 'Custom::DatabaseMigration',
      serviceToken: provider.serviceToken,
      serviceTimeout: SERVICE_TIMEOUT,
      properties: {
        Cluster: cluster.clusterArn,
        // a new image is a new revision, and that is what makes CloudFormation migrate again
        TaskDefinition: task.taskDefinitionArn,
        Subnets: props.vpc.selectSubnets(WORKLOADS).subnetIds,
        SecurityGroups: [props.securityGroup.securityGroupId],
      },
    });
    // a task that starts before its roles have their policies fails, and the deploy with it
    for (const taskRole of [task.taskRole, task.executionRole]) {
      if (taskRole) migrated.node.addDependency(taskRole);
    }
    this.task = task;
  }
}

const OF_ITS_TASKS = ['ecs:DescribeTasks', 'ecs:StopTask'];

/** To see how tasks of the cluster end, and to end them. The library has no grant for it. */
function grantWait(role: iam.IRole, cluster: ecs.ICluster): void {
  const tasks = tasksOf(cluster);
  iam.Grant.addToPrincipal({ grantee: role, actions: OF_ITS_TASKS, resourceArns: [tasks] });
  acknowledgeStar(
    role,
    tasks,
    OF_ITS_TASKS,
    'The star stands for the tasks of this one cluster, whose ids ECS makes up when it starts them.',
  );
  iam.Grant.addToPrincipal({
    grantee: role,
    actions: ['ecs:ListTasks'],
    resourceArns: ['*'],
    conditions: { ArnEquals: { 'ecs:cluster': cluster.clusterArn } },
  });
  acknowledgeStar(
    role,
    '*',
    ['ecs:ListTasks'],
    'ecs:ListTasks takes no task and no cluster as its resource; the condition leaves this one cluster.',
  );
}
