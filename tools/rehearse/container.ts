import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environmentNames } from '../../src/runtime/environment';
import { type Engine, engineOptions, findEngine, runOptions } from '../image/engine';
import { trust } from './certificate';
import { roleNameOf } from './deployment';
import { type Hosting, relocated, roleEnvironment } from './hosting';
import { publishedImage } from './image';
import { Program } from './programs';
import type { DeployedResource } from './record';

interface ContainerDefinition {
  readonly Name: string;
  readonly Image: string;
  readonly Command: readonly string[];
  readonly Environment?: readonly { readonly Name: string; readonly Value: string }[];
  readonly LinuxParameters?: {
    readonly InitProcessEnabled?: boolean;
    readonly Capabilities?: { readonly Drop?: readonly string[] };
  };
  readonly MountPoints?: readonly {
    readonly ContainerPath: string;
    readonly ReadOnly?: boolean;
    readonly SourceVolume: string;
  }[];
  readonly ReadonlyRootFilesystem?: boolean;
  readonly User?: string;
}

/** Of a task definition, what a run of its one container goes by. */
export interface TaskProperties {
  readonly ContainerDefinitions: readonly [ContainerDefinition];
  /** MiB */
  readonly Memory: string;
  readonly TaskRoleArn: string;
  readonly Volumes?: readonly { readonly Name: string; readonly EFSVolumeConfiguration?: object }[];
}

/** Where ECS runs a task. */
export interface TaskPlace {
  readonly cluster: string;
  /** @default - one that nobody knows of */
  readonly taskId?: string;
}

/** Where the container finds who it can trust on this machine. */
const AUTHORITIES = '/etc/rehearsal-authorities.pem';

/**
 * Runs the one container of a task definition as ECS does: its published image, user, command, variables,
 * mounts and memory, in the name of its role, with ECS's agent beside it.
 * @throws when its image is not published
 */
export async function runContainer(
  { properties }: DeployedResource,
  hosting: Hosting,
  { cluster, taskId = randomUUID() }: TaskPlace,
): Promise<Program> {
  const task = properties as unknown as TaskProperties;
  const [container] = task.ContainerDefinitions;
  const role = roleNameOf(task.TaskRoleArn);
  const engine = findEngine();
  const image = await publishedImage(container.Image);
  const deployed = Object.fromEntries(
    (container.Environment ?? []).map(({ Name, Value }) => [Name, Value]),
  );
  const variables: NodeJS.ProcessEnv = {
    ...roleEnvironment(hosting, 'ecs-tasks.amazonaws.com', role),
    ...relocated(deployed, '/', hosting.ports),
    [environmentNames.ecsAgentUri]: `${hosting.emulator.url}/moto-api/agent/${role}/${cluster}/${taskId}`,
    NODE_EXTRA_CA_CERTS: AUTHORITIES,
  };
  delete variables['PATH']; // the image has its own
  const name = `streamtech-${container.Name}-${taskId}`;
  const caFile = deployed[environmentNames.databaseCaFile];
  const args = [
    ...engineOptions(engine),
    ...['run', '--rm', '--name', name, '--network', 'host'],
    ...runOptions(engine),
    ...containerOptions(task, hosting.directory),
    ...['--volume', `${hosting.certificate.authorities}:${AUTHORITIES}:ro`],
    ...(caFile === undefined
      ? []
      : ['--volume', `${databaseAuthorities(engine, image, caFile, hosting)}:${caFile}:ro`]),
    ...Object.entries(variables).flatMap(([key, value]) => ['--env', `${key}=${value ?? ''}`]),
    image,
    ...container.Command,
  ];
  return new Program(engine, args, {
    name: container.Name,
    log: path.join(hosting.directory, `${container.Name}.log`),
    insist: () => spawnSync(engine, [...engineOptions(engine), 'kill', name]),
  });
}

/**
 * What a task definition says of how its container runs. A volume of its own is new for each task, and
 * begins with what the image has there; one of EFS is a folder below `directory` that tasks share.
 */
export function containerOptions(task: TaskProperties, directory: string): string[] {
  const [container] = task.ContainerDefinitions;
  const { InitProcessEnabled: init, Capabilities: capabilities } = container.LinuxParameters ?? {};
  const shared = (task.Volumes ?? []).filter((volume) => volume.EFSVolumeConfiguration);
  const mounts = (container.MountPoints ?? []).map(({ ContainerPath, ReadOnly, SourceVolume }) =>
    shared.some((volume) => volume.Name === SourceVolume)
      ? `${sharedFolder(directory, SourceVolume)}:${ContainerPath}:${ReadOnly ? 'ro' : 'rw'}`
      : ContainerPath,
  );
  return [
    ...['--memory', `${task.Memory}m`],
    ...(init ? ['--init'] : []),
    ...(container.User === undefined ? [] : ['--user', container.User]),
    ...(container.ReadonlyRootFilesystem ? ['--read-only'] : []),
    ...(capabilities?.Drop ?? []).flatMap((each) => ['--cap-drop', each]),
    ...mounts.flatMap((mount) => ['--volume', mount]),
  ];
}

/** What is mounted of a volume of EFS; anybody's, because an access point makes every client its own user. */
export function sharedFolder(directory: string, volume: string): string {
  const folder = path.join(directory, volume);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  return folder;
}

/** The image's own authorities of RDS, and the server of the rehearsal. @throws when the image has none */
function databaseAuthorities(
  engine: Engine,
  image: string,
  inside: string,
  { certificate, directory }: Hosting,
): string {
  const file = path.join(directory, path.basename(inside));
  const read = ['run', '--rm', '--network', 'none', ...runOptions(engine), image, 'cat', inside];
  writeFileSync(file, execFileSync(engine, [...engineOptions(engine), ...read]));
  trust(file, certificate);
  return file;
}
