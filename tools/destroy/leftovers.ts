import { paginateListRoles } from '@aws-sdk/client-iam';
import {
  paginateDescribeDBInstanceAutomatedBackups,
  paginateDescribeDBSnapshots,
} from '@aws-sdk/client-rds';
import { paginateGetResources } from '@aws-sdk/client-resource-groups-tagging-api';
import { paginateListBuckets } from '@aws-sdk/client-s3';
import type { Aws } from './aws';
import type { Deployment } from './deployment';
import { isGone } from './is-gone';
import type { KeptData } from './kept-data';
import { strayLogGroups } from './log-groups';

/** Something of the environment that is still there. */
export interface Leftover {
  /** Its ARN, or its name where it has none. */
  readonly what: string;
  /** Why that may be. */
  readonly why: string;
}

/**
 * Everything that bears the environment's tags, and whatever is called after it among what AWS makes
 * itself or finds by no tag: log groups, buckets, roles, snapshots and backups of the database.
 *
 * @param kept is no leftover
 */
export async function leftovers(
  aws: Aws,
  deployment: Deployment,
  kept: readonly KeptData[],
): Promise<Leftover[]> {
  const isKept = (what: string) => kept.some(({ arn, name }) => what === arn || what === name);
  const tagged = await taggedWith(aws, deployment.environmentSuffix);
  const named = await namedAfter(aws, deployment);
  const found: Leftover[] = [];
  for (const arn of tagged) {
    if (isKept(arn) || ofBackups(arn)) continue;
    if (!(await isGone(aws, arn))) found.push({ what: arn, why: whyTagged(arn) });
  }
  // a bucket is found both ways, and named once
  return [
    ...found,
    ...named.filter(({ what }) => !isKept(what) && !tagged.some((arn) => arn.endsWith(what))),
  ];
}

/** A snapshot that RDS has taken by itself stays and goes with the automated backups, which are asked for. */
function ofBackups(arn: string): boolean {
  return arn.includes(':snapshot:rds:');
}

async function taggedWith(aws: Aws, environmentSuffix: string): Promise<string[]> {
  const TagFilters = [
    { Key: 'Project', Values: ['StreamTech'] },
    { Key: 'Environment', Values: [environmentSuffix] },
  ];
  const arns: string[] = [];
  for await (const page of paginateGetResources({ client: aws.tagging }, { TagFilters })) {
    for (const { ResourceARN: arn = '' } of page.ResourceTagMappingList ?? []) arns.push(arn);
  }
  return arns;
}

async function namedAfter(aws: Aws, deployment: Deployment): Promise<Leftover[]> {
  const { naming } = deployment;
  const found = (await strayLogGroups(aws.logs, deployment)).map((what) => ({
    what,
    why: 'a service has written a last line after the stacks were deleted; run the same command again',
  }));
  const add = (name: string | undefined, what: string | undefined, why: string) => {
    if (naming.owns(name ?? '')) found.push({ what: what ?? '', why });
  };
  for await (const { Buckets: buckets = [] } of paginateListBuckets({ client: aws.s3 }, {})) {
    for (const { Name: name } of buckets) add(name, name, 'no stack has it');
  }
  for await (const { Roles: roles = [] } of paginateListRoles({ client: aws.iam }, {})) {
    for (const { RoleName: name, Arn: arn } of roles) add(name, arn, 'no stack has it');
  }
  const rds = { client: aws.rds };
  for await (const { DBSnapshots: snapshots = [] } of paginateDescribeDBSnapshots(rds, {})) {
    for (const { DBInstanceIdentifier: name, DBSnapshotArn: arn = '' } of snapshots) {
      if (!ofBackups(arn))
        add(name, arn, 'somebody has made a snapshot; it is data, so delete it by hand');
    }
  }
  const backups = paginateDescribeDBInstanceAutomatedBackups(rds, {});
  for await (const { DBInstanceAutomatedBackups: kept = [] } of backups) {
    for (const { DBInstanceIdentifier: name, DBInstanceAutomatedBackupsArn: arn } of kept) {
      add(name, arn, 'RDS deletes backups after their database, or somebody has kept them');
    }
  }
  return found;
}

const WHY_TAGGED: Readonly<Record<string, string>> = {
  cloudformation: 'somebody has deployed it again meanwhile',
  ec2: 'EC2 shows for up to an hour what is deleted; look again later',
  s3: 'its stack kept it, or no stack has it',
};

function whyTagged(arn: string): string {
  const [, , service = ''] = arn.split(':');
  return (
    WHY_TAGGED[service] ?? 'its stack kept it, or somebody has made it by hand with these tags'
  );
}
