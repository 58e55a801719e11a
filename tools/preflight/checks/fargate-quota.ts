import { type Account, newResources } from '../account';
import { type Finding, look } from '../finding';
import { quotaOf, usageOf, within } from '../quota';
import { numberOf, type PlannedResource, resourcesIn, sum } from '../resources';

const CHECK = 'Fargate vCPUs';
const QUOTA = { service: 'fargate', code: 'L-3032A538' };

/** Of a task definition: 1024 = one vCPU. */
const CPU_UNITS = 1024;

const SERVICE = 'AWS::ECS::Service';

/** All tasks of the services at their most, while a deploy runs the new beside the old, and each job once. */
export async function fargateQuota(account: Account): Promise<Finding[]> {
  const { stacks } = account.planned;
  const services = resourcesIn(stacks, SERVICE);
  if (services.length === 0) return [];
  return look(CHECK, async () => {
    const tasks = resourcesIn(stacks, 'AWS::ECS::TaskDefinition');
    const targets = resourcesIn(stacks, 'AWS::ApplicationAutoScaling::ScalableTarget');
    const ofServices = services.map((service) => {
      const task = tasks.find(({ id }) => id === refOf(service.properties['TaskDefinition']));
      return vcpus(task) * mostTasks(service, targets) * (percent(service) / 100);
    });
    const inServices = services.map(({ properties }) => refOf(properties['TaskDefinition']));
    const jobs = tasks.filter(({ id }) => !inServices.includes(id)).map(vcpus);
    const quota = await quotaOf(account.aws, QUOTA);
    // once it is deployed, what is in use is its own
    const isNew = (await newResources(account, SERVICE)).length > 0;
    return within(CHECK, {
      needed: sum(ofServices) + sum(jobs),
      used: isNew ? await usageOf(account.aws, quota) : 0,
      limit: quota.Value ?? 0,
      quota: QUOTA,
      instead: 'lower workerMaxTasks or workerCpu in lib/config/environments.ts',
    });
  });
}

function vcpus(task: PlannedResource | undefined): number {
  return numberOf(task?.properties['Cpu']) / CPU_UNITS;
}

/** By its scaling; without one, as many as are wanted. */
function mostTasks(
  { id, properties }: PlannedResource,
  targets: readonly PlannedResource[],
): number {
  const target = targets.find((each) =>
    JSON.stringify(each.properties['ResourceId']).includes(`"${id}"`),
  );
  return numberOf(target?.properties['MaxCapacity'] ?? properties['DesiredCount'], 1);
}

/** Of the tasks, that may run during a deploy; 200 is what ECS takes for it by itself. */
function percent({ properties }: PlannedResource): number {
  const { MaximumPercent: most } = (properties['DeploymentConfiguration'] ?? {}) as {
    MaximumPercent?: number;
  };
  return numberOf(most, 200);
}

function refOf(value: unknown): string {
  return (value as { readonly Ref?: string } | undefined)?.Ref ?? '';
}
