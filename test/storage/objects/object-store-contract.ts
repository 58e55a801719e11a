import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import {
  ObjectExistsError,
  ObjectNotFoundError,
  PartsChangedError,
} from '../../../src/domain/errors';
import type {
  MultipartRef,
  ObjectStore,
  PresignedRequest,
} from '../../../src/storage/objects/object-store';

/** Keys as people name files; each must come back as it is. */
const KEYS = [
  'incoming/plain.mp4',
  'incoming/夏祭り ２０２６ – 予告編（最終）.mp4',
  'incoming/がぎぐ.mov',
  'incoming/🎬👩‍👩‍👧.mkv',
  "incoming/50% off + more & 'quotes' =?#~.mp4",
  'incoming/%2F%20+.mp4',
  'incoming/a/b/c.mxf',
];

const MIB = 1024 * 1024;
/** S3 refuses parts below this, but for the last. */
const PART_BYTES = 5 * MIB;
const LARGE_UPLOAD_MS = 60_000;

/** What every {@link ObjectStore} must do. `makeStore` returns an empty one. */
export function objectStoreContract(name: string, makeStore: () => Promise<ObjectStore>): void {
  describe(`an object store ${name}`, () => {
    let store: ObjectStore;
    beforeEach(async () => {
      store = await makeStore();
    });

    it.each(KEYS)('keeps an object under the key %s', async (key) => {
      const put = await store.put(key, Readable.from([Buffer.from('bytes of '), Buffer.from(key)]));

      expect(await store.head({ key, versionId: null })).toEqual(put);
      expect(put).toMatchObject({ key, sizeBytes: Buffer.byteLength(`bytes of ${key}`) });
      expect(put.etag).not.toBe('');
      expect(await readAll(store, key)).toBe(`bytes of ${key}`);

      await store.delete(key);
      await expect(store.head({ key, versionId: null })).rejects.toThrow(ObjectNotFoundError);
    });

    it.each(KEYS)('hands out an address that plays %s', async (key) => {
      const { versionId } = await store.put(key, Readable.from([Buffer.from('0123456789')]));
      const url = await store.presignGet(
        { key, versionId },
        { contentType: 'video/mp4', expiresInSeconds: 60 },
      );

      const whole = await fetch(url, { signal: AbortSignal.timeout(10_000) });
      expect([whole.status, await whole.text()]).toEqual([200, '0123456789']);
      const part = await fetch(url, {
        headers: { range: 'bytes=4-6' },
        signal: AbortSignal.timeout(10_000),
      });
      expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
        206,
        'bytes 4-6/10',
        '456',
      ]);
    });

    it.each([
      ['from the start', { start: 0, end: 3 }, '0123', 0],
      ['in the middle', { start: 4, end: 6 }, '456', 4],
      ['to the end', { start: 7 }, '789', 7],
      ['cut at the last byte', { start: 8, end: 100 }, '89', 8],
      ['counted from the end', { start: -3 }, '789', 7],
      ['counted from the end, longer than all', { start: -100 }, '0123456789', 0],
      ['of one byte', { start: 9, end: 9 }, '9', 9],
      ['past the end', { start: 10 }, '', 10],
      ['far past the end', { start: 50, end: 60 }, '', 10],
    ])('reads a range %s', async (_name, range, bytes, start) => {
      await store.put('incoming/digits', Readable.from([Buffer.from('0123456789')]));
      const { etag } = await store.head({ key: 'incoming/digits', versionId: null });

      const read = await store.readRange({ key: 'incoming/digits', versionId: null }, range);
      expect(read).toMatchObject({ start, totalBytes: 10, etag });
      expect((await buffer(read.body)).toString()).toBe(bytes);
    });

    it.each([[{ start: 0, end: 1023 }], [{ start: -1024 }], [{ start: 0 }]])(
      'an object without bytes has an empty range %j',
      async (range) => {
        const put = await store.put('incoming/empty', Readable.from([]));
        expect(put.sizeBytes).toBe(0);

        const read = await store.readRange({ key: 'incoming/empty', versionId: null }, range);
        expect(read).toMatchObject({ start: 0, totalBytes: 0 });
        expect(await buffer(read.body)).toHaveLength(0);
      },
    );

    it('what is not there is not found', async () => {
      const object = { key: 'incoming/none.mp4', versionId: null };
      await expect(store.head(object)).rejects.toThrow(ObjectNotFoundError);
      await expect(store.read(object)).rejects.toThrow(ObjectNotFoundError);
      await expect(store.readRange(object, { start: 0 })).rejects.toThrow(ObjectNotFoundError);
      await expect(store.delete(object.key)).resolves.toBeUndefined();
    });

    it('deleting leaves keys that begin with the same letters', async () => {
      for (const key of ['incoming/a', 'incoming/a.mp4', 'incoming/aa']) {
        await store.put(key, Readable.from([Buffer.from(key)]));
      }
      await store.delete('incoming/a');
      expect(await readAll(store, 'incoming/a.mp4')).toBe('incoming/a.mp4');
      expect(await readAll(store, 'incoming/aa')).toBe('incoming/aa');
    });

    it('deleting what is below a prefix leaves what only begins with the same letters', async () => {
      for (const key of ['certificates/a/1.pdf', 'certificates/a/2.png', 'certificates/aa/1.pdf']) {
        await store.put(key, Readable.from([Buffer.from(key)]));
      }
      await store.put('certificates/a/1.pdf', Readable.from([Buffer.from('another version')]));
      await store.deleteUnder('certificates/a/');
      for (const key of ['certificates/a/1.pdf', 'certificates/a/2.png']) {
        await expect(store.head({ key, versionId: null })).rejects.toThrow(ObjectNotFoundError);
      }
      expect(await readAll(store, 'certificates/aa/1.pdf')).toBe('certificates/aa/1.pdf');
      await expect(store.deleteUnder('certificates/none/')).resolves.toBeUndefined();
    });

    it('a second upload replaces the first', async () => {
      const first = await store.put('incoming/a', Readable.from([Buffer.from('first')]));
      const second = await store.put('incoming/a', Readable.from([Buffer.from('then')]));
      expect(second.etag).not.toBe(first.etag);
      expect(await readAll(store, 'incoming/a')).toBe('then');
    });

    it(
      'a stream longer than a part arrives whole, and says how far it is',
      async () => {
        const progress: number[] = [];
        const bytes = 70 * MIB;
        const put = await store.put('incoming/large', zeros(bytes), {
          onProgress: (sent) => progress.push(sent),
        });

        expect(put.sizeBytes).toBe(bytes);
        expect(progress.length).toBeGreaterThan(1);
        expect(progress.at(-1)).toBe(bytes);
        expect(progress).toEqual([...progress].sort((a, b) => a - b));
        expect((await store.head({ key: 'incoming/large', versionId: null })).sizeBytes).toBe(
          bytes,
        );
      },
      LARGE_UPLOAD_MS,
    );

    it('an upload whose source breaks off leaves nothing', async () => {
      const source = Readable.from(
        (function* () {
          yield Buffer.from('some bytes');
          throw new Error('disk gone');
        })(),
      );
      await expect(store.put('incoming/broken', source)).rejects.toThrow('disk gone');
      await expect(store.head({ key: 'incoming/broken', versionId: null })).rejects.toThrow(
        ObjectNotFoundError,
      );
    });

    it('an upload that is given up leaves nothing', async () => {
      const abort = new AbortController();
      const endless = Readable.from(
        (async function* () {
          for (;;) {
            yield Buffer.alloc(64 * 1024);
            abort.abort();
            await new Promise(setImmediate);
          }
        })(),
      );
      await expect(
        store.put('incoming/given-up', endless, { signal: abort.signal }),
      ).rejects.toThrow(/abort/i);
      await expect(store.head({ key: 'incoming/given-up', versionId: null })).rejects.toThrow(
        ObjectNotFoundError,
      );
    });

    it.each(['read', 'readRange'] as const)('%s ends when it is given up', async (method) => {
      const key = 'incoming/long';
      await store.put(key, zeros(8 * MIB));
      const abort = new AbortController();
      const object = { key, versionId: null };
      const body =
        method === 'read'
          ? await store.read(object, abort.signal)
          : (await store.readRange(object, { start: 0 }, abort.signal)).body;

      body.once('data', () => {
        abort.abort();
      });
      await expect(finished(body)).rejects.toThrow(/abort/i);
    });

    it.each(KEYS)('takes the bytes of %s at a presigned URL', async (key) => {
      const bytes = `bytes of ${key}`;
      const request = await presigned(store, key, Buffer.byteLength(bytes));
      expect((await send(request, bytes)).status).toBe(200);
      expect(await readAll(store, key)).toBe(bytes);
    });

    it('a presigned URL is good once, and so are all others of its key', async () => {
      const request = await presigned(store, 'incoming/a', 5);
      const another = await presigned(store, 'incoming/a', 5);
      expect((await send(request, 'first')).status).toBe(200);
      const stored = await store.head({ key: 'incoming/a', versionId: null });
      for (const each of [request, another]) {
        expect((await send(each, 'other')).status).toBe(412);
      }
      expect(await store.head({ key: 'incoming/a', versionId: null })).toEqual(stored);
      expect(await readAll(store, 'incoming/a')).toBe('first');
    });

    it('of many at once at presigned URLs of one key, the bytes of one stay', async () => {
      const request = await presigned(store, 'incoming/a', 1);
      const letters = Array.from('abcdefghij');
      const answers = await Promise.all(
        letters.map(async (letter) => [letter, (await send(request, letter)).status] as const),
      );
      const taken = answers.filter(([, status]) => status === 200);
      expect(taken).toHaveLength(1);
      expect(answers.filter(([, status]) => status === 412)).toHaveLength(letters.length - 1);
      expect(await readAll(store, 'incoming/a')).toBe(taken[0]?.[0]);
    });

    it('an upload in parts takes the place of nothing', async () => {
      const upload = await startUpload(store, 'incoming/a');
      await sendPart(store, upload, 1, Buffer.from('parts'));
      await store.put('incoming/a', Readable.from([Buffer.from('first')]));
      await expect(complete(store, upload)).rejects.toThrow(ObjectExistsError);
      expect(await readAll(store, 'incoming/a')).toBe('first');
      expect(await store.listParts(upload)).toHaveLength(1);
    });

    it('takes no bytes at a presigned URL as well', async () => {
      const request = await presigned(store, 'incoming/empty', 0);
      expect((await send(request, '')).status).toBe(200);
      expect((await store.head({ key: 'incoming/empty', versionId: null })).sizeBytes).toBe(0);
    });

    it('joins the parts that arrived, whatever their order', async () => {
      const upload = await startUpload(store, 'incoming/映画.mxf');
      await sendPart(store, upload, 2, Buffer.from('the end'));
      expect((await store.listParts(upload)).map(({ partNumber }) => partNumber)).toEqual([2]);

      await sendPart(store, upload, 1, Buffer.alloc(PART_BYTES, 'a'));
      expect(await store.listParts(upload)).toEqual([
        { partNumber: 1, sizeBytes: PART_BYTES, etag: expect.any(String) as string },
        { partNumber: 2, sizeBytes: 7, etag: expect.any(String) as string },
      ]);

      await complete(store, upload);
      const joined = await store.head({ key: upload.key, versionId: null });
      expect(joined).toMatchObject({ key: upload.key, sizeBytes: PART_BYTES + 7 });
      expect((await readAll(store, upload.key)).slice(-9)).toBe('aathe end');
    });

    it('a part that is sent again replaces itself', async () => {
      const upload = await startUpload(store, 'incoming/again.mp4');
      await sendPart(store, upload, 1, Buffer.from('wrong'));
      await sendPart(store, upload, 1, Buffer.from('right'));
      await complete(store, upload);
      expect(await readAll(store, upload.key)).toBe('right');
    });

    it.each(['right', 'longer'])(
      'a part that was sent again since it was listed is not joined: %s',
      async (again) => {
        const upload = await startUpload(store, 'incoming/again.mp4');
        await sendPart(store, upload, 1, Buffer.from('wrong'));
        const listed = await store.listParts(upload);
        await sendPart(store, upload, 1, Buffer.from(again));
        await expect(store.completeMultipart(upload, listed)).rejects.toThrow(PartsChangedError);
        await expect(store.head({ key: upload.key, versionId: null })).rejects.toThrow(
          ObjectNotFoundError,
        );
        await complete(store, upload);
        expect(await readAll(store, upload.key)).toBe(again);
      },
    );

    it('more than ten parts keep their order', async () => {
      const upload = await startUpload(store, 'incoming/many.mp4');
      for (let part = 12; part >= 1; part -= 1) {
        await sendPart(store, upload, part, Buffer.from([part]));
      }
      expect((await store.listParts(upload)).map(({ partNumber }) => partNumber)).toEqual(
        Array.from({ length: 12 }, (_, i) => i + 1),
      );
    });

    it('an upload in parts shows nothing before it is complete', async () => {
      const upload = await startUpload(store, 'incoming/hidden.mp4');
      await sendPart(store, upload, 1, Buffer.from('part'));
      await expect(store.head({ key: upload.key, versionId: null })).rejects.toThrow(
        ObjectNotFoundError,
      );
    });

    it('of many deletes at once none fails', async () => {
      for (let round = 0; round < 10; round += 1) {
        await store.put('incoming/a', Readable.from([Buffer.from('bytes')]));
        await Promise.all(Array.from({ length: 12 }, () => store.delete('incoming/a')));
        await expect(store.head({ key: 'incoming/a', versionId: null })).rejects.toThrow(
          ObjectNotFoundError,
        );
      }
    });

    it('what is read while it is deleted is there, or is not found', async () => {
      const object = { key: 'incoming/a', versionId: null };
      for (let round = 0; round < 10; round += 1) {
        await store.put(object.key, Readable.from([Buffer.from('bytes')]));
        const reads = Array.from({ length: 6 }, async () => {
          return (await buffer(await store.read(object))).toString();
        });
        const heads = Array.from({ length: 6 }, async () => (await store.head(object)).key);
        const deleted = store.delete(object.key);
        const read = await Promise.allSettled([...reads, ...heads]);
        await deleted;
        for (const each of read) {
          const answer = each.status === 'fulfilled' ? each.value : nameOf(each.reason);
          expect(['bytes', object.key, 'ObjectNotFoundError']).toContain(answer);
        }
      }
    });

    it('of many who join the parts at once none fails but by an end that another brought', async () => {
      for (let round = 0; round < 5; round += 1) {
        const upload = await startUpload(store, `incoming/${round}`);
        await sendPart(store, upload, 1, Buffer.from('all of it'));
        const parts = await store.listParts(upload);
        const joined = await Promise.allSettled(
          Array.from({ length: 6 }, async (_, i) => {
            for (let turn = 0; turn < 10 * i; turn += 1) await nextTurn();
            await store.completeMultipart(upload, parts);
          }),
        );
        for (const each of joined) {
          const answer = each.status === 'fulfilled' ? 'joined' : nameOf(each.reason);
          expect(['joined', 'ObjectNotFoundError', 'ObjectExistsError']).toContain(answer);
        }
        expect(joined.map(({ status }) => status)).toContain('fulfilled');
        expect(await readAll(store, upload.key)).toBe('all of it');
      }
    });

    it('an upload that is over is not found', async () => {
      const completed = await startUpload(store, 'incoming/completed.mp4');
      await sendPart(store, completed, 1, Buffer.from('part'));
      const parts = await store.listParts(completed);
      await store.completeMultipart(completed, parts);
      const aborted = await startUpload(store, 'incoming/aborted.mp4');
      await store.abortMultipart(aborted);

      for (const upload of [completed, aborted]) {
        await expect(store.listParts(upload)).rejects.toThrow(ObjectNotFoundError);
        await expect(store.completeMultipart(upload, parts)).rejects.toThrow(ObjectNotFoundError);
        await expect(store.abortMultipart(upload)).resolves.toBeUndefined();
      }
      expect(await readAll(store, completed.key)).toBe('part');
    });
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}

