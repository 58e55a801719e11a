import { Readable } from 'node:stream';
import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { createS3Client } from '../../../src/storage/objects/s3-object-store';
import { storePreviews } from '../../../src/storage/previews';
import { bucketOfUploads } from '../../../tools/reconcile/buckets';
import { somePreviews } from '../../support/factories/previews';
import { anS3Store } from '../../support/fakes/object-stores';
import { describeWithAws } from '../../support/servers/describe-with-aws';

describeWithAws('the uploads of a bucket', () => {
  it('are listed with their versions, and none of what lies elsewhere', async () => {
    const store = await anS3Store({ versioned: true });
    const put = async (key: string) =>
      (await store.put(key, Readable.from([Buffer.from('bytes')]))).versionId;
    const first = await put('incoming/番組.mp4');
    const second = await put('incoming/番組.mp4');
    const removed = await put('incoming/removed.mp4');
    await put('elsewhere/other.mp4');
    await put('incoming/folder/');
    const client = createS3Client();
    await client.send(
      new DeleteObjectCommand({ Bucket: store.bucket, Key: 'incoming/removed.mp4' }),
    );

    const found = await bucketOfUploads(store.bucket, client).list();
    expect(found).toEqual([
      { key: 'incoming/removed.mp4', versionIds: [removed], newest: null },
      {
        key: 'incoming/番組.mp4',
        versionIds: expect.arrayContaining([first, second]) as unknown,
        newest: { versionId: second, storedAt: expect.any(Date) as unknown },
      },
    ]);
  });

  it('have pictures and certificates beside them, which go by the id of their video', async () => {
    const store = await anS3Store({ versioned: true });
    const { signal } = new AbortController();
    for (const id of ['gone', 'there']) {
      await storePreviews(store, id, { sequencer: '1' }, somePreviews(), signal);
    }
    const bucket = bucketOfUploads(store.bucket, createS3Client());
    await store.put('certificates/gone/1.pdf', Readable.from([Buffer.from('%PDF-1.7')]));
    expect(await bucket.listBeside('previews/')).toEqual(['gone', 'there']);
    await bucket.deleteBeside('previews/', 'gone');
    expect(await bucket.listBeside('previews/')).toEqual(['there']);
    expect(await bucket.listBeside('certificates/')).toEqual(['gone']);
    await bucket.deleteBeside('certificates/', 'gone');
    expect(await bucket.listBeside('certificates/')).toEqual([]);
  });

  it('arrive once more, under the same key, type and bytes', async () => {
    const store = await anS3Store({ versioned: true });
    const key = 'incoming/番組 +1.mp4';
    const options = { contentType: 'video/mp4' };
    const before = await store.put(key, Readable.from([Buffer.from('bytes')]), options);
    await bucketOfUploads(store.bucket, createS3Client()).send(key);

    const after = await store.head({ key, versionId: null });
    expect(after).toMatchObject({ sizeBytes: 5, contentType: 'video/mp4', etag: before.etag });
    expect(after.versionId).not.toBe(before.versionId);
  });
});
