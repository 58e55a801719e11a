import { until } from '../../support/until';
import { once } from 'node:events';
import promises, { mkdir, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { ObjectNotFoundError } from '../../../src/domain/errors';
import { InvalidKeyError } from '../../../src/storage/objects/folder-layout';
import { aDirectory, aFolder, closeFolders } from '../../support/fakes/object-stores';
import { objectStoreContract, readAll, send } from './object-store-contract';

afterEach(closeFolders);

objectStoreContract('in a folder', async () => (await aFolder()).store);

const oneMinute = { contentType: 'video/mp4', sizeBytes: 5, expiresInSeconds: 60 };

describe('FolderObjectStore', () => {
  it.each([
    '',
    '/etc/passwd',
    'incoming/../../etc/passwd',
    '..',
    'incoming/..',
    './incoming/a',
    'incoming//a',
    'incoming/a/',
    '.store/multipart/x',
    'incoming\\..\\a',
    'incoming/a\0.mp4',
  ])('the key %j is refused, whatever is asked', async (key) => {
    const { store } = await aFolder();
    const bytes = () => Readable.from([Buffer.from('x')]);
    await expect(store.put(key, bytes())).rejects.toThrow(InvalidKeyError);
    await expect(store.head({ key, versionId: null })).rejects.toThrow(InvalidKeyError);
    await expect(store.read({ key, versionId: null })).rejects.toThrow(InvalidKeyError);
    await expect(store.delete(key)).rejects.toThrow(InvalidKeyError);
    await expect((async () => store.presignPut(key, oneMinute))()).rejects.toThrow(InvalidKeyError);
    await expect((async () => store.startMultipart(key))()).rejects.toThrow(InvalidKeyError);
  });

  it('a link does not lead out of the folder', async () => {
    const { store, directory } = await aFolder();
    const outside = await aDirectory();
    await writeFile(path.join(outside, 'secret'), 'secret');
    await mkdir(path.join(directory, 'incoming'));
    await symlink(path.join(outside, 'secret'), path.join(directory, 'incoming/file'));
    await symlink(outside, path.join(directory, 'incoming/folder'));

    for (const key of ['incoming/file', 'incoming/folder/secret']) {
      const object = { key, versionId: null };
      await expect(store.read(object)).rejects.toThrow(ObjectNotFoundError);
      await expect(store.head(object)).rejects.toThrow(ObjectNotFoundError);
    }
  });

  it('nothing is written through a link', async () => {
    const { store, directory } = await aFolder();
    const outside = await aDirectory();
    await mkdir(path.join(directory, 'incoming'));
    await symlink(outside, path.join(directory, 'incoming/folder'));

    for (const key of ['incoming/folder/a', 'incoming/folder/deeper/a']) {
      await expect(store.put(key, Readable.from([Buffer.from('x')]))).rejects.toThrow(
        InvalidKeyError,
      );
    }
    expect(await names(outside)).toEqual([]);
  });

  it('a file that somebody put there is an object', async () => {
    const { store, directory } = await aFolder();
    await mkdir(path.join(directory, 'incoming'));
    await writeFile(path.join(directory, 'incoming/dropped.mp4'), 'dropped');
    expect(await readAll(store, 'incoming/dropped.mp4')).toBe('dropped');
  });

  it('a name that macOS decomposed is found, replaced and deleted', async () => {
    const { store, directory } = await aFolder();
    const folder = path.join(directory, 'incoming/ガイド'.normalize('NFD'));
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'が.mp4'.normalize('NFD')), 'first');
    const key = 'incoming/ガイド/が.mp4'.normalize('NFC');

    expect(await readAll(store, key)).toBe('first');
    await store.put(key, Readable.from([Buffer.from('second')]));
    expect(await readAll(store, key)).toBe('second');
    await store.delete(key);
    await expect(store.head({ key, versionId: null })).rejects.toThrow(ObjectNotFoundError);
  });

  describe('a file that goes between two calls', () => {
    afterEach(() => jest.restoreAllMocks());

    /** Removes what is asked about: just before the first such call, or just after it. */
    function removeWithin(call: 'realpath' | 'stat' | 'readdir', name: string) {
      const original = promises[call] as (file: string, ...rest: unknown[]) => Promise<unknown>;
      let isThere = true;
      jest.spyOn(promises, call).mockImplementation((async (file: string, ...rest: unknown[]) => {
        const isMeant = isThere && file.endsWith(name);
        if (isMeant) isThere = false;
        if (isMeant && call === 'realpath') await rm(file);
        const answer = await original(file, ...rest);
        if (isMeant && call !== 'realpath') await rm(file, { recursive: true });
        return answer;
      }) as never);
    }

    const object = { key: 'incoming/going', versionId: null };
    async function aFile() {
      const { store } = await aFolder();
      await store.put(object.key, Readable.from([Buffer.from('bytes')]));
      return store;
    }

    it('is deleted', async () => {
      const store = await aFile();
      removeWithin('realpath', 'going');
      await expect(store.delete(object.key)).resolves.toBeUndefined();
    });

    it.each(['realpath', 'stat'] as const)('is not found by a read: %s', async (call) => {
      const store = await aFile();
      removeWithin(call, 'going');
      const read = async () => buffer(await store.read(object));
      await expect(read()).rejects.toThrow(ObjectNotFoundError);
    });

    it('is no part of an upload any more', async () => {
      const { store } = await aFolder();
      const upload = { key: 'incoming/a', uploadId: await store.startMultipart('incoming/a') };
      await send(await store.presignPart(upload, 1, 60), 'part');
      removeWithin('readdir', upload.uploadId);
      await expect(store.listParts(upload)).rejects.toThrow(ObjectNotFoundError);
    });
  });

  it('a folder is no object', async () => {
    const { store, directory } = await aFolder();
    await mkdir(path.join(directory, 'incoming/folder'), { recursive: true });
    await expect(store.head({ key: 'incoming/folder', versionId: null })).rejects.toThrow(
      ObjectNotFoundError,
    );
  });

  it('an upload in parts goes on after a restart', async () => {
    const { store, restart } = await aFolder();
    const key = 'incoming/a.mp4';
    const upload = { key, uploadId: await store.startMultipart(key) };
    const request = await store.presignPart(upload, 1, 60);
    await send(request, 'first ');

    const again = await restart();
    await send(await again.presignPart(upload, 2, 60), 'second');
    await again.completeMultipart(upload, await again.listParts(upload));
    expect(await readAll(again, key)).toBe('first second');
  });

  // moto answers 500 to what crosses the end of an upload, so this is not asked of the bucket
  it('parts that are joined and dropped at once are an object, all of it, or none', async () => {
    const { store } = await aFolder();
    for (let round = 0; round < 20; round += 1) {
      const upload = {
        key: `incoming/${round}`,
        uploadId: await store.startMultipart(`incoming/${round}`),
      };
      await send(await store.presignPart(upload, 1, 60), 'all ');
      await send(await store.presignPart(upload, 2, 60), 'of it');
      const { key } = upload;
      const parts = await store.listParts(upload);
      const joinedAndRead = async () => {
        await store.completeMultipart(upload, parts);
        return readAll(store, key);
      };
      const [found] = await Promise.all([
        joinedAndRead().catch((error: unknown) => (error as Error).name),
        store.abortMultipart(upload),
      ]);
      expect(['all of it', 'ObjectNotFoundError']).toContain(found);
    }
  });

  it('a forged upload id leads nowhere', async () => {
    const { store } = await aFolder();
    for (const uploadId of ['../..', '..', 'x', '']) {
      await expect(store.listParts({ key: 'incoming/a', uploadId })).rejects.toThrow(
        ObjectNotFoundError,
      );
    }
  });

  it('an upload id belongs to its key', async () => {
    const { store } = await aFolder();
    const uploadId = await store.startMultipart('incoming/mine');
    await store.abortMultipart({ key: 'incoming/other', uploadId });
    await expect(store.listParts({ key: 'incoming/other', uploadId })).rejects.toThrow(
      ObjectNotFoundError,
    );
    await expect(store.listParts({ key: 'incoming/mine', uploadId })).resolves.toEqual([]);
  });
});

