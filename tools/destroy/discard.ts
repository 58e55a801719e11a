import {
  DeleteUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import {
  DeleteDBInstanceAutomatedBackupCommand,
  DeleteDBSnapshotCommand,
} from '@aws-sdk/client-rds';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import type { Reporter } from '../terminal/reporter';
import type { Aws } from './aws';
import { emptyBucket } from './empty-bucket';
import type { KeptData } from './kept-data';

/** The shortest wait that KMS allows. */
const KEY_WAITS_DAYS = 7;

/** Deletes what a protected environment has left, keys last: an interrupted run leaves nothing unreadable. */
export async function discard(
  aws: Aws,
  kept: readonly KeptData[],
  reporter: Pick<Reporter, 'say'>,
): Promise<void> {
  const keysLast = [...kept].sort((a, b) => Number(a.kind === 'key') - Number(b.kind === 'key'));
  for (const data of keysLast) {
    await WAYS[data.kind](aws, data, reporter);
    reporter.say(`discarded ${data.kind} ${data.name}`);
  }
}

type Way = (aws: Aws, data: KeptData, reporter: Pick<Reporter, 'say'>) => Promise<unknown>;

const WAYS: Readonly<Record<KeptData['kind'], Way>> = {
  bucket: async ({ s3 }, { name }, reporter) => {
    await emptyBucket(s3, name, reporter);
    await s3.send(new DeleteBucketCommand({ Bucket: name }));
  },
  snapshot: ({ rds }, { name }) =>
    rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: name })),
  'automated backups': ({ rds }, { name }) =>
    rds.send(new DeleteDBInstanceAutomatedBackupCommand({ DbiResourceId: name })),
  'user pool': async ({ cognito }, { name: UserPoolId }) => {
    // it sets all else back, which is deleted next
    await cognito.send(new UpdateUserPoolCommand({ UserPoolId, DeletionProtection: 'INACTIVE' }));
    await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
  },
  key: ({ kms }, { name }) =>
    kms.send(new ScheduleKeyDeletionCommand({ KeyId: name, PendingWindowInDays: KEY_WAITS_DAYS })),
};
