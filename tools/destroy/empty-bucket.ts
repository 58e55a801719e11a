import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Reporter } from '../terminal/reporter';
import { counted } from '../terminal/amounts';

/** Lines enough to see that it goes on: a page of a listing, and of a delete, is a thousand. */
const SAID_EVERY = 20_000;

/**
 * Deletes every version of every object, and every delete marker.
 *
 * The function with which the CDK empties a bucket has a quarter of an hour, which is some hundred
 * thousand objects; when it runs out, CloudFormation learns of it an hour later.
 */
export async function emptyBucket(
  client: S3Client,
  bucket: string,
  { say }: Pick<Reporter, 'say'>,
): Promise<void> {
  let deleted = 0;
  for (;;) {
    const versions = await firstVersions(client, bucket);
    if (versions.length === 0) break;
    await deleteVersions(client, bucket, versions);
    const before = deleted;
    deleted += versions.length;
    if (Math.floor(before / SAID_EVERY) < Math.floor(deleted / SAID_EVERY)) {
      say(`empties ${bucket}: ${counted(deleted, 'version')} so far`);
    }
  }
  if (deleted > 0) say(`emptied ${bucket}: ${counted(deleted, 'version')}`);
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
): Promise<void> {
  const { Errors: errors = [] } = await client.send(
    new DeleteObjectsCommand({
      Bucket: bucket,
      Delete: {
        Objects: versions.map(({ Key, VersionId }) => ({ Key, VersionId })),
        Quiet: true,
      },
    }),
  );
  const [first] = errors;
  if (first) throw new Error(`'${bucket}' was not emptied: ${first.Code}: ${first.Message}`);
}