describe('what an upload leaves when its process dies', () => {
  const HOUR_MS = 3_600_000;

  it('is removed once it is older than any upload, and what may be under way is not', async () => {
    const { store, directory } = await aFolder();
    const drafts = path.join(directory, '.store/drafts');
    await mkdir(path.join(drafts, 'parts'), { recursive: true });
    await writeFile(path.join(drafts, 'parts', '1.part'), 'a part');
    await writeFile(path.join(drafts, 'cut'), 'some');
    await writeFile(path.join(drafts, 'under-way'), 'some');
    const dayBefore = new Date(Date.now() - 25 * HOUR_MS);
    for (const name of ['parts', 'cut']) {
      await utimes(path.join(drafts, name), dayBefore, dayBefore);
    }
    await store.sweep();
    expect(await names(drafts)).toEqual(['under-way']);
  });

  it('is kept of an upload in parts for a week after its last part', async () => {
    const { store, directory } = await aFolder();
    const [old, recent] = await Promise.all(
      ['incoming/old', 'incoming/recent'].map(async (key) => {
        const upload = { key, uploadId: await store.startMultipart(key) };
        await send(await store.presignPart(upload, 1, 60), 'part');
        return upload;
      }),
    );
    if (!old || !recent) throw new Error('there must be two');
    const age = async ({ uploadId }: typeof old, days: number) => {
      const at = new Date(Date.now() - days * 24 * HOUR_MS);
      await utimes(path.join(directory, '.store/multipart', uploadId), at, at);
    };
    await age(old, 8);
    await age(recent, 6);
    await store.sweep();
    await expect(store.listParts(old)).rejects.toThrow(ObjectNotFoundError);
    expect(await store.listParts(recent)).toHaveLength(1);
  });

  it('is nothing in a folder that no upload came to', async () => {
    const { store } = await aFolder();
    await expect(store.sweep()).resolves.toBeUndefined();
  });
});

