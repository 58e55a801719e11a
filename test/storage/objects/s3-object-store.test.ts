import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CreateBucketCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { ObjectNotFoundError } from '../../../src/domain/errors';
import { createS3Client, S3ObjectStore } from '../../../src/storage/objects/s3-object-store';
import { describeWithAws } from '../../support/describe-with-aws';
import { objectStoreContract } from './object-store-contract';

describeWithAws('S3ObjectStore', () => {
  objectStoreContract('in S3', () => aStore());

  it('an older version can still be read', async () => {
    const store = await aStore({ versioned: true });
    const first = await store.put('incoming/a', Readable.from([Buffer.from('first')]));
    await store.put('incoming/a', Readable.from([Buffer.from('then')]));

    expect(first.versionId).not.toBeNull();
    expect((await store.head(first)).sizeBytes).toBe('first'.length);
  });

  it('a version that was never there is not found', async () => {
    const store = await aStore({ versioned: true });
    const { key } = await store.put('incoming/a', Readable.from([Buffer.from('bytes')]));
    await expect(store.head({ key, versionId: randomUUID() })).rejects.toThrow(ObjectNotFoundError);
  });

  it('deleting removes every version and every delete marker', async () => {
    const store = await aStore({ versioned: true });
    for (const bytes of ['one', 'two', 'three']) {
      await store.put('incoming/a', Readable.from([Buffer.from(bytes)]));
    }
    await store.put('incoming/ab', Readable.from([Buffer.from('other')]));
    await store.delete('incoming/a');

    const { Versions: left = [], DeleteMarkers: markers = [] } = await createS3Client().send(
      new ListObjectVersionsCommand({ Bucket: store.bucket }),
    );
    expect(left.map(({ Key }) => Key)).toEqual(['incoming/ab']);
    expect(markers).toEqual([]);
  });

  it('a presigned URL asks for no checksum, which a browser could not give', async () => {
    const store = await aStore();
    const options = { contentType: 'video/mp4', expiresInSeconds: 60 };
    for (const { url } of [
      await store.presignPut('incoming/a', options),
      await store.presignPart({ key: 'incoming/a', uploadId: 'u' }, 1, 60),
    ]) {
      expect(url).not.toMatch(/checksum|crc32/i);
    }
  });

  it('a presigned URL is bound to the media type', async () => {
    const store = await aStore();
    const { url, headers } = await store.presignPut('incoming/a', {
      contentType: 'video/mp4',
      expiresInSeconds: 60,
    });
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toContain('content-type');
    expect(headers).toEqual({ 'content-type': 'video/mp4' });
  });

  it('a bucket that is not there is a fault, not a missing object', async () => {
    const store = new S3ObjectStore(`missing-${randomUUID()}`);
    const read = store.read({ key: 'incoming/a', versionId: null });
    await expect(read).rejects.not.toThrow(ObjectNotFoundError);
  });
});

async function aStore({ versioned = false } = {}): Promise<S3ObjectStore> {
  const Bucket = `test-${randomUUID()}`;
  const client = createS3Client();
  await client.send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: { LocationConstraint: 'ap-northeast-1' },
    }),
  );
  if (versioned) {
    await client.send(
      new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
    );
  }
  return new S3ObjectStore(Bucket, client);
}
