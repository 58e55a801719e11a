import {
  type CloudFormationClient,
  type Stack,
  type StackResourceSummary,
  paginateDescribeStacks,
  paginateListImports,
  paginateListStackResources,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation';
import { readTemplate } from '../review/deployed';
import { Naming, suffixOfStack } from './names';
import type { Template } from '../review/templates';

/** An environment as CloudFormation knows it. The code may be older or newer, and is not asked. */
export interface Deployment {
  readonly environmentSuffix: string;
  readonly stacks: readonly DeployedStack[];
  /**
   * Of these stacks and of those of the same names that were deleted within 90 days, as long as
   * CloudFormation remembers. So a run that was interrupted goes on where it was.
   */
  readonly resources: readonly StackResource[];
  /** Tells its names from those of other environments. */
  readonly naming: Naming;
}

export interface DeployedStack {
  readonly id: string;
  readonly name: string;
  /** As CloudFormation says it: `CREATE_COMPLETE`, … */
  readonly status: string;
  readonly createdAt: Date;
  /** Termination protection is on. */
  readonly isProtected: boolean;
  /** It bears our tags. */
  readonly isOurs: boolean;
  /** Names of the stacks that import what it exports. */
  readonly importers: readonly string[];
  readonly resources: readonly StackResource[];
}

export interface StackResource {
  readonly type: string;
  /** Empty when it was never made. */
  readonly physicalId: string;
  readonly status: string;
  readonly stackName: string;
  /** What becomes of it when its stack is deleted, by the template that is deployed. */
  readonly fate: 'deleted' | 'kept' | 'snapshotted';
}

export async function readDeployment(
  client: CloudFormationClient,
  environmentSuffix: string,
): Promise<Deployment> {
  const all = await stacksOf(client);
  const isHere = (name: string) => suffixOfStack(name) === environmentSuffix;
  const stacks: DeployedStack[] = [];
  for (const stack of all.filter(({ StackName: name = '' }) => isHere(name))) {
    stacks.push(await describe(client, environmentSuffix, stack));
  }
  const gone: StackResource[] = [];
  const deleted = { StackStatusFilter: ['DELETE_COMPLETE' as const] };
  for await (const { StackSummaries: page = [] } of paginateListStacks({ client }, deleted)) {
    for (const { StackId: id = '', StackName: name = '' } of page) {
      if (isHere(name)) gone.push(...(await resourcesOf(client, id, name)));
    }
  }
  const suffixes = all.flatMap(({ StackName: name = '' }) => suffixOfStack(name) ?? []);
  return {
    environmentSuffix,
    stacks,
    resources: [...stacks.flatMap(({ resources }) => resources), ...gone],
    naming: new Naming(environmentSuffix, [...new Set(suffixes)]),
  };
}

/** What a deployment has of a type, by its id in AWS. */
export function idsOf({ resources }: Pick<Deployment, 'resources'>, type: string): string[] {
  const ids = resources.filter((each) => each.type === type).map(({ physicalId }) => physicalId);
  return [...new Set(ids)].filter((id) => id !== '');
}

/** Of some resources, those that outlive their stack, or have. */
export function staying(resources: readonly StackResource[]): StackResource[] {
  return resources.filter(({ fate, physicalId }) => fate !== 'deleted' && physicalId !== '');
}

/** What of a stack is still there: a deploy that was rolled back has deleted all that it had made. */
export function standing({ resources }: DeployedStack): StackResource[] {
  return resources.filter(({ status }) => status !== 'DELETE_COMPLETE');
}

async function stacksOf(client: CloudFormationClient): Promise<Stack[]> {
  const stacks: Stack[] = [];
  for await (const page of paginateDescribeStacks({ client }, {})) {
    stacks.push(...(page.Stacks ?? []));
  }
  return stacks;
}

async function describe(
  client: CloudFormationClient,
  environmentSuffix: string,
  stack: Stack,
): Promise<DeployedStack> {
  const { StackId: id = '', StackName: name = '', Tags: tags = [], Outputs: outputs = [] } = stack;
  const bears = (key: string, value: string) =>
    tags.some(({ Key, Value }) => Key === key && Value === value);
  const importers = new Set<string>();
  for (const { ExportName: exported } of outputs) {
    if (exported === undefined) continue;
    for (const importer of await importersOf(client, exported)) importers.add(importer);
  }
  return {
    id,
    name,
    status: stack.StackStatus ?? '',
    createdAt: stack.CreationTime ?? new Date(0),
    isProtected: stack.EnableTerminationProtection === true,
    isOurs: bears('Project', 'StreamTech') && bears('Environment', environmentSuffix),
    importers: [...importers],
    resources: await resourcesOf(client, id, name),
  };
}

async function importersOf(client: CloudFormationClient, exported: string): Promise<string[]> {
  const importers: string[] = [];
  try {
    for await (const page of paginateListImports({ client }, { ExportName: exported })) {
      importers.push(...(page.Imports ?? []));
    }
  } catch (error) {
    // that is how CloudFormation says: by none
    if (!(error instanceof Error && error.message.includes('is not imported'))) throw error;
  }
  return importers;
}

async function resourcesOf(
  client: CloudFormationClient,
  stackId: string,
  stackName: string,
): Promise<StackResource[]> {
  const summaries: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stackId })) {
    summaries.push(...(page.StackResourceSummaries ?? []));
  }
  // of a stack that was never more than a change set there is none
  const template = summaries.length > 0 ? await readTemplate(client, stackId) : {};
  return summaries.map((resource) => ({
    type: resource.ResourceType ?? '',
    physicalId: resource.PhysicalResourceId ?? '',
    status: resource.ResourceStatus ?? '',
    stackName,
    fate: fateOf(template, resource.LogicalResourceId ?? ''),
  }));
}

function fateOf({ Resources: resources = {} }: Template, logicalId: string): StackResource['fate'] {
  const { Type: type, DeletionPolicy: policy = POLICY_BY_DEFAULT[type ?? ''] } =
    resources[logicalId] ?? {};
  if (policy === 'Snapshot') return 'snapshotted';
  return policy === 'Retain' || policy === 'RetainExceptOnCreate' ? 'kept' : 'deleted';
}

/** CloudFormation deletes what says nothing, but for these. */
const POLICY_BY_DEFAULT: Readonly<Record<string, string>> = { 'AWS::RDS::DBInstance': 'Snapshot' };
