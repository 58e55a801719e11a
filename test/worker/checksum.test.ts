import { Readable } from 'node:stream';
import { ObjectNotFoundError } from '../../src/domain/errors';
import type { ObjectSource } from '../../src/media/range-proxy';
import type { ObjectStore } from '../../src/storage/objects/object-store';
import { checksum } from '../../src/worker/checksum';

const never = new AbortController().signal;
const parts = ['the bytes ', 'of a video'].map((part) => Buffer.from(part));
/** printf 'the bytes of a video' | sha256sum */
const SHA256 = '5738d6702940eb1f0ef3506046471821f52efef2168ff22bcd146cfc935ebd15';

function source(sizeBytes: number): ObjectSource {
  const store: Partial<ObjectStore> = {
    bucket: 'b',
    read: () => Promise.resolve(Readable.from(parts)),
  };
  const object = { key: 'incoming/clip.mp4', versionId: null };
  return { store: store as ObjectStore, object, sizeBytes };
}

it('is that of all bytes, and tells how many it has read', async () => {
  const told: number[] = [];
  const sha256 = await checksum(source(20), never, (bytes) => told.push(bytes));
  expect(sha256).toBe(SHA256);
  expect(told).toEqual([10, 20]);
});

it.each([19, 21])('is none of an object that has not the %d bytes announced', async (announced) => {
  await expect(checksum(source(announced), never, () => undefined)).rejects.toThrow(
    ObjectNotFoundError,
  );
});

it('ends when it is told to', async () => {
  const stop = AbortSignal.abort(new Error('enough'));
  await expect(checksum(source(20), stop, () => undefined)).rejects.toThrow('aborted');
});
