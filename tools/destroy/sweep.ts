import type { Reporter } from '../terminal/reporter';
import type { Aws } from './aws';
import type { Deployment } from './deployment';
import { deleteImage, existing, imagesOnlyHere } from './images';
import { deleteLogGroup, strayLogGroups } from './log-groups';
import { deleteTaskDefinitions, type TaskDefinition, taskDefinitions } from './task-definitions';

/** What an environment has beside its stacks, and leaves behind when they are deleted. */
export interface Orphans {
  readonly logGroups: readonly string[];
  readonly images: readonly string[];
  readonly taskDefinitions: readonly TaskDefinition[];
}

export async function findOrphans(aws: Aws, deployment: Deployment): Promise<Orphans> {
  const { here, elsewhere } = await taskDefinitions(aws.ecs, deployment);
  return {
    logGroups: await strayLogGroups(aws.logs, deployment),
    images: await existing(aws.ecr, imagesOnlyHere(here, elsewhere)),
    taskDefinitions: here,
  };
}

/** Once the stacks are gone. Images before the task definitions that name them: a run may be interrupted. */
export async function sweep(
  aws: Aws,
  deployment: Deployment,
  { say }: Pick<Reporter, 'say'>,
): Promise<void> {
  const found = await findOrphans(aws, deployment);
  for (const name of found.logGroups) await deleteLogGroup(aws.logs, name);
  for (const image of found.images) await deleteImage(aws.ecr, image);
  await deleteTaskDefinitions(aws.ecs, found.taskDefinitions);
  for (const { name } of named(found)) say(`swept ${name}`);
}

/** Each of them, in words. */
export function named({ logGroups, images, taskDefinitions: revisions }: Orphans) {
  return [
    ...logGroups.map((name) => ({ kind: 'log group', name })),
    ...images.map((name) => ({ kind: 'image', name })),
    ...revisions.map(({ arn }) => ({ kind: 'task definition', name: arn })),
  ];
}
