import {
  DescribeUserPoolCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeKeyCommand, KMSServiceException } from '@aws-sdk/client-kms';
import {
  paginateDescribeDBInstanceAutomatedBackups,
  paginateDescribeDBSnapshots,
} from '@aws-sdk/client-rds';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import type { Aws } from './aws';
import { type Deployment, idsOf, staying } from './deployment';

/** What a protected environment leaves, or has left, when its stacks are deleted. */
export interface KeptData {
  readonly kind: 'bucket' | 'snapshot' | 'automated backups' | 'user pool' | 'key';
  /** As it is called where it is removed. */
  readonly name: string;
  readonly arn: string;
  /** Of snapshot and backups: the database. */
  readonly database?: string;
  /** Of snapshot and backups: the key that they are encrypted with. */
  readonly keyId?: string;
}

/** The command that removes one of them alone. No command of AWS's deletes the versions in a bucket. */
export function removalOf({ kind, name }: KeptData, environmentSuffix: string): string {
  switch (kind) {
    case 'snapshot':
      return `aws rds delete-db-snapshot --db-snapshot-identifier ${name}`;
    case 'automated backups':
      return `aws rds delete-db-instance-automated-backup --dbi-resource-id ${name}`;
    case 'user pool':
      return `aws cognito-idp delete-user-pool --user-pool-id ${name}`;
    case 'bucket':
      return `npm run destroy -- ${environmentSuffix} --discard`;
    case 'key':
      return `aws kms schedule-key-deletion --key-id ${name} --pending-window-in-days 7`;
  }
}

/**
 * All that is there of it: uploads, snapshots of the database, its backups once it is deleted, the accounts of
 * people, and last the keys, without which the rest is lost.
 */
export async function keptData(aws: Aws, deployment: Deployment): Promise<KeptData[]> {
  const of = (type: string) => idsOf({ resources: staying(deployment.resources) }, type);
  const databases = of('AWS::RDS::DBInstance');
  return [
    ...(await existing(of('AWS::S3::Bucket'), (name) => bucket(aws, name))),
    ...(databases.length > 0 ? await snapshots(aws, databases) : []),
    ...(databases.length > 0 ? await backups(aws, databases) : []),
    ...(await existing(of('AWS::Cognito::UserPool'), (id) => userPool(aws, id))),
    ...(await existing(of('AWS::KMS::Key'), (id) => key(aws, id))),
  ];
}

async function existing(
  ids: readonly string[],
  look: (id: string) => Promise<KeptData | null>,
): Promise<KeptData[]> {
  const found: KeptData[] = [];
  for (const id of ids) {
    const data = await look(id);
    if (data !== null) found.push(data);
  }
  return found;
}

async function bucket({ s3 }: Aws, name: string): Promise<KeptData | null> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: name }));
    return { kind: 'bucket', name, arn: `arn:aws:s3:::${name}` };
  } catch (error) {
    if (error instanceof Error && ['NotFound', 'NoSuchBucket'].includes(error.name)) return null;
    throw error;
  }
}

/** Those that RDS takes by itself belong to the backups. */
async function snapshots({ rds: client }: Aws, databases: readonly string[]): Promise<KeptData[]> {
  const found: KeptData[] = [];
  const manual = { SnapshotType: 'manual' };
  for await (const page of paginateDescribeDBSnapshots({ client }, manual)) {
    for (const each of page.DBSnapshots ?? []) {
      const { DBInstanceIdentifier: database = '', KmsKeyId: keyId } = each;
      if (!databases.includes(database)) continue;
      const { DBSnapshotIdentifier: name = '', DBSnapshotArn: arn = '' } = each;
      found.push({ kind: 'snapshot', name, arn, database, keyId });
    }
  }
  return found;
}

async function backups({ rds: client }: Aws, databases: readonly string[]): Promise<KeptData[]> {
  const found: KeptData[] = [];
  for await (const page of paginateDescribeDBInstanceAutomatedBackups({ client }, {})) {
    for (const each of page.DBInstanceAutomatedBackups ?? []) {
      const { DBInstanceIdentifier: database = '', Status: status, KmsKeyId: keyId } = each;
      if (status !== 'retained' || !databases.includes(database)) continue;
      const { DbiResourceId: name = '', DBInstanceAutomatedBackupsArn: arn = '' } = each;
      found.push({ kind: 'automated backups', name, arn, database, keyId });
    }
  }
  return found;
}

async function userPool({ cognito }: Aws, id: string): Promise<KeptData | null> {
  try {
    const { UserPool: found } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }));
    return { kind: 'user pool', name: id, arn: found?.Arn ?? '' };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return null;
    throw error;
  }
}

/** None that waits for its end. */
async function key(aws: Aws, id: string): Promise<KeptData | null> {
  const { arn, isEnding } = await stateOfKey(aws, id);
  return arn === null || isEnding ? null : { kind: 'key', name: id, arn };
}

/** @param id or the ARN */
export async function stateOfKey(
  { kms }: Pick<Aws, 'kms'>,
  id: string,
): Promise<{ readonly arn: string | null; readonly isEnding: boolean }> {
  try {
    const { KeyMetadata: found } = await kms.send(new DescribeKeyCommand({ KeyId: id }));
    return { arn: found?.Arn ?? null, isEnding: found?.KeyState === 'PendingDeletion' };
  } catch (error) {
    const isUnknown = error instanceof KMSServiceException && error.name === 'NotFoundException';
    if (isUnknown) return { arn: null, isEnding: true };
    throw error;
  }
}
