import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { environmentNames } from '../../src/runtime/environment';
import type { DeployedResource } from './record';
import { roleNameOf } from './deployment';
import { type Hosting, relocated, roleEnvironment } from './hosting';
import type { WorkerFiles } from './image';
import { Program } from './programs';
import { canBeReadOnly, onReadOnlyDisk } from './read-only';

interface ContainerDefinition {
  readonly Name: string;
  readonly Command: readonly string[];
  readonly Environment?: readonly { readonly Name: string; readonly Value: string }[];
  readonly MountPoints?: readonly { readonly ContainerPath: string }[];
  readonly ReadonlyRootFilesystem?: boolean;
}

/** Where ECS runs a task. */
export interface TaskPlace {
  readonly cluster: string;
  /** @default - one that nobody knows of */
  readonly taskId?: string;
}

/**
 * Runs the one container of a task definition as ECS does: its command, its variables, in the name of
 * its role, with ECS's agent beside it, on a read-only disk. A file system that is mounted is a folder.
 */
export function runContainer(
  { properties }: DeployedResource,
  files: WorkerFiles,
  hosting: Hosting,
  { cluster, taskId = randomUUID() }: TaskPlace,
): Program {
  const [container] = properties['ContainerDefinitions'] as [ContainerDefinition];
  const role = roleNameOf(properties['TaskRoleArn']);
  const deployed = Object.fromEntries(
    (container.Environment ?? []).map(({ Name, Value }) => [Name, Value]),
  );
  const folders = (container.MountPoints ?? []).map(({ ContainerPath: folder }) =>
    path.join(files.root, folder),
  );
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  const [command = '', ...args] =
    container.ReadonlyRootFilesystem && canBeReadOnly()
      ? onReadOnlyDisk(container.Command, files.root, folders)
      : container.Command;
  return new Program(command, args, {
    cwd: files.workingDirectory,
    env: {
      ...roleEnvironment(hosting, 'ecs-tasks.amazonaws.com', role),
      ...files.variables,
      ...relocated(deployed, files.root, hosting.ports),
      [environmentNames.ecsAgentUri]: `${hosting.emulator.url}/moto-api/agent/${role}/${cluster}/${taskId}`,
    },
    log: path.join(hosting.directory, `${container.Name}.log`),
  });
}
