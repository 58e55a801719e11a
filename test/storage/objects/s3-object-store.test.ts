import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CompleteMultipartUploadCommand,
  ListObjectVersionsCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { ObjectNotFoundError, PartsChangedError } from '../../../src/domain/errors';
import { createS3Client, S3ObjectStore } from '../../../src/storage/objects/s3-object-store';
import { anS3Store } from '../../support/fakes/object-stores';
import { describeWithAws } from '../../support/servers/describe-with-aws';
import type { UploadedPart } from '../../../src/storage/objects/object-store';
import { objectStoreContract, send } from './object-store-contract';

/** Of every part but the last. */
const MIN_BYTES = 5 * 1024 * 1024;

describeWithAws('S3ObjectStore', () => {
  objectStoreContract('in S3', () => anS3Store());

  it('an older version can still be read', async () => {
    const store = await anS3Store({ versioned: true });
    const first = await store.put('incoming/a', Readable.from([Buffer.from('first')]));
    await store.put('incoming/a', Readable.from([Buffer.from('then')]));

    expect(first.versionId).not.toBeNull();
    expect((await store.head(first)).sizeBytes).toBe('first'.length);
  });

  it('a version that was never there is not found', async () => {
    const store = await anS3Store({ versioned: true });
    const { key } = await store.put('incoming/a', Readable.from([Buffer.from('bytes')]));
    await expect(store.head({ key, versionId: randomUUID() })).rejects.toThrow(ObjectNotFoundError);
  });

  it('deleting removes every version and every delete marker', async () => {
    const store = await anS3Store({ versioned: true });
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
    const store = await anS3Store();
    const options = { contentType: 'video/mp4', sizeBytes: 5, expiresInSeconds: 60 };
    for (const { url } of [
      await store.presignPut('incoming/a', options),
      await store.presignPart({ key: 'incoming/a', uploadId: 'u' }, 1, 60),
    ]) {
      expect(url).not.toMatch(/checksum|crc32/i);
    }
  });

  it('a presigned URL is bound to media type and length, and creates only', async () => {
    const store = await anS3Store();
    const options = { contentType: 'video/mp4', sizeBytes: 5, expiresInSeconds: 60 };
    const { url, headers } = await store.presignPut('incoming/a', options);
    const query = new URL(url).searchParams;
    expect(query.get('X-Amz-SignedHeaders')?.split(';').sort()).toEqual([
      'content-length',
      'content-type',
      'host',
      'if-none-match',
    ]);
    expect(headers).toEqual({ 'content-type': 'video/mp4', 'if-none-match': '*' });
    // the values are in the signature: another length has another one
    jest.useFakeTimers({ now: Date.now(), doNotFake: ['nextTick', 'setImmediate'] });
    const signatures = await Promise.all(
      [options, { ...options, sizeBytes: 6 }, options].map(async (each) =>
        new URL((await store.presignPut('incoming/a', each)).url).searchParams.get(
          'X-Amz-Signature',
        ),
      ),
    );
    jest.useRealTimers();
    expect(signatures[0]).toBe(signatures[2]);
    expect(signatures[0]).not.toBe(signatures[1]);
  });

  it('an address that plays is of one version, and says what its bytes are', async () => {
    const store = await anS3Store({ versioned: true });
    const first = await store.put('incoming/a', Readable.from(['first']));
    await store.put('incoming/a', Readable.from(['then']));
    const url = await store.presignGet(first, { contentType: 'video/mp4', expiresInSeconds: 60 });
    const query = new URL(url).searchParams;
    expect(query.get('versionId')).toBe(first.versionId);
    expect(query.get('response-content-type')).toBe('video/mp4');
    expect(query.get('X-Amz-Expires')).toBe('60');
    // ranges are the player's to choose
    expect(query.get('X-Amz-SignedHeaders')).toBe('host');
    expect(await (await fetch(url, { signal: AbortSignal.timeout(10_000) })).text()).toBe('first');
  });

  it.each([
    [
      'InvalidPart',
      MIN_BYTES,
      (parts: UploadedPart[]) => [...parts, { ...parts[0], partNumber: 3 }],
    ],
    ['EntityTooSmall', MIN_BYTES - 1, (parts: UploadedPart[]) => parts],
  ])(
    'parts that S3 refuses to join with %s are not as they were listed',
    async (name, sizeBytes, change) => {
      const store = await anS3Store();
      const key = 'incoming/parts';
      const upload = { key, uploadId: await store.startMultipart(key, 'video/mp4') };
      for (const partNumber of [1, 2]) {
        const request = await store.presignPart(upload, partNumber, 60);
        expect((await send(request, Buffer.alloc(sizeBytes))).status).toBe(200);
      }
      const parts = change(await store.listParts(upload)) as UploadedPart[];
      const refused = store.completeMultipart(upload, parts);
      await expect(refused).rejects.toThrow(PartsChangedError);
      await expect(refused).rejects.toMatchObject({ cause: { name } });
      expect(await store.listParts(upload)).toHaveLength(2);
    },
  );

  it('InvalidPartOrder says the same, which the emulator does not know', async () => {
    const error = new S3ServiceException({
      name: 'InvalidPartOrder',
      $fault: 'client',
      $metadata: {},
    });
    const send = (command: unknown) =>
      command instanceof CompleteMultipartUploadCommand
        ? Promise.reject(error)
        : Promise.resolve({});
    const store = new S3ObjectStore('bucket', { send } as unknown as S3Client);
    const joined = store.completeMultipart({ key: 'incoming/parts', uploadId: 'u' }, []);
    await expect(joined).rejects.toThrow(PartsChangedError);
  });

  it('tells the media type that an object was stored under', async () => {
    const store = await anS3Store();
    await store.put('incoming/a', Readable.from(['a']), { contentType: 'video/mp4' });
    const { contentType } = await store.head({ key: 'incoming/a', versionId: null });
    expect(contentType).toBe('video/mp4');
  });

  it('a bucket that is not there is a fault, not a missing object', async () => {
    const store = new S3ObjectStore(`missing-${randomUUID()}`);
    const read = store.read({ key: 'incoming/a', versionId: null });
    await expect(read).rejects.not.toThrow(ObjectNotFoundError);
  });
});
