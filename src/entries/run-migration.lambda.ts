import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeTasksCommand,
  ECSClient,
  ListTasksCommand,
  RunTaskCommand,
  StopTaskCommand,
  type Task,
} from '@aws-sdk/client-ecs';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse, Context } from 'aws-lambda';
import * as z from 'zod';
import { awsClient } from '../runtime/aws-client';
import { createLogger } from '../runtime/logger';

/*
 * Runs the migration task while CloudFormation waits. Whatever is thrown here ends the deploy, and its
 * text is what the person who deploys reads. No task outlives the call that has started it: it would keep the
 * lock that the rollback's migration waits for, and its cluster from being deleted.
 */

const propertiesSchema = z.object({
  Cluster: z.string(),
  TaskDefinition: z.string(),
  Subnets: z.array(z.string()),
  SecurityGroups: z.array(z.string()),
});
type Properties = z.infer<typeof propertiesSchema>;

/** Who has started a task; one that a person starts is left alone. */
const STARTED_BY = 'streamtech-deploy';
/** The process ends at SIGTERM; then Fargate gives its network interface back, which takes up to a minute. */
const STOP_MS = 2 * 60_000;
/** Of the function's time, for the last calls of ECS and the answer. */
const ANSWER_MS = 30_000;
const LOOK_EVERY_MS = 5_000;

const ecs = awsClient(ECSClient);
const logger = createLogger('info');

export async function handler(
  event: CdkCustomResourceEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<CdkCustomResourceResponse> {
  if (event.RequestType === 'Delete') {
    // the schema goes with the database
    await stopEarlier(String(event.ResourceProperties['Cluster']));
    // by whichever id: CloudFormation makes one up when it gives up a creation that still runs
    // (cloudformation-coverage-roadmap#1814), and the framework fails a deletion that answers another
    return {};
  }
  const properties = propertiesSchema.parse(event.ResourceProperties);
  const end = Date.now() + context.getRemainingTimeInMillis() - ANSWER_MS;
  try {
    await stopEarlier(properties.Cluster);
    await migrate(properties, end);
  } catch (error) {
    if (!goesBack(event)) throw error;
    // the older code runs on the newer schema; a failure here would leave UPDATE_ROLLBACK_FAILED
    logger.error({ err: error }, 'the rollback goes on without its migration');
  }
  return { PhysicalResourceId: 'database-migration' };
}

/** @param end when the task has stopped at the latest, of its own accord or not; as Date.now() */
async function migrate(properties: Properties, end: number): Promise<void> {
  const { Cluster: cluster } = properties;
  const task = await start(properties);
  const id = task.split('/').at(-1) ?? '';
  const log = `its log is in the log group streamtech-migration-…, stream migration/migration/${id}`;
  const ended = await endOf(cluster, task, end - STOP_MS);
  if (!ended) {
    const fate = await stop(cluster, task, end).then(
      () => 'and was stopped',
      (error: unknown) =>
        `and could not be stopped (${String(error)}): aws ecs stop-task --cluster ${cluster} --task ${task}`,
    );
    throw new Error(`the migration did not end in time ${fate}; ${log}`);
  }
  const [container] = ended.containers ?? [];
  if (container?.exitCode === 0) return;
  const reason = container?.reason ?? ended.stoppedReason ?? 'unknown';
  throw new Error(
    `the migration ended with exit code ${container?.exitCode ?? 'none'} (${reason}); ${log}`,
  );
}

async function start(properties: Properties): Promise<string> {
  const { tasks: [task] = [], failures: [failure] = [] } = await ecs.send(
    new RunTaskCommand({
      cluster: properties.Cluster,
      taskDefinition: properties.TaskDefinition,
      startedBy: STARTED_BY,
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

/**
 * Ends the task of a call that CloudFormation has given up, or that has ended without a word. Where that fails,
 * the migration waits for it, and a deletion of its cluster fails until it has ended.
 */
async function stopEarlier(cluster: string): Promise<void> {
  try {
    const { taskArns = [] } = await ecs.send(
      new ListTasksCommand({ cluster, startedBy: STARTED_BY }),
    );
    const until = Date.now() + STOP_MS;
    for (const task of taskArns) await stop(cluster, task, until);
  } catch (error) {
    logger.error({ err: error }, 'a migration of an earlier deploy may still run');
  }
}

/** @throws when it has not stopped by then */
async function stop(cluster: string, task: string, until: number): Promise<void> {
  const reason = 'the deploy waits for it no longer';
  await ecs.send(new StopTaskCommand({ cluster, task, reason }));
  if (!(await endOf(cluster, task, until))) throw new Error(`'${task}' is still stopping`);
}

/** The task once it has stopped; undefined when it has not by then. */
async function endOf(cluster: string, task: string, until: number): Promise<Task | undefined> {
  for (;;) {
    // ECS may not know a task yet that it has just started, or have no answer for a moment
    const { tasks: [found] = [] } = await ecs
      .send(new DescribeTasksCommand({ cluster, tasks: [task] }))
      .catch((): { tasks?: Task[] } => ({}));
    if (found?.lastStatus === 'STOPPED') return found;
    if (Date.now() + LOOK_EVERY_MS > until) return undefined;
    await delay(LOOK_EVERY_MS);
  }
}

/** Revisions of a task definition only grow, so an update to a lower one is CloudFormation's rollback. */
function goesBack(event: CdkCustomResourceEvent): boolean {
  if (event.RequestType !== 'Update') return false;
  const [family, revision] = familyOf(event.ResourceProperties);
  const [oldFamily, oldRevision] = familyOf(event.OldResourceProperties);
  return family === oldFamily && revision < oldRevision;
}

function familyOf({ TaskDefinition }: Readonly<Record<string, unknown>>): [string, number] {
  const [, family = '', revision] = /^(.*):(\d+)$/.exec(String(TaskDefinition)) ?? [];
  return [family, Number(revision)];
}
