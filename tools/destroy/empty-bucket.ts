import {
  DeleteObjectsCommand,
  GetObjectLockConfigurationCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Reporter } from '../terminal/reporter';
import { counted } from '../terminal/amounts';

/** What S3 says of a bucket without Object Lock, and of one that is gone. */
const NOT_LOCKED = ['ObjectLockConfigurationNotFoundError', 'NoSuchBucket'];

/** Lines enough to see that it goes on: a page of a listing, and of a delete, is a thousand. */
const SAID_EVERY = 20_000;

/**
 * Deletes every version of every object, and every delete marker; what is locked by governance, too.
 *
 * The function with which the CDK empties a bucket has a quarter of an hour, which is some hundred
 * thousand objects; when it runs out, CloudFormation learns of it an hour later.
 */
export async function emptyBucket(
  client: S3Client,
  bucket: string,
  { say }: Pick<Reporter, 'say'>,
): Promise<void> {
  const bypass = await isLocked(client, bucket);
  let deleted = 0;
  for (;;) {
    const versions = await firstVersions(client, bucket);
    if (versions.length === 0) break;
    await deleteVersions(client, bucket, versions, bypass);
    const before = deleted;
    deleted += versions.length;
    if (Math.floor(before / SAID_EVERY) < Math.floor(deleted / SAID_EVERY)) {
      say(`empties ${bucket}: ${counted(deleted, 'version')} so far`);
    }
  }
  if (deleted > 0) say(`emptied ${bucket}: ${counted(deleted, 'version')}`);
}

/** Only where it is may one ask to bypass it: of any other bucket S3 refuses the request. */
async function isLocked(client: S3Client, bucket: string): Promise<boolean> {
  try {
    await client.send(new GetObjectLockConfigurationCommand({ Bucket: bucket }));
    return true;
  } catch (error) {
    if (error instanceof Error && NOT_LOCKED.includes(error.name)) return false;
    throw error;
  }
}

/** A thousand at most; none of a bucket that is gone. */
async function firstVersions(
  client: S3Client,
  bucket: string,
): Promise<Partial<ObjectIdentifier>[]> {
  try {
    const { Versions: versions = [], DeleteMarkers: markers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket }),
    );
    return [...versions, ...markers];
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucket') return [];
    throw error;
  }
}

async function deleteVersions(
  client: S3Client,
  bucket: string,
  versions: readonly Partial<ObjectIdentifier>[],
  bypass: boolean,
): Promise<void> {
  const { Errors: errors = [] } = await client.send(
    new DeleteObjectsCommand({
      Bucket: bucket,
      ...(bypass && { BypassGovernanceRetention: true }),
      Delete: {
        Objects: versions.map(({ Key, VersionId }) => ({ Key, VersionId })),
        Quiet: true,
      },
    }),
  );
  const [first] = errors;
  if (first) throw new Error(`'${bucket}' was not emptied: ${first.Code}: ${first.Message}`);
}
