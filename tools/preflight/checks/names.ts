import { paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { paginateDescribeReplicationGroups } from '@aws-sdk/client-elasticache';
import { paginateListRoles } from '@aws-sdk/client-iam';
import { paginateListAliases } from '@aws-sdk/client-kms';
import { paginateDescribeDBInstances } from '@aws-sdk/client-rds';
import { paginateListBuckets } from '@aws-sdk/client-s3';
import { type Account, newResources } from '../account';
import type { Aws } from '../clients';
import { fails, type Finding, look, ok } from '../finding';

/** Things of one kind that stand in the way of a resource of the same name. */
interface Kind {
  readonly what: string;
  /** Where a template says the name. */
  readonly property: string;
  readonly names: (aws: Aws) => Promise<string[]>;
  readonly remove: string;
  /** Where it is said how to take it in again, if a destroy can have kept it. */
  readonly kept?: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::Logs::LogGroup': {
    what: 'log group',
    property: 'LogGroupName',
    names: ({ logs: client }) =>
      gathered(paginateDescribeLogGroups({ client }, {}), ({ logGroups = [] }) =>
        logGroups.map((each) => each.logGroupName),
      ),
    remove: 'aws logs delete-log-group --log-group-name',
  },
  'AWS::S3::Bucket': {
    what: 'bucket',
    property: 'BucketName',
    names: ({ s3: client }) =>
      gathered(paginateListBuckets({ client }, {}), ({ Buckets = [] }) =>
        Buckets.map((each) => each.Name),
      ),
    remove: 'aws s3 rb s3://',
    kept: 'docs/restore.md, Bring an environment back',
  },
  'AWS::IAM::Role': {
    what: 'role',
    property: 'RoleName',
    names: ({ iam: client }) =>
      gathered(paginateListRoles({ client }, {}), ({ Roles = [] }) =>
        Roles.map((each) => each.RoleName),
      ),
    remove: 'aws iam delete-role --role-name',
  },
  'AWS::KMS::Alias': {
    what: 'key alias',
    property: 'AliasName',
    names: ({ kms: client }) =>
      gathered(paginateListAliases({ client }, {}), ({ Aliases = [] }) =>
        Aliases.map((each) => each.AliasName),
      ),
    remove: 'aws kms delete-alias --alias-name',
  },
  'AWS::RDS::DBInstance': {
    what: 'database',
    property: 'DBInstanceIdentifier',
    names: ({ rds: client }) =>
      gathered(paginateDescribeDBInstances({ client }, {}), ({ DBInstances = [] }) =>
        DBInstances.map((each) => each.DBInstanceIdentifier),
      ),
    remove: 'aws rds delete-db-instance --db-instance-identifier',
  },
  'AWS::ElastiCache::ReplicationGroup': {
    what: 'cache',
    property: 'ReplicationGroupId',
    names: ({ elastiCache: client }) =>
      gathered(paginateDescribeReplicationGroups({ client }, {}), ({ ReplicationGroups = [] }) =>
        ReplicationGroups.map((each) => each.ReplicationGroupId),
      ),
    remove: 'aws elasticache delete-replication-group --replication-group-id',
  },
};

/** Whether something that an earlier environment has left has the name of what is to be made. */
export async function names(account: Account): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [type, kind] of Object.entries(KINDS)) {
    findings.push(...(await look(`name: ${kind.what}`, () => taken(account, type, kind))));
  }
  return findings;
}

async function taken(account: Account, type: string, kind: Kind): Promise<Finding[]> {
  const check = `name: ${kind.what}`;
  const wanted = (await newResources(account, type))
    .map(({ properties }) => properties[kind.property])
    .filter((name) => typeof name === 'string');
  if (wanted.length === 0) return [];
  const there = new Set(await kind.names(account.aws));
  const found = wanted.filter((name) => there.has(name));
  return found.length > 0
    ? found.map((name) =>
        fails(
          check,
          `'${name}' is there already`,
          `look whether it is still needed${kind.kept === undefined ? '' : ` (${kind.kept})`}, then ${kind.remove}${kind.remove.endsWith('/') ? '' : ' '}${name}`,
        ),
      )
    : [ok(check, `${wanted.length}, none is taken`)];
}

async function gathered<P>(
  pages: AsyncIterable<P>,
  namesIn: (page: P) => (string | undefined)[],
): Promise<string[]> {
  const found: string[] = [];
  for await (const page of pages) found.push(...namesIn(page).filter((name) => name !== undefined));
  return found;
}