describe('the upload endpoint of a folder store', () => {
  it('refuses a forged or changed signature with problem details', async () => {
    const { store } = await aFolder();
    const { url } = await store.presignPut('incoming/a', oneMinute);
    // one letter of what was signed
    const changed = url.replace(/ticket=./, (text) =>
      text.endsWith('A') ? 'ticket=B' : 'ticket=A',
    );

    for (const forged of [
      ...[changed, url.slice(0, -2), `${url}x`, url.replace(/ticket=.*/, '')],
      ...[`${url}&ticket=b`, `${url}&ticket=`],
    ]) {
      expect(await answerOf(await fetch(forged, { method: 'PUT', body: 'bytes' }))).toEqual(
        refusal,
      );
    }
  });

  it('refuses a URL after its time', async () => {
    const { store } = await aFolder();
    const request = await store.presignPut('incoming/a', { ...oneMinute, expiresInSeconds: -1 });
    expect(await answerOf(await send(request, 'bytes'))).toEqual(refusal);
    await expect(store.head({ key: 'incoming/a', versionId: null })).rejects.toThrow(
      ObjectNotFoundError,
    );
  });

  it('refuses a URL that another installation signed', async () => {
    const { baseUrl } = await aFolder();
    const other = await aFolder();
    const { url } = await other.store.presignPut('incoming/a', oneMinute);
    const response = await fetch(url.replace(other.baseUrl, baseUrl), {
      method: 'PUT',
      body: 'bytes',
    });
    expect(await answerOf(response)).toEqual(refusal);
  });

  it('an upload that breaks off leaves nothing to be seen, and is no fault of ours', async () => {
    const { store, directory, baseUrl, faults } = await aFolder();
    const { url } = await store.presignPut('incoming/cut', { ...oneMinute, sizeBytes: 1000 });
    const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `PUT ${new URL(url).pathname}${new URL(url).search} HTTP/1.1\r\nhost: x\r\ncontent-type: video/mp4\r\nif-none-match: *\r\ncontent-length: 1000\r\n\r\nonly some`,
    );
    const drafts = path.join(directory, '.store/drafts');
    await until(async () => (await names(drafts)).length === 1);
    socket.destroy();

    await until(async () => (await names(drafts)).length === 0);
    expect(await names(path.join(directory, 'incoming'))).toEqual([]);
    await closeFolders(); // the request ends after its draft
    expect(faults).toEqual([]);
  });

  it('takes a JSON or text body as bytes too', async () => {
    const { store } = await aFolder();
    for (const contentType of ['application/json', 'text/plain']) {
      const key = `incoming/${contentType}`;
      const options = { ...oneMinute, contentType, sizeBytes: 10 };
      expect((await send(await store.presignPut(key, options), 'not { json')).status).toBe(200);
      expect(await readAll(store, key)).toBe('not { json');
    }
  });

  it.each([
    ['fewer bytes', 'four', {}],
    ['more bytes', 'bytes and more', {}],
    ['another media type', 'bytes', { 'content-type': 'text/html' }],
    ['no wish to create', 'bytes', { 'if-none-match': '"an-etag"' }],
  ])('refuses %s than were declared', async (_what, body, headers) => {
    const { store } = await aFolder();
    const request = await store.presignPut('incoming/a', oneMinute);
    const changed = { ...request, headers: { ...request.headers, ...headers } };
    expect(await answerOf(await send(changed, body))).toEqual(refusal);
    await expect(store.head({ key: 'incoming/a', versionId: null })).rejects.toThrow(
      ObjectNotFoundError,
    );
  });

  it('says that an upload in parts is over, and leaves nothing of a part that came late', async () => {
    const { store, directory } = await aFolder();
    const upload = { key: 'incoming/a', uploadId: await store.startMultipart('incoming/a') };
    const request = await store.presignPart(upload, 1, 60);
    await send(request, 'part');
    await store.completeMultipart(upload, await store.listParts(upload));
    expect(await answerOf(await send(request, 'part'))).toMatchObject({
      status: 404,
      body: { code: 'upload_not_found' },
    });
    expect(await names(path.join(directory, '.store/multipart'))).toEqual([]);
    expect(await names(path.join(directory, '.store/drafts'))).toEqual([]);
  });

  it('says so of a part that was on its way when the upload ended', async () => {
    const { store, directory, baseUrl } = await aFolder();
    const upload = { key: 'incoming/a', uploadId: await store.startMultipart('incoming/a') };
    const { pathname, search } = new URL((await store.presignPart(upload, 1, 60)).url);
    const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `PUT ${pathname}${search} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 10\r\n\r\nhalf `,
    );
    await until(async () => (await names(path.join(directory, '.store/drafts'))).length === 1);
    await store.abortMultipart(upload);
    socket.write('done.');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 /);
    expect(await names(path.join(directory, '.store/multipart'))).toEqual([]);
  });

  it('says that the bytes have arrived, under another spelling too', async () => {
    const { store, directory } = await aFolder();
    await mkdir(path.join(directory, 'incoming'));
    await writeFile(path.join(directory, 'incoming', 'が.mp4'.normalize('NFD')), 'there');
    const request = await store.presignPut('incoming/が.mp4'.normalize('NFC'), oneMinute);
    expect(await answerOf(await send(request, 'bytes'))).toMatchObject({
      status: 412,
      mediaType: 'application/problem+json',
      body: { title: 'Precondition Failed', status: 412, code: 'upload_arrived' },
    });
  });

  it('lets the page send the headers that it is told to', async () => {
    const { store } = await aFolder();
    const { url, headers } = await store.presignPut('incoming/a', oneMinute);
    const answer = await fetch(url, { method: 'OPTIONS' });
    const allowed = (answer.headers.get('access-control-allow-headers') ?? '').split(', ');
    expect(allowed).toEqual(expect.arrayContaining(Object.keys(headers)));
  });
});

