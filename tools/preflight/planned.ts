import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Template } from '../review/templates';

/** What a deploy of one environment, or of the pipeline, would make: as the cloud assembly says it. */
export interface Planned {
  readonly environmentSuffix: string;
  readonly account: string;
  readonly region: string;
  readonly stacks: readonly PlannedStack[];
  /** Of other environments of the assembly, in the same account. */
  readonly neighbours: readonly PlannedStack[];
  /** The account whose pipeline deploys it; undefined when that is the same, or none does. */
  readonly pipelineAccount: string | undefined;
}

export interface PlannedStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
  /** Version of the bootstrap that is needed to deploy it. */
  readonly bootstrapVersion: number;
  /** Where the version stands in SSM. */
  readonly bootstrapParameter: string;
  /** ARNs of the roles that a deploy assumes. */
  readonly roles: readonly string[];
  /** Names of the repositories that its images are published to. */
  readonly repositories: readonly string[];
  /** Folder of its manifest, from the assembly. */
  readonly folder: string;
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly properties?: {
    readonly stackName: string;
    readonly templateFile: string;
    readonly assumeRoleArn?: string;
    readonly cloudFormationExecutionRoleArn?: string;
    readonly requiresBootstrapStackVersion?: number;
    readonly bootstrapStackVersionSsmParameter?: string;
    readonly lookupRole?: {
      readonly arn: string;
      readonly requiresBootstrapStackVersion?: number;
    };
  };
}

/** Undefined when the assembly has nothing of that name. */
export function readPlanned(assembly: string, environmentSuffix: string): Planned | undefined {
  const all = readStacks(assembly);
  const isOf = ({ name }: PlannedStack) => name.startsWith(`StreamTech-${environmentSuffix}-`);
  const stacks = all.filter((stack) => isOf(stack) && /-[A-Z]\w*$/.test(stack.name));
  const [first] = stacks;
  if (first === undefined) return undefined;
  const { account, region, folder } = first;
  const pipeline = all.find(({ name, folder: own }) => own === '.' && name.endsWith('-Pipeline'));
  const isDeployedByIt = path.basename(folder).startsWith('assembly-PipelineStack-');
  return {
    environmentSuffix,
    account,
    region,
    stacks,
    neighbours: all.filter((stack) => stack.account === account && !stacks.includes(stack)),
    pipelineAccount:
      isDeployedByIt && pipeline?.account !== account ? pipeline?.account : undefined,
  };
}

/** Every stack of every stage, in the order of its manifest. */
function readStacks(assembly: string): PlannedStack[] {
  const files = readdirSync(assembly, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => path.basename(file) === 'manifest.json')
    .flatMap((file) => {
      const folder = path.dirname(file);
      const { artifacts = {} } = json(path.join(assembly, file)) as Manifest;
      return Object.entries(artifacts).flatMap(([id, artifact]) =>
        stackOf(path.join(assembly, folder), folder, id, artifact),
      );
    });
}

function stackOf(
  place: string,
  folder: string,
  id: string,
  { type, environment = '', properties }: Artifact,
): PlannedStack[] {
  if (type !== 'aws:cloudformation:stack' || !properties) return [];
  const [, account = '', region = ''] = /^aws:\/\/(\d+)\/(.+)$/.exec(environment) ?? [];
  const { assumeRoleArn, cloudFormationExecutionRoleArn, lookupRole } = properties;
  const destinations = destinationsIn(path.join(place, `${id}.assets.json`));
  const roles = [
    assumeRoleArn,
    cloudFormationExecutionRoleArn,
    lookupRole?.arn,
    ...destinations.map((each) => each.assumeRoleArn),
  ].flatMap((arn) => arn?.replace('${AWS::Partition}', 'aws') ?? []);
  return [
    {
      name: properties.stackName,
      account,
      region,
      template: json(path.join(place, properties.templateFile)) as Template,
      bootstrapVersion: Math.max(
        properties.requiresBootstrapStackVersion ?? 0,
        lookupRole?.requiresBootstrapStackVersion ?? 0,
      ),
      bootstrapParameter: properties.bootstrapStackVersionSsmParameter ?? '',
      roles: [...new Set(roles)],
      repositories: [...new Set(destinations.flatMap((each) => each.repositoryName ?? []))],
      folder,
    },
  ];
}

interface Assets {
  readonly files?: Readonly<Record<string, Asset>>;
  readonly dockerImages?: Readonly<Record<string, Asset>>;
}

interface Asset {
  readonly destinations: Readonly<Record<string, Destination>>;
}

interface Destination {
  readonly assumeRoleArn?: string;
  /** Of an image. */
  readonly repositoryName?: string;
}

function destinationsIn(file: string): Destination[] {
  const { files = {}, dockerImages = {} } = json(file) as Assets;
  return [...Object.values(files), ...Object.values(dockerImages)].flatMap(({ destinations }) =>
    Object.values(destinations),
  );
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
