import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { type Aws, unlessMissing } from './clients';
import type { Planned } from './planned';
import { type PlannedResource, resourcesIn } from './resources';

/** What a check looks at: an account, and what is to be deployed there. */
export interface Account {
  readonly aws: Aws;
  readonly planned: Planned;
  /** The stacks of the plan that are there already, by name. */
  readonly deployed: () => Promise<ReadonlyMap<string, DeployedStack>>;
}

export interface DeployedStack {
  readonly status: string;
  /** Logical ids of what it has. */
  readonly resources: ReadonlySet<string>;
}

export function accountOf(aws: Aws, planned: Planned): Account {
  let deployed: Promise<ReadonlyMap<string, DeployedStack>> | undefined;
  return {
    aws,
    planned,
    deployed: () => (deployed ??= readStacks(aws.cloudFormation, planned)),
  };
}

/** What the plan has and no stack has made: what was deployed before takes up no more of a quota. */
export async function newResources(account: Account, type?: string): Promise<PlannedResource[]> {
  const deployed = await account.deployed();
  return resourcesIn(account.planned.stacks, type).filter(
    ({ stack, id }) => !deployed.get(stack)?.resources.has(id),
  );
}

async function readStacks(
  client: CloudFormationClient,
  { stacks }: Planned,
): Promise<ReadonlyMap<string, DeployedStack>> {
  const found = new Map<string, DeployedStack>();
  // one after the other: CloudFormation takes few requests a second
  for (const { name } of stacks) {
    const described = await unlessMissing(
      client.send(new DescribeStacksCommand({ StackName: name })),
      'ValidationError', // the one error that CloudFormation has for it
    );
    const status = described?.Stacks?.[0]?.StackStatus;
    if (status === undefined) continue;
    const resources = new Set<string>();
    for await (const page of paginateListStackResources({ client }, { StackName: name })) {
      for (const each of page.StackResourceSummaries ?? []) {
        if (each.ResourceStatus !== 'DELETE_COMPLETE' && each.PhysicalResourceId) {
          resources.add(each.LogicalResourceId ?? '');
        }
      }
    }
    found.set(name, { status, resources });
  }
  return found;
}
