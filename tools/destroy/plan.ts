import type { Aws } from './aws';
import { type DeployedStack, type Deployment, readDeployment } from './deployment';
import { obstacles, stagesFirst } from './obstacles';
import { deletionOrder } from './order';
import { standingStages } from './pipeline-stages';
import { findSweepings, named, type Sweepings } from './sweep';

/** What would be done, and what forbids it. Making it changes nothing. */
export interface Plan {
  readonly deployment: Deployment;
  /** In the order in which they are deleted. */
  readonly stacks: readonly DeployedStack[];
  readonly sweepings: Sweepings;
  readonly obstacles: readonly string[];
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
    sweepings: await findSweepings(aws, deployment),
    obstacles: [
      ...obstacles(deployment),
      ...stagesFirst(await standingStages(aws, deployment, account)),
    ],
  };
}

/** Nothing is there, or somebody has destroyed it before. */
export function isEmpty({ stacks, sweepings }: Plan): boolean {
  return stacks.length === 0 && named(sweepings).length === 0;
}
