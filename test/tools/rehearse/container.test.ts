import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { allResources } from '../../support/templates';
import { containerOptions, type TaskProperties } from '../../../tools/rehearse/container';

describe('a container is run', () => {
  const tasks = new Map<string, TaskProperties>();
  const directory = mkdtempSync(path.join(tmpdir(), 'streamtech-task-'));
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });
  beforeAll(() => {
    for (const { type, properties } of allResources()) {
      if (type !== 'AWS::ECS::TaskDefinition') continue;
      const task = properties as unknown as TaskProperties;
      tasks.set(task.ContainerDefinitions[0].Name, task);
    }
  });
  const optionsOf = (name: string, changes: object = {}) => {
    const task = tasks.get(name);
    if (!task) throw new Error(`no task has a container called '${name}'`);
    const [container] = task.ContainerDefinitions;
    const changed = { ...task, ContainerDefinitions: [{ ...container, ...changes }] as const };
    return containerOptions(changed, directory).join(' ');
  };

  it.each(['worker', 'migration', 'retention'])(
    'as its task definition says: %s has no root, no capability and a read-only disk',
    (name) => {
      expect(optionsOf(name)).toContain('--init --user 10001:10001 --read-only --cap-drop ALL');
      expect(optionsOf(name)).toContain('--volume /tmp');
      expect(optionsOf(name)).toMatch(/^--memory \d+m /);
    },
  );

  it('with the file system of its environment', () => {
    expect(optionsOf('worker')).toContain(`--volume ${directory}/scratch:/mnt/`);
    expect(statSync(path.join(directory, 'scratch')).mode & 0o777).toBe(0o777);
    expect(optionsOf('migration')).not.toContain('scratch');
  });

  it('with no more than its task definition says', () => {
    expect(optionsOf('worker', { User: undefined })).not.toContain('--user');
    expect(optionsOf('worker', { ReadonlyRootFilesystem: false })).not.toContain('--read-only');
    expect(optionsOf('worker', { LinuxParameters: {} })).not.toMatch(/--init|--cap-drop/);
    expect(optionsOf('worker', { MountPoints: [] })).not.toContain('--volume');
  });
});
