import callbacks from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { ObjectNotFoundError } from '../../src/domain/errors';
import type { ObjectSource } from '../../src/media/range-proxy';
import { Scratch, ScratchFullError, ScratchTooSmallError } from '../../src/worker/scratch';
import { FolderObjectStore } from '../../src/storage/objects/folder-object-store';
import { deferred } from '../support/deferred';
import { until } from '../support/until';

const BYTES = Buffer.from('the bytes of a video');
const TEN_MINUTES_MS = 10 * 60_000;
const never = new AbortController().signal;
const nobody = () => undefined;

describe('scratch', () => {
  let directory: string;
  let scratch: Scratch;
  let source: ObjectSource;

  beforeEach(async () => {
    const root = await fs.mkdtemp(path.join(tmpdir(), 'streamtech-scratch-'));
    directory = path.join(root, '.scratch');
    scratch = new Scratch(directory);
    const uploadUrl = 'http://127.0.0.1';
    const store = new FolderObjectStore({
      directory: root,
      bucket: 'b',
      signingSecret: 's',
      uploadUrl,
    });
    await store.put('incoming/clip.mp4', Readable.from([BYTES]));
    const object = { key: 'incoming/clip.mp4', versionId: null };
    source = { store, object, sizeBytes: BYTES.length };
  });
  afterEach(() => fs.rm(path.dirname(directory), { recursive: true, force: true }));

  const left = () => fs.readdir(directory);

  it('holds the bytes for as long as they are used', async () => {
    const told: number[] = [];
    const copy = await scratch.withCopy(
      source,
      never,
      (bytes) => told.push(bytes),
      (file) => fs.readFile(file),
    );
    expect(copy).toEqual(BYTES);
    expect(told).toEqual([BYTES.length]);
    expect(await left()).toEqual([]);
  });

  it('is clear after a use that failed', async () => {
    const failing = scratch.withCopy(source, never, nobody, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await left()).toEqual([]);
  });

  it('takes no part of an object for all of it', async () => {
    const use = jest.fn();
    const longer = { ...source, sizeBytes: BYTES.length + 1 };
    await expect(scratch.withCopy(longer, never, nobody, use)).rejects.toThrow(ObjectNotFoundError);
    expect(use).not.toHaveBeenCalled();
    expect(await left()).toEqual([]);
  });

  it('says so when there is no room now, and reads nothing', async () => {
    const read = jest.spyOn(source.store, 'read');
    const { blocks, bsize } = await fs.statfs(path.dirname(directory));
    const asLargeAsAll = { ...source, sizeBytes: blocks * bsize };
    await expect(scratch.withCopy(asLargeAsAll, never, nobody, jest.fn())).rejects.toThrow(
      ScratchFullError,
    );
    expect(read).not.toHaveBeenCalled();
  });

  it('tells what can never fit from what does not fit now', async () => {
    const huge = { ...source, sizeBytes: 1e18 };
    await expect(scratch.withCopy(huge, never, nobody, jest.fn())).rejects.toThrow(
      ScratchTooSmallError,
    );
  });

  it.each(['ENOSPC', 'EDQUOT'])('that fills up while a copy is made is full (%s)', async (code) => {
    const full = Object.assign(new Error(code), { code });
    jest.spyOn(source.store, 'read').mockResolvedValue(
      new Readable({
        read() {
          this.destroy(full);
        },
      }),
    );
    // a busy system: the source fails before the file of its copy is made
    const { open } = callbacks;
    const made = deferred<undefined>();
    jest.spyOn(callbacks, 'open').mockImplementationOnce((...args: unknown[]) => {
      const opened = args.pop() as (...result: unknown[]) => void;
      const whenOpened = (...result: unknown[]) => {
        opened(...result);
        made.resolve(undefined);
      };
      setTimeout(() => {
        Reflect.apply(open, callbacks, [...args, whenOpened]);
      }, 50);
    });
    await expect(scratch.withCopy(source, never, nobody, jest.fn())).rejects.toThrow(
      ScratchFullError,
    );
    await made.promise;
    await until(async () => (await left()).length === 0);
  });

  it('is swept of what no worker has touched for ten minutes, and of nothing else', async () => {
    await fs.mkdir(directory);
    const inUse = path.join(directory, 'in-use');
    await fs.writeFile(inUse, BYTES);
    await fs.writeFile(path.join(directory, 'abandoned'), BYTES);
    await scratch.sweep(0);
    await fs.utimes(inUse, 1, 1);
    await scratch.sweep(TEN_MINUTES_MS);
    expect(await left()).toHaveLength(2);
    await scratch.sweep(TEN_MINUTES_MS + 1);
    expect(await left()).toEqual(['in-use']);
  });

  it('is swept of nothing that is touched by a clock of another year', async () => {
    await fs.mkdir(directory);
    const inUse = path.join(directory, 'in-use');
    await fs.writeFile(inUse, BYTES);
    await fs.utimes(inUse, 1, 1);
    await scratch.sweep(Date.now());
    expect(await left()).toEqual(['in-use']);
  });

  it('need not be there to be swept', async () => {
    await expect(scratch.sweep()).resolves.toBeUndefined();
  });
});