async function complete(store: ObjectStore, upload: MultipartRef): Promise<void> {
  await store.completeMultipart(upload, await store.listParts(upload));
}

export async function readAll(store: ObjectStore, key: string): Promise<string> {
  return (await buffer(await store.read({ key, versionId: null }))).toString();
}

/** As a browser or another HTTP client does it. */
export function send(
  request: PresignedRequest,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<Response> {
  return fetch(request.url, { method: request.method, headers: request.headers, body });
}

function presigned(store: ObjectStore, key: string, sizeBytes: number): Promise<PresignedRequest> {
  return store.presignPut(key, { contentType: 'video/mp4', sizeBytes, expiresInSeconds: 60 });
}

async function startUpload(store: ObjectStore, key: string) {
  return { key, uploadId: await store.startMultipart(key, 'video/mp4') };
}

async function sendPart(
  store: ObjectStore,
  upload: { key: string; uploadId: string },
  partNumber: number,
  bytes: Buffer,
): Promise<void> {
  const request = await store.presignPart(upload, partNumber, 60);
  expect((await send(request, new Uint8Array(bytes))).status).toBe(200);
}

function zeros(sizeBytes: number): Readable {
  return Readable.from(
    (function* () {
      for (let left = sizeBytes; left > 0; left -= MIB) yield Buffer.alloc(Math.min(left, MIB));
    })(),
  );
}
