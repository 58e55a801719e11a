import {
  DescribeTasksCommand,
  ECSClient,
  RunTaskCommand,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';
import * as z from 'zod';
import { awsClient } from '../runtime/aws-client';

/*
 * Runs the migration task while CloudFormation waits. Whatever is thrown here ends the deploy, and its
 * text is what the person who deploys reads.
 */

const propertiesSchema = z.object({
  Cluster: z.string(),
  TaskDefinition: z.string(),
  Subnets: z.array(z.string()),
  SecurityGroups: z.array(z.string()),
});
type Properties = z.infer<typeof propertiesSchema>;

/** A minute less than the function has, so that it can still say what happened. */
const PATIENCE_SECONDS = 14 * 60;

const ecs = awsClient(ECSClient);

export async function handler(event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> {
  // the schema goes with the database
  if (event.RequestType !== 'Delete') {
    await migrate(propertiesSchema.parse(event.ResourceProperties));
  }
  return { PhysicalResourceId: 'database-migration' };
}

async function migrate(properties: Properties): Promise<void> {
  const task = await start(properties);
  const named = { cluster: properties.Cluster, tasks: [task] };
  await waitUntilTasksStopped(
    { client: ecs, maxWaitTime: PATIENCE_SECONDS, minDelay: 2, maxDelay: 10 },
    named,
  );
  const { tasks: [stopped] = [] } = await ecs.send(new DescribeTasksCommand(named));
  const exitCode = stopped?.containers?.[0]?.exitCode;
  if (exitCode === 0) return;
  const reason = stopped?.containers?.[0]?.reason ?? stopped?.stoppedReason ?? 'unknown';
  throw new Error(
    `the migration ended with exit code ${exitCode ?? 'none'} (${reason}); its log is in the log group streamtech-migration-…, stream migration/migration/${task.split('/').at(-1) ?? ''}`,
  );
}

async function start(properties: Properties): Promise<string> {
  const { tasks: [task] = [], failures: [failure] = [] } = await ecs.send(
    new RunTaskCommand({
      cluster: properties.Cluster,
      taskDefinition: properties.TaskDefinition,
      launchType: 'FARGATE',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: properties.Subnets,
          securityGroups: properties.SecurityGroups,
          assignPublicIp: 'DISABLED',
        },
      },
    }),
  );
  if (task?.taskArn) return task.taskArn;
  throw new Error(`the migration did not start: ${failure?.reason ?? 'no task'}; deploy again`);
}
