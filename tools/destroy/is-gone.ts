import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
} from '@aws-sdk/client-ecs';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import type { Aws } from './aws';

/**
 * Whether what is found by its tags is deleted all the same, or none of what an environment is made of:
 * a key is deleted when its waiting time is over, ECS remembers what is inactive, and secrets outlive
 * environments.
 */
export async function isGone(aws: Aws, arn: string): Promise<boolean> {
  const [, , service = '', , , ...resource] = arn.split(':');
  const [type = ''] = resource.join(':').split('/');
  if (service === 'secretsmanager') return true;
  const ask = QUESTIONS[`${service}:${type}`];
  if (ask === undefined) return false;
  try {
    return GONE.includes((await ask(aws, arn)) ?? 'INACTIVE');
  } catch (error) {
    if (error instanceof Error && UNKNOWN.includes(error.name)) return true;
    throw error;
  }
}

const GONE: readonly string[] = ['PendingDeletion', 'INACTIVE', 'DELETE_IN_PROGRESS'];
/** It is not there any more; ECS calls a task definition that it does not know a client's fault. */
const UNKNOWN: readonly string[] = [
  'NotFoundException',
  'ClusterNotFoundException',
  'ClientException',
];

type Question = (aws: Aws, arn: string) => Promise<string | undefined>;

/** Each tells the status of what it is asked about. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  'kms:key': async ({ kms }, KeyId) =>
    (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState,
  'ecs:task-definition': async ({ ecs }, taskDefinition) =>
    (await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition }))).taskDefinition?.status,
  'ecs:cluster': async ({ ecs }, arn) =>
    (await ecs.send(new DescribeClustersCommand({ clusters: [arn] }))).clusters?.[0]?.status,
  'ecs:service': async ({ ecs }, arn) => {
    const [, cluster] = arn.split('/');
    const { services } = await ecs.send(new DescribeServicesCommand({ cluster, services: [arn] }));
    return services?.[0]?.status;
  },
};
