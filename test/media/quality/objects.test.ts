import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { ObjectNotFoundError } from '../../../src/domain/errors';
import type { QualityMeasurements } from '../../../src/domain/quality/measurements';
import type { TechnicalMetadata } from '../../../src/domain/technical-metadata';
import {
  MeasureFaultError,
  ObjectChangedError,
  ReadBudgetError,
  ShortReadError,
} from '../../../src/media/errors';
import { QualityMeter } from '../../../src/media/quality-meter';
import { measureQuality, type MeasureOptions } from '../../../src/media/quality/measure-quality';
import type { ByteRange, ObjectRef, RangeRead } from '../../../src/storage/objects/object-store';
import { makeSpreadTracks } from '../../../tools/samples/spread-tracks';
import { deferred } from '../../support/deferred';
import { bytesOf, OneObjectStore } from '../../support/fakes/media-object-store';
import { fullSizeTool, mediaTool } from '../../support/media';
import { measured } from '../../support/quality/measured';

/*
 * A film in a store is measured by ranges: the same as on a disk, and whatever befalls the store is no fault of the film.
 */

const never = new AbortController().signal;

let folder: string;
let ffmpeg: string;
/** Of 13 MB: more than its first and last part, and two pieces. Its index is at the end. */
let film: Buffer;
let metadata: TechnicalMetadata;
let ofFile: QualityMeasurements;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'objects-'));
  ffmpeg = await mediaTool('ffmpeg');
  const file = path.join(folder, 'film.mov');
  await promisify(execFile)(await fullSizeTool('ffmpeg'), [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25:d=3'],
    ...['-f', 'lavfi', '-i', 'anoisesrc=r=48000:d=3:seed=1', '-vf', 'noise=alls=20:all_seed=1'],
    ...['-c:v', 'prores_ks', '-profile:v', '3', '-c:a', 'pcm_s16le', file],
  ]);
  film = await readFile(file);
  ({ metadata, measurements: ofFile } = await measured(file));
}, 60_000);

afterAll(() => rm(folder, { recursive: true }));

/** Its third read, of the middle, is as `third` makes it, so many times. */
class FaultyStore extends OneObjectStore {
  constructor(
    private readonly third: (read: RangeRead) => RangeRead | Promise<RangeRead>,
    private times = Infinity,
  ) {
    super('film.mov', bytesOf(film));
  }

  override async readRange(object: ObjectRef, range: ByteRange): Promise<RangeRead> {
    const read = await super.readRange(object, range);
    if (this.ranges.length < 3 || this.times === 0) return read;
    this.times -= 1;
    return this.third(read);
  }
}

const measure = ({ source }: OneObjectStore, options: Partial<MeasureOptions> = {}) =>
  measureQuality(source, metadata, { ffmpeg, ...options });

const broken = (read: RangeRead): RangeRead => ({
  ...read,
  body: Readable.from(
    (async function* () {
      yield Buffer.alloc(1000);
      await Promise.resolve();
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    })(),
  ),
});
const cut = (read: RangeRead): RangeRead => ({
  ...read,
  body: Readable.from([Buffer.alloc(1000)]),
});

it('is measured as the file is, each byte of it read once', async () => {
  const store = new OneObjectStore('film.mov', bytesOf(film));
  expect(await measure(store)).toEqual(ofFile);
  expect(store.bytesRead).toBe(film.length);
  expect(store.ranges.length).toBeLessThanOrEqual(6);
});

it.each([
  ['a connection that breaks', broken],
  ['a body that ends early', cut],
])('%s is read once more', async (_, third) => {
  const store = new FaultyStore(third, 2);
  expect(await measure(store)).toEqual(ofFile);
});

it.each([
  ['a connection that always breaks', broken, /ECONNRESET/],
  ['a body that always ends early', cut, ShortReadError],
  ['a store that answers 503', () => Promise.reject(new Error('503 Slow Down')), /503/],
  [
    'an object that is deleted meanwhile',
    () => Promise.reject(new ObjectNotFoundError('test', 'film.mov')),
    ObjectNotFoundError,
  ],
  [
    'an object that is overwritten by one of the same size',
    (read: RangeRead) => ({ ...read, etag: '"other"' }),
    ObjectChangedError,
  ],
  [
    'an object that is overwritten by a longer one',
    (read: RangeRead) => ({ ...read, totalBytes: read.totalBytes + 1 }),
    ObjectChangedError,
  ],
])('%s is a fault, and no finding', async (_, third, error) => {
  await expect(measure(new FaultyStore(third))).rejects.toThrow(error);
});

it('a store that is too slow for the time limit is to blame, not the film', async () => {
  const slow = new FaultyStore(() => deferred<RangeRead>().promise);
  const limits = { wallMs: 8_000, memoryBytes: 2 ** 32, outputBytes: 0 };
  await expect(measure(slow, { limits })).rejects.toThrow(MeasureFaultError);
});

it('a playlist opens no other address, though the decoder may speak HTTP', async () => {
  const asked: string[] = [];
  const server = http.createServer(({ url = '' }, response) => {
    asked.push(url);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const segment = `#EXTINF:2,\nhttp://127.0.0.1:${port}/segment.ts\n`;
  const playlist = `#EXTM3U\n#EXT-X-TARGETDURATION:2\n${segment}#EXT-X-ENDLIST\n`;
  const store = new OneObjectStore('film.m3u8', bytesOf(Buffer.from(playlist)));
  expect((await measure(store)).decode).toMatchObject({ endReason: 'error', decodedSeconds: 0 });
  expect(store.ranges.length).toBeGreaterThan(0);
  expect(asked).toEqual([]);
  server.close();
});

it('a film whose tracks lie one after the other is for a copy', async () => {
  const file = path.join(folder, 'spread.mov');
  await makeSpreadTracks(await fullSizeTool('ffmpeg'), file);
  const spread = await readFile(file);
  const store = new OneObjectStore('spread.mov', bytesOf(spread));
  const { metadata: ofSpread } = await measured(file);
  const measuring = measureQuality(store.source, ofSpread, { ffmpeg });
  await expect(measuring).rejects.toThrow(ReadBudgetError);
  expect(store.bytesRead).toBeLessThan(3 * spread.length);
}, 120_000);

it('stills are those of the file, and a store that fails leaves them out', async () => {
  const meter = new QualityMeter(ffmpeg);
  const file = path.join(folder, 'film.mov');
  const times = [0.5, 2];
  const stills = await meter.takeStills(file, times, never);
  expect(stills).toHaveLength(2);
  const { source } = new OneObjectStore('film.mov', bytesOf(film));
  expect(await meter.takeStills(source, times, never)).toEqual(stills);
  const failing = new FaultyStore(() => Promise.reject(new Error('503 Slow Down')));
  expect((await meter.takeStills(failing.source, times, never)).length).toBeLessThan(2);
});