const refusal = {
  status: 403,
  mediaType: 'application/problem+json',
  body: {
    type: expect.any(String) as string,
    title: 'Forbidden',
    status: 403,
    detail: expect.any(String) as string,
    code: expect.any(String) as string,
    instance: expect.any(String) as string,
  },
};

async function answerOf(response: Response) {
  const [mediaType] = (response.headers.get('content-type') ?? '').split(';');
  return { status: response.status, mediaType, body: await response.json() };
}

async function names(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}

describe('the download endpoint of a folder store', () => {
  const readAs = { contentType: 'video/mp4', expiresInSeconds: 60 };

  it('says what the bytes are, and does not let a browser guess', async () => {
    const { store } = await aFolder();
    const object = await store.put('incoming/a', Readable.from(['bytes']));
    const { headers } = await fetch(await store.presignGet(object, readAs));
    expect(headers.get('content-type')).toBe('video/mp4');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('accept-ranges')).toBe('bytes');
  });

  it('refuses a changed signature, one that is too old, and one to store', async () => {
    const { store } = await aFolder();
    const object = await store.put('incoming/a', Readable.from(['bytes']));
    const url = await store.presignGet(object, readAs);
    const toStore = (await store.presignPut('incoming/a', oneMinute)).url;
    for (const forged of [
      ...[`${url}x`, url.replace(/ticket=.*/, ''), `${url}&ticket=b`],
      toStore.replace('/uploads', '/downloads'),
      await store.presignGet(object, { ...readAs, expiresInSeconds: -1 }),
    ]) {
      const response = await fetch(forged);
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'download_not_allowed' });
    }
  });

  it('is no way to store', async () => {
    const { store } = await aFolder();
    const object = await store.put('incoming/a', Readable.from(['bytes']));
    const url = await store.presignGet(object, readAs);
    const put = await fetch(url.replace('/downloads', '/uploads'), {
      method: 'PUT',
      body: 'other',
    });
    expect(put.status).toBe(403);
    expect((await fetch(url, { method: 'PUT', body: 'other' })).status).toBe(404);
    expect(await (await fetch(url)).text()).toBe('bytes');
  });

  it('says of a deleted file that it is gone', async () => {
    const { store } = await aFolder();
    const object = await store.put('incoming/a', Readable.from(['bytes']));
    const url = await store.presignGet(object, readAs);
    await store.delete('incoming/a');
    const response = await fetch(url);
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { code: 'object_not_found' },
    ]);
  });
});
