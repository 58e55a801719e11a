import { randomBytes } from 'node:crypto';
import { RangeProxy, type OpenObject } from '../../src/media/range-proxy';
import { HEAD_BYTES, readingStyles, TAIL_BYTES } from '../../src/media/object-reader';
import { bytesOf, OneObjectStore } from '../support/fakes/media-object-store';

const MIB = 1024 * 1024;
const content = randomBytes(8 * MIB + 123);
const noLimit = { budgetBytes: Infinity, style: readingStyles.headers };

let proxy: RangeProxy;
beforeAll(async () => {
  proxy = await RangeProxy.listen();
});
afterAll(() => proxy.close());

function aStore(bytes = content): OneObjectStore {
  return new OneObjectStore('folder/名前.MP4', bytesOf(bytes));
}

async function get(opened: OpenObject, range?: string): Promise<Response> {
  return fetch(opened.url, range === undefined ? {} : { headers: { Range: range } });
}

it('reads the first and the last part at once, and answers from them', async () => {
  const store = aStore();
  const opened = proxy.open(store.source, noLimit);
  const first = await get(opened, 'bytes=0-');
  const last = await get(opened, `bytes=${content.length - 100}-`);
  expect(Buffer.from(await first.arrayBuffer()).equals(content.subarray(0, HEAD_BYTES))).toBe(true);
  expect(Buffer.from(await last.arrayBuffer())).toEqual(content.subarray(-100));
  expect(first.headers.get('content-range')).toBe(`bytes 0-${HEAD_BYTES - 1}/${content.length}`);
  expect(store.ranges).toEqual([{ start: 0, end: HEAD_BYTES - 1 }, { start: -TAIL_BYTES }]);
  expect(opened.reader.bytesRead).toBe(HEAD_BYTES + TAIL_BYTES);
  opened.close();
});

it('a small object is read once', async () => {
  const store = aStore(content.subarray(0, 1000));
  const opened = proxy.open(store.source, noLimit);
  expect(Buffer.from(await (await get(opened)).arrayBuffer())).toHaveLength(1000);
  expect(store.ranges).toHaveLength(1);
  opened.close();
});

it('any position can be read, and all pieces together are the object', async () => {
  const opened = proxy.open(aStore().source, noLimit);
  const parts: Buffer[] = [];
  for (let position = 0; position < content.length;) {
    const response = await get(opened, `bytes=${position}-`);
    const bytes = Buffer.from(await response.arrayBuffer());
    parts.push(bytes);
    position += bytes.length;
  }
  expect(Buffer.concat(parts).equals(content)).toBe(true);
  const middle = await get(opened, `bytes=${5 * MIB + 7}-`);
  const bytes = Buffer.from(await middle.arrayBuffer());
  expect(bytes.equals(content.subarray(5 * MIB + 7, 5 * MIB + 7 + bytes.length))).toBe(true);
  opened.close();
});

it('a jump reads little, what follows it more, and nothing is read twice', async () => {
  const store = aStore();
  const opened = proxy.open(store.source, noLimit);
  const jump = Buffer.from(await (await get(opened, `bytes=${3 * MIB}-`)).arrayBuffer());
  expect(jump).toHaveLength(MIB / 4);
  const next = await get(opened, `bytes=${3 * MIB + jump.length}-`);
  expect(Buffer.from(await next.arrayBuffer())).toHaveLength(MIB);
  await (await get(opened, `bytes=${3 * MIB + 10}-`)).arrayBuffer();
  expect(store.ranges).toHaveLength(4);
  opened.close();
});

it('a position after the end is refused as HTTP says', async () => {
  const opened = proxy.open(aStore().source, noLimit);
  const response = await get(opened, `bytes=${content.length}-`);
  expect(response.status).toBe(416);
  expect(response.headers.get('content-range')).toBe(`bytes */${content.length}`);
  expect((await get(opened, 'bytes=what')).status).toBe(416);
  opened.close();
});

it('only the exact URL of an open object is served, and only for reading', async () => {
  const opened = proxy.open(aStore().source, noLimit);
  const guess = new URL('/00000000000000000000000000000000.mp4', opened.url);
  expect((await fetch(guess)).status).toBe(404);
  expect((await fetch(new URL('/', opened.url))).status).toBe(404);
  expect((await fetch(opened.url, { method: 'PUT', body: 'x' })).status).toBe(404);
  opened.close();
  expect((await fetch(opened.url)).status).toBe(404);
});

it('listens on the loopback address, with the extension of the key', () => {
  const opened = proxy.open(aStore().source, noLimit);
  expect(opened.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\.mp4$/);
  opened.close();
});

it('a failing store ends the response and is remembered', async () => {
  const store = new OneObjectStore('a', bytesOf(content), () =>
    Promise.reject(new Error('access denied')),
  );
  const opened = proxy.open(store.source, noLimit);
  await expect(get(opened)).rejects.toThrow('fetch failed');
  expect(opened.failed.reason).toEqual(new Error('access denied'));
  opened.close();
});

it('more than the budget is not read', async () => {
  const store = aStore();
  const opened = proxy.open(store.source, { ...noLimit, budgetBytes: HEAD_BYTES });
  await (await get(opened)).arrayBuffer();
  await expect(get(opened, `bytes=${2 * MIB}-`)).rejects.toThrow('fetch failed');
  expect(opened.failed.reason).toMatchObject({ name: 'ReadBudgetError' });
  expect(store.bytesRead).toBe(HEAD_BYTES + TAIL_BYTES);
  opened.close();
});

it('closing ends what is under way', async () => {
  const lonely = await RangeProxy.listen();
  const store = new OneObjectStore('a', bytesOf(content), () => new Promise(() => undefined));
  const opened = lonely.open(store.source, noLimit);
  const waiting = get(opened);
  await lonely.close();
  await expect(waiting).rejects.toThrow('fetch failed');
  expect(opened.failed.aborted).toBe(true);
});
