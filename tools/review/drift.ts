import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CloudFormationClient,
  DescribeStackDriftDetectionStatusCommand,
  DetectStackDriftCommand,
  paginateDescribeStackResourceDrifts,
} from '@aws-sdk/client-cloudformation';
import { counted } from '../terminal/amounts';

/** How what is there differs from the templates that it was deployed from. */
export interface Drift {
  readonly drifted: readonly DriftedResource[];
  /** Stacks of which it is not, or not wholly, known. */
  readonly unknown: readonly { readonly stack: string; readonly why: string }[];
}

/** A resource that somebody, or the service itself, has changed or deleted beside its template. */
export interface DriftedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly status: 'MODIFIED' | 'DELETED';
  /** Paths of what differs, such as `/AllocatedStorage`. No values: they are not all for everybody's eyes. */
  readonly properties: readonly string[];
}

/** CloudFormation takes some minutes of a large stack (API reference, DetectStackDrift). */
const LIMIT_MS = 10 * 60_000;
const POLL_INTERVAL_MS = 5000;

/** Has CloudFormation look at stacks that are there. What it cannot tell of is listed, and is no error. */
export async function driftOf(
  client: CloudFormationClient,
  stacks: readonly string[],
  pause: (ms: number) => Promise<unknown> = sleep,
): Promise<Drift> {
  // it looks at all of them at a time, and is asked for one after the other
  const detections = [];
  for (const stack of stacks) {
    detections.push({ stack, id: await orWhy(begin(client, stack)) });
  }
  const drifted: DriftedResource[] = [];
  const unknown: Drift['unknown'][number][] = [];
  let left = LIMIT_MS;
  for (const { stack, id } of detections) {
    if (typeof id !== 'string') {
      unknown.push({ stack, ...id });
      continue;
    }
    let answer = await orWhy(outcome(client, id));
    for (; answer === 'DETECTION_IN_PROGRESS' && left > 0; left -= POLL_INTERVAL_MS) {
      await pause(POLL_INTERVAL_MS);
      answer = await orWhy(outcome(client, id));
    }
    if (typeof answer !== 'string') unknown.push({ stack, ...answer });
    else if (answer === 'DETECTION_IN_PROGRESS') {
      unknown.push({ stack, why: `not done after ${counted(LIMIT_MS / 60_000, 'minute')}` });
      continue;
    }
    const found = await orWhy(driftedIn(client, stack));
    if (Array.isArray(found)) drifted.push(...found);
    else unknown.push({ stack, ...found });
  }
  return { drifted, unknown };
}

async function begin(client: CloudFormationClient, stack: string): Promise<string> {
  const answer = await client.send(new DetectStackDriftCommand({ StackName: stack }));
  return answer.StackDriftDetectionId ?? '';
}

/** @throws with the reason when a resource could not be looked at; of the others there are results */
async function outcome(client: CloudFormationClient, id: string): Promise<string> {
  const { DetectionStatus: status = '', DetectionStatusReason: why } = await client.send(
    new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId: id }),
  );
  if (status === 'DETECTION_FAILED') throw new Error(why ?? status);
  return status;
}

async function driftedIn(client: CloudFormationClient, stack: string): Promise<DriftedResource[]> {
  const found: DriftedResource[] = [];
  const pages = paginateDescribeStackResourceDrifts(
    { client },
    { StackName: stack, StackResourceDriftStatusFilters: ['MODIFIED', 'DELETED'] },
  );
  for await (const { StackResourceDrifts: drifts = [] } of pages) {
    for (const each of drifts) {
      found.push({
        stack,
        logicalId: each.LogicalResourceId ?? '',
        type: each.ResourceType ?? '',
        status: each.StackResourceDriftStatus === 'DELETED' ? 'DELETED' : 'MODIFIED',
        properties: (each.PropertyDifferences ?? []).map(({ PropertyPath: path = '' }) => path),
      });
    }
  }
  return found;
}

async function orWhy<T>(call: Promise<T>): Promise<T | { readonly why: string }> {
  try {
    return await call;
  } catch (error) {
    return { why: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
