import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { awsClient } from '../../src/runtime/aws-client';
import type { Checkout } from './checkout';
import { type DeployedResource, readRecord } from './record';

export interface PipelineAction {
  readonly Name: string;
  readonly RunOrder: number;
  readonly ActionTypeId: { readonly Provider: string };
  readonly Configuration: Readonly<Record<string, string>>;
  readonly InputArtifacts?: readonly { readonly Name: string }[];
  readonly OutputArtifacts?: readonly { readonly Name: string }[];
  /** Others name its outputs by this. */
  readonly Namespace?: string;
}

export interface PipelineStage {
  readonly Name: string;
  readonly Actions: readonly PipelineAction[];
}

/** The pipeline as it was deployed: its stages, with their actions in the order in which they run. */
export function deployedStages(record: string): PipelineStage[] {
  const delivery = /^Delivery[0-9A-F]{8}$/; // another one checks pull requests
  const { properties } = deployedIn(record, 'AWS::CodePipeline::Pipeline', ({ logicalId }) =>
    delivery.test(logicalId),
  );
  return (properties['Stages'] as PipelineStage[]).map((stage) => ({
    ...stage,
    Actions: [...stage.Actions].sort((a, b) => a.RunOrder - b.RunOrder),
  }));
}

/** The project of a build. */
export function projectNamed(record: string, name: string): DeployedResource {
  return deployedIn(record, 'AWS::CodeBuild::Project', (each) => each.name === name);
}

function deployedIn(
  record: string,
  type: string,
  isWanted: (resource: DeployedResource) => boolean,
): DeployedResource {
  const found = readRecord(record).resources.find((each) => each.type === type && isWanted(each));
  if (found) return found;
  throw new Error(`the pipeline has no such resource of type ${type}`);
}

/** Values of `#{namespace.name}`: of the run itself, of its source, and of the stacks it has deployed. */
export class PipelineVariables {
  private readonly values = new Map<string, string>();

  constructor(run: string, { revision, author }: Checkout) {
    this.values.set('codepipeline.PipelineExecutionId', run);
    this.values.set('Source@Source.CommitId', revision);
    this.values.set('Source@Source.AuthorDisplayName', author);
  }

  /** What a build has exported. */
  learnExported({ Namespace: namespace }: PipelineAction, exported: Record<string, string>): void {
    for (const [name, value] of Object.entries(exported)) {
      this.values.set(`${namespace ?? ''}.${name}`, value);
    }
  }

  /** The outputs of a stack, for whoever names them later. */
  async learn({ Namespace: namespace, Configuration }: PipelineAction): Promise<void> {
    if (namespace === undefined) return;
    const { Stacks: [stack] = [] } = await awsClient(CloudFormationClient).send(
      new DescribeStacksCommand({ StackName: Configuration['StackName'] }),
    );
    for (const { OutputKey: name = '', OutputValue: value = '' } of stack?.Outputs ?? []) {
      this.values.set(`${namespace}.${name}`, value);
    }
  }

  /** @throws when no earlier action sets a name */
  fillIn(text: string): string {
    return text.replace(/#\{([^}]+)\}/g, (_, name: string) => {
      const value = this.values.get(name);
      if (value !== undefined) return value;
      throw new Error(`no earlier action sets '#{${name}}'`);
    });
  }

  /** The variables that an action sets for its build. */
  ofBuild({ Configuration }: PipelineAction): Record<string, string> {
    const list = JSON.parse(Configuration['EnvironmentVariables'] ?? '[]') as {
      name: string;
      value: string;
    }[];
    return Object.fromEntries(list.map(({ name, value }) => [name, this.fillIn(value)]));
  }
}
