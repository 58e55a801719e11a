import {
  type CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  type StackEvent,
  paginateDescribeStackEvents,
} from '@aws-sdk/client-cloudformation';
import type { Reporter } from '../terminal/reporter';
import type { Aws } from './aws';
import { type DeployedStack, idsOf, standing } from './deployment';
import { emptyBucket } from './empty-bucket';
import { freeNetwork } from './free-network';

/** The last lines of an access log come late, and an interface may too: then once more. */
const ATTEMPTS = 2;
const EVERY_MS = 5000;

/** Deletes a stack with all that is in it, and says each resource as CloudFormation does. */
export async function deleteStack(
  aws: Aws,
  stack: DeployedStack,
  reporter: Reporter,
): Promise<void> {
  const { say } = reporter;
  const deleted = standing(stack).filter(({ fate }) => fate === 'deleted');
  const buckets = idsOf({ resources: deleted }, 'AWS::S3::Bucket');
  const networks = idsOf({ resources: standing(stack) }, 'AWS::EC2::VPC');
  for (let attempt = 1; ; attempt += 1) {
    for (const bucket of buckets) await emptyBucket(aws.s3, bucket, reporter);
    for (const vpc of networks) await freeNetwork(aws.ec2, vpc, reporter);
    const failures = await deleteOnce(aws.cloudFormation, stack, reporter);
    if (failures === null) return;
    if (attempt === ATTEMPTS) throw new StackNotDeletedError(stack.name, failures);
    say(`${stack.name} is not deleted, and is tried once more: ${failures.join('; ')}`);
  }
}

/** CloudFormation could not delete it. */
export class StackNotDeletedError extends Error {
  constructor(stackName: string, failures: readonly string[]) {
    super(
      `'${stackName}' was not deleted: ${failures.join('; ')}; ` +
        'remove what is in the way, then run the same command again',
    );
    this.name = 'StackNotDeletedError';
  }
}

/** @returns why it is not deleted; null when it is */
async function deleteOnce(
  client: CloudFormationClient,
  stack: DeployedStack,
  { say, pause }: Reporter,
): Promise<string[] | null> {
  const { id, name } = stack;
  const events = new Events(client, id);
  await events.next(); // what was before
  await client.send(new DeleteStackCommand({ StackName: id }));
  const failures: string[] = [];
  let deleted = 0;
  for (;;) {
    await pause(EVERY_MS);
    const { status, reason } = await statusOf(client, id);
    for (const event of await events.next()) {
      const { LogicalResourceId: what = '', ResourceStatus: is = '', ResourceType: type } = event;
      const ofStack = event.PhysicalResourceId === id;
      if (is === 'DELETE_COMPLETE' && !ofStack) deleted += 1;
      const why = event.ResourceStatusReason ?? '';
      if (is.endsWith('_FAILED')) failures.push(`${what}: ${why}`);
      const count = ofStack ? '' : ` ${deleted}/${standing(stack).length}`;
      say(`${name}${count}  ${is}  ${ofStack ? '' : `${type}  ${what}`}  ${why}`.trimEnd());
    }
    if (status === 'DELETE_COMPLETE') return null;
    if (!status.endsWith('_IN_PROGRESS')) return failures.length > 0 ? failures : [reason];
  }
}

async function statusOf(client: CloudFormationClient, id: string) {
  const { Stacks: stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: id }));
  const { StackStatus: status = 'DELETE_COMPLETE', StackStatusReason: reason } = stacks[0] ?? {};
  return { status, reason: reason ?? status };
}

/** What CloudFormation says of a stack, each event once, the oldest first. */
class Events {
  private readonly seen = new Set<string>();

  constructor(
    private readonly client: CloudFormationClient,
    private readonly stackId: string,
  ) {}

  async next(): Promise<StackEvent[]> {
    const found: StackEvent[] = [];
    const { client, stackId: StackName } = this;
    for await (const page of paginateDescribeStackEvents({ client }, { StackName })) {
      const events = page.StackEvents ?? []; // the newest first
      const fresh = events.filter(({ EventId: id = '' }) => !this.seen.has(id));
      found.push(...fresh);
      if (fresh.length < events.length) break;
    }
    for (const { EventId: id = '' } of found) this.seen.add(id);
    return found.reverse();
  }
}
