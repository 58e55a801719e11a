import type { Aws } from './aws';
import {
  type DeployedStack,
  type Deployment,
  readDeployment,
  standing,
  staying,
} from './deployment';
import { type KeptData, keptData } from './kept-data';
import { obstacles, stagesFirst } from './obstacles';
import { deletionOrder } from './order';
import { deployedStages } from './pipeline-stages';
import { type Protection, protectionsOf } from './protection';
import { findOrphans, named, type Orphans } from './sweep';

/** What becomes of the data that a protected environment does not give up by itself. */
export type DataFate = 'snapshot' | 'discard';

/** What would be done, and what forbids it. Making it changes nothing. */
export interface Plan {
  readonly deployment: Deployment;
  /** In the order in which they are deleted. */
  readonly stacks: readonly DeployedStack[];
  readonly orphans: Orphans;
  readonly obstacles: readonly string[];
  /** What is lifted first. */
  readonly protections: readonly Protection[];
  /** What is there already of what outlives its stack: the uploads of now, the snapshots of earlier. */
  readonly kept: readonly KeptData[];
}

export async function makePlan(
  aws: Aws,
  environmentSuffix: string,
  account: string,
): Promise<Plan> {
  const deployment = await readDeployment(aws.cloudFormation, environmentSuffix);
  return {
    deployment,
    stacks: deletionOrder(deployment.stacks),
    orphans: await findOrphans(aws, deployment),
    obstacles: [
      ...obstacles(deployment),
      ...stagesFirst(await deployedStages(aws, deployment, account)),
    ],
    protections: await protectionsOf(aws, deployment),
    kept: await keptData(aws, deployment),
  };
}

/** Something outlives its stack when it is deleted, or has. */
export function keepsData({ stacks, kept }: Plan): boolean {
  return kept.length > 0 || staying(stacks.flatMap(standing)).length > 0;
}

/** Nothing is to be deleted: nothing is there, or somebody has destroyed it before. */
export function isEmpty({ stacks, orphans, kept }: Plan, fate: DataFate): boolean {
  const isDiscarded = fate === 'discard' && kept.length > 0;
  return stacks.length === 0 && named(orphans).length === 0 && !isDiscarded;
}
