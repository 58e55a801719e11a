import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  paginateListTaskDefinitionFamilies,
  paginateListTaskDefinitions,
} from '@aws-sdk/client-ecs';
import { type Deployment, idsOf } from './deployment';

/** A revision of a task definition. ECS keeps each, and its tags, when its stack is deleted. */
export interface TaskDefinition {
  readonly arn: string;
  /** A stack that is deleted deregisters its revisions, unless it was told to keep them. */
  readonly isActive: boolean;
  /** As it is pulled: `ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG`. */
  readonly images: readonly string[];
}

/** All revisions that this environment has run; and, as long as there are any, all that others of ours have. */
export async function taskDefinitions(
  client: ECSClient,
  deployment: Deployment,
): Promise<{ readonly here: TaskDefinition[]; readonly elsewhere: TaskDefinition[] }> {
  const families = new Set(idsOf(deployment, 'AWS::ECS::TaskDefinition').map(familyOf));
  const here: TaskDefinition[] = [];
  for (const family of families) here.push(...(await revisionsOf(client, family)));

  const elsewhere: TaskDefinition[] = [];
  if (here.length === 0) return { here, elsewhere };
  const input = { familyPrefix: 'streamtech-', status: 'ALL' as const };
  for await (const page of paginateListTaskDefinitionFamilies({ client }, input)) {
    for (const family of page.families ?? []) {
      if (!families.has(family)) elsewhere.push(...(await revisionsOf(client, family)));
    }
  }
  return { here, elsewhere };
}

/** ECS deletes ten at a time, and only what is deregistered. */
export async function deleteTaskDefinitions(
  client: ECSClient,
  revisions: readonly TaskDefinition[],
): Promise<void> {
  for (const { arn } of revisions.filter(({ isActive }) => isActive)) {
    await client.send(new DeregisterTaskDefinitionCommand({ taskDefinition: arn }));
  }
  for (let from = 0; from < revisions.length; from += 10) {
    const taskDefinitions = revisions.slice(from, from + 10).map(({ arn }) => arn);
    const { failures = [] } = await client.send(
      new DeleteTaskDefinitionsCommand({ taskDefinitions }),
    );
    const [first] = failures;
    if (first) throw new Error(`'${first.arn}' was not deleted: ${first.reason}`);
  }
}

async function revisionsOf(client: ECSClient, familyPrefix: string): Promise<TaskDefinition[]> {
  const revisions: TaskDefinition[] = [];
  for (const status of ['ACTIVE', 'INACTIVE'] as const) {
    const pages = paginateListTaskDefinitions({ client }, { familyPrefix, status });
    for await (const { taskDefinitionArns: arns = [] } of pages) {
      for (const arn of arns) {
        const images = await imagesOf(client, arn);
        revisions.push({ arn, isActive: status === 'ACTIVE', images });
      }
    }
  }
  return revisions;
}

async function imagesOf(client: ECSClient, arn: string): Promise<string[]> {
  const { taskDefinition } = await client.send(
    new DescribeTaskDefinitionCommand({ taskDefinition: arn }),
  );
  return (taskDefinition?.containerDefinitions ?? []).map(({ image = '' }) => image);
}

/** `arn:aws:ecs:…:task-definition/streamtech-worker-dev:7` → `streamtech-worker-dev` */
function familyOf(arn: string): string {
  return /\/([^/:]+):\d+$/.exec(arn)?.[1] ?? arn;
}
