import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import fastify, { type FastifyInstance } from 'fastify';
import { ObjectNotFoundError } from '../../../src/domain/errors';
import { InvalidKeyError } from '../../../src/storage/objects/folder-layout';
import { FolderObjectStore } from '../../../src/storage/objects/folder-object-store';
import { registerUploadEndpoint } from '../../../src/storage/objects/folder-upload-endpoint';
import { freePort } from '../../support/server-process';
import { objectStoreContract, readAll, send } from './object-store-contract';

const apps: FastifyInstance[] = [];
const directories: string[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
  for (const directory of directories.splice(0)) await rm(directory, { recursive: true });
});

objectStoreContract('in a folder', async () => (await aFolder()).store);

const oneMinute = { contentType: 'video/mp4', expiresInSeconds: 60 };

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

  it('a folder is no object', async () => {
    const { store, directory } = await aFolder();
    await mkdir(path.join(directory, 'incoming/folder'), { recursive: true });
    await expect(store.head({ key: 'incoming/folder', versionId: null })).rejects.toThrow(
      ObjectNotFoundError,
    );
  });

  it('an upload in parts goes on after a restart', async () => {
    const { store, restarted } = await aFolder();
    const key = 'incoming/a.mp4';
    const upload = { key, uploadId: await store.startMultipart(key) };
    const request = await store.presignPart(upload, 1, 60);
    await send(request, 'first ');

    const again = await restarted();
    await send(await again.presignPart(upload, 2, 60), 'second');
    await again.completeMultipart(upload);
    expect(await readAll(again, key)).toBe('first second');
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

describe('the upload endpoint of a folder store', () => {
  it('refuses a forged or changed signature with problem details', async () => {
    const { store, baseUrl } = await aFolder();
    const { url } = await store.presignPut('incoming/a', oneMinute);
    const changed = url.replace(/.\./, (pair) => (pair.startsWith('A') ? 'B.' : 'A.'));

    for (const forged of [
      changed,
      url.slice(0, -2),
      `${baseUrl}/uploads/x`,
      `${baseUrl}/uploads/x.y`,
    ]) {
      await expectRefusal(await fetch(forged, { method: 'PUT', body: 'bytes' }));
    }
  });

  it('refuses a URL after its time', async () => {
    const { store } = await aFolder();
    const request = await store.presignPut('incoming/a', { ...oneMinute, expiresInSeconds: -1 });
    await expectRefusal(await send(request, 'bytes'));
    await expect(store.head({ key: 'incoming/a', versionId: null })).rejects.toThrow(
      ObjectNotFoundError,
    );
  });

  it('refuses a URL that another installation signed', async () => {
    const { baseUrl } = await aFolder();
    const other = await aFolder();
    const { url } = await other.store.presignPut('incoming/a', oneMinute);
    await expectRefusal(
      await fetch(url.replace(other.baseUrl, baseUrl), { method: 'PUT', body: 'bytes' }),
    );
  });

  it('an upload that breaks off leaves nothing to be seen', async () => {
    const { store, directory, baseUrl } = await aFolder();
    const { url } = await store.presignPut('incoming/cut', oneMinute);
    const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `PUT ${new URL(url).pathname} HTTP/1.1\r\nhost: x\r\ncontent-type: video/mp4\r\ncontent-length: 1000\r\n\r\nonly some`,
    );
    const drafts = path.join(directory, '.store/drafts');
    await waitFor(async () => (await names(drafts)).length === 1);
    socket.destroy();

    await waitFor(async () => (await names(drafts)).length === 0);
    expect(await names(path.join(directory, 'incoming'))).toEqual([]);
  });

  it('takes a JSON or text body as bytes too', async () => {
    const { store } = await aFolder();
    for (const contentType of ['application/json', 'text/plain']) {
      const request = await store.presignPut('incoming/a', { ...oneMinute, contentType });
      expect((await send(request, 'not { json')).status).toBe(200);
      expect(await readAll(store, 'incoming/a')).toBe('not { json');
    }
  });
});

async function expectRefusal(response: Response): Promise<void> {
  expect(response.status).toBe(403);
  expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(await response.json()).toEqual({
    type: expect.any(String) as string,
    title: 'Forbidden',
    status: 403,
    detail: expect.any(String) as string,
    code: expect.any(String) as string,
    instance: expect.any(String) as string,
  });
}

/** A store with its endpoint listening, as the platform on one machine has it. */
async function aFolder() {
  const directory = await aDirectory();
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const signingSecret = directory;
  const open = () =>
    new FolderObjectStore({ directory, bucket: 'local', signingSecret, uploadUrl: baseUrl });
  const listen = async (store: FolderObjectStore) => {
    const app = fastify();
    registerUploadEndpoint(app, store);
    await app.listen({ port, host: '127.0.0.1' });
    apps.push(app);
    return store;
  };
  return {
    directory,
    baseUrl,
    store: await listen(open()),
    restarted: async () => {
      await apps.pop()?.close();
      return listen(open());
    },
  };
}

async function aDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'folder-store-'));
  directories.push(directory);
  return directory;
}

async function names(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
