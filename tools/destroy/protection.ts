import { UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import {
  type DBInstance,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
} from '@aws-sdk/client-rds';
import type { Reporter } from '../terminal/reporter';
import type { Aws } from './aws';
import { type Deployment, type DeployedStack, idsOf, standing } from './deployment';
import { counted } from '../terminal/amounts';

/** What refuses to be deleted until it is told otherwise. */
export interface Protection {
  /** Name of the stack or id of the database. */
  readonly name: string;
  readonly kind: 'termination protection' | 'deletion protection';
}

/** RDS takes some seconds to note it. */
const LIMIT_MS = 5 * 60_000;
const EVERY_MS = 5000;

/** All that is protected now, in what stands. */
export async function protectionsOf(
  aws: Aws,
  { stacks }: Pick<Deployment, 'stacks'>,
): Promise<Protection[]> {
  const found: Protection[] = [];
  for (const stack of stacks) {
    if (stack.isProtected) found.push({ name: stack.name, kind: 'termination protection' });
    for (const name of databasesIn(stack)) {
      const database = await describe(aws, name);
      if (database?.DeletionProtection) found.push({ name, kind: 'deletion protection' });
    }
  }
  return found;
}

/** Lifts what protects one stack, right before it is deleted: what an interrupted run leaves is protected. */
export async function liftProtection(
  aws: Aws,
  stack: DeployedStack,
  { say, pause }: Reporter,
): Promise<void> {
  for (const { name, kind } of await protectionsOf(aws, { stacks: [stack] })) {
    say(`lifts the ${kind} of ${name}`);
    if (kind === 'termination protection') {
      await aws.cloudFormation.send(
        new UpdateTerminationProtectionCommand({
          StackName: stack.id,
          EnableTerminationProtection: false,
        }),
      );
      continue;
    }
    await aws.rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: name,
        DeletionProtection: false,
        ApplyImmediately: true,
      }),
    );
    for (let waited = 0; !(await isReady(aws, name)); waited += EVERY_MS) {
      if (waited >= LIMIT_MS) {
        throw new Error(
          `'${name}' is still unavailable or protected after ${counted(LIMIT_MS / 60_000, 'minute')}; ` +
            'look at it in RDS, then run the same command again',
        );
      }
      await pause(EVERY_MS);
    }
  }
}

function databasesIn(stack: DeployedStack): string[] {
  return idsOf({ resources: standing(stack) }, 'AWS::RDS::DBInstance');
}

async function isReady(aws: Aws, name: string): Promise<boolean> {
  const database = await describe(aws, name);
  if (database === undefined) return true;
  return database.DeletionProtection !== true && database.DBInstanceStatus === 'available';
}

async function describe({ rds }: Aws, name: string): Promise<DBInstance | undefined> {
  try {
    const { DBInstances: [found] = [] } = await rds.send(
      new DescribeDBInstancesCommand({ DBInstanceIdentifier: name }),
    );
    return found;
  } catch (error) {
    if (error instanceof Error && error.name === 'DBInstanceNotFoundFault') return undefined;
    throw error;
  }
}
