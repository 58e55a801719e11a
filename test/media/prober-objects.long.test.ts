import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { ProbeFaultError } from '../../src/media/errors';
import { defaultProbeLimits } from '../../src/media/probe-limits';
import { Prober } from '../../src/media/prober';
import { fullSizeTool, mediaTool, sampleFolder, SAMPLES_TIMEOUT_MS } from '../support/media';
import {
  bytesOf,
  joined,
  OneObjectStore,
  repeated,
  type VirtualBytes,
} from '../support/fakes/media-object-store';

const MB = 1_000_000;
const GB = 1_000 * MB;

let folder: string;
let scratch: string;
let ffmpeg: string;
let prober: Prober;

beforeAll(async () => {
  folder = await sampleFolder();
  ffmpeg = await fullSizeTool('ffmpeg');
  scratch = mkdtempSync(path.join(tmpdir(), 'objects-'));
  prober = new Prober({ ffprobe: await mediaTool('ffprobe') });
}, SAMPLES_TIMEOUT_MS);
afterAll(async () => {
  await prober.close();
  rmSync(scratch, { recursive: true });
});

const sample = (file: string): Buffer => readFileSync(path.join(folder, file));

/** A box of MP4 that holds nothing, with its length in 64 bits. */
function freeBox(size: number): VirtualBytes {
  const head = Buffer.from('0000000166726565', 'hex');
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(size));
  return joined(bytesOf(Buffer.concat([head, length])), repeated(Buffer.alloc(4096), size - 16));
}

function moovAtEnd(size: number): VirtualBytes {
  const file = sample('rotated.mov');
  const moov = file.indexOf('moov') - 4;
  return joined(bytesOf(file.subarray(0, moov)), freeBox(size), bytesOf(file.subarray(moov)));
}

function moovAtStart(size: number): VirtualBytes {
  return joined(bytesOf(sample('h264-aac.mp4')), freeBox(size));
}

function transportStream(size: number): VirtualBytes {
  return repeated(sample('two-programmes.ts'), size);
}

/** A clip repeated without decoding it, as a file of about `size` bytes. */
function looped(file: string, size: number): VirtualBytes {
  const output = path.join(scratch, `${size}${path.extname(file)}`);
  const input = path.join(folder, file);
  const loops = String(Math.ceil(size / readFileSync(input).length));
  const copy = ['-stream_loop', loops, '-i', input, '-map', '0', '-c', 'copy'];
  execFileSync(ffmpeg, ['-nostdin', '-v', 'quiet', '-y', ...copy, output]);
  const content = readFileSync(output);
  rmSync(output);
  return bytesOf(content);
}

describe('reading headers from an object', () => {
  it.each([
    ['an index at its end', 'a.mov', moovAtEnd],
    ['an index at its start', 'a.mp4', moovAtStart],
    ['no index, as a transport stream', 'a.ts', transportStream],
  ] as const)('of 1 GB with %s costs at most 4 MB', async (_, key, make) => {
    const store = new OneObjectStore(key, make(GB));
    const { container, streams } = await prober.probe(store.source);
    expect(container.sizeBytes).toBe(store.content.size);
    expect(streams[0]).toMatchObject({ type: 'video', width: key === 'a.mp4' ? 640 : 320 });
    expect(store.bytesRead).toBeLessThanOrEqual(4 * MB);
  });

  it.each(['xdcam-like.mxf', 'hdr10.mkv', 'vp9-opus.webm', 'mpeg4.avi', 'dvd.mpg'])(
    'costs no more when there is more of it (%s)',
    async (file) => {
      const bytesReadOf = async (size: number): Promise<number> => {
        const store = new OneObjectStore(file, looped(file, size));
        await prober.probe(store.source);
        return store.bytesRead;
      };
      const [small, large] = [await bytesReadOf(8 * MB), await bytesReadOf(40 * MB)];
      expect(large).toBeLessThanOrEqual(4 * MB);
      expect(large - small).toBeLessThanOrEqual(MB / 2);
    },
    60_000,
  );

  it('takes what the beginning tells when the index is spread over all of it', async () => {
    const limits = { ...defaultProbeLimits, readBytes: 3 * MB };
    const careful = new Prober({ ffprobe: await mediaTool('ffprobe'), limits });
    const fragments = sample('fragmented.mp4');
    const moof = fragments.indexOf('moof') - 4;
    const movie = joined(
      bytesOf(fragments),
      ...Array.from({ length: 20 }, () => [
        freeBox(2 * MB),
        bytesOf(fragments.subarray(moof)),
      ]).flat(),
    );
    const store = new OneObjectStore('a.mp4', movie);
    const { streams } = await careful.probe(store.source);
    expect(streams).toHaveLength(2);
    expect(store.bytesRead).toBeLessThanOrEqual(8 * MB);
    await careful.close();
  });

  it('gives up on headers that never come', async () => {
    const limits = { ...defaultProbeLimits, readBytes: 3 * MB };
    const careful = new Prober({ ffprobe: await mediaTool('ffprobe'), limits });
    const movie = sample('rotated.mov');
    const firstBox = bytesOf(movie.subarray(0, movie.readUInt32BE(0)));
    const endless = joined(firstBox, repeated(freeBoxes(), GB));
    const store = new OneObjectStore('a.mov', endless);
    await expect(careful.probe(store.source)).rejects.toMatchObject({
      rejection: { code: 'unreadable' },
    });
    expect(store.bytesRead).toBeLessThanOrEqual(12 * MB);
    await careful.close();
  });

  it('many at once share one proxy and do not mix', async () => {
    const files = ['h264-aac.mp4', 'rotated.mov', 'hdr10.mkv', 'pcm.wav', 'flash.flv', 'dvd.mpg'];
    const probes = files.map(async (file) => {
      const store = new OneObjectStore(file, bytesOf(sample(file)));
      const [fromObject, fromFile] = await Promise.all([
        prober.probe(store.source),
        prober.probe(path.join(folder, file)),
      ]);
      expect(fromObject).toEqual(fromFile);
    });
    await expect(Promise.all(probes)).resolves.toHaveLength(files.length);
  });
});

describe('a store that fails', () => {
  it('is a fault with the error of the store, not a reason to refuse the file', async () => {
    const store = new OneObjectStore('a.mov', moovAtEnd(10 * MB), async (read) => {
      if (read > 1) throw new Error('503 Slow Down');
      await setImmediate();
    });
    store.content = joined(store.content, freeBox(3 * MB));
    await expect(prober.probe(store.source)).rejects.toThrow('503 Slow Down');
  });

  it('is a fault when it is too slow', async () => {
    const parser = { ...defaultProbeLimits.parser, wallMs: 1500 };
    const ffprobe = await mediaTool('ffprobe');
    const impatient = new Prober({ ffprobe, limits: { ...defaultProbeLimits, parser } });
    const store = new OneObjectStore('a.mov', moovAtEnd(10 * MB), async (read) => {
      if (read > 1) await new Promise(() => undefined);
    });
    store.content = joined(store.content, freeBox(3 * MB));
    await expect(impatient.probe(store.source)).rejects.toThrow(ProbeFaultError);
    await impatient.close();
  });

  it('is a fault when the object is overwritten in between', async () => {
    const store: OneObjectStore = new OneObjectStore('a.mov', moovAtEnd(10 * MB), (read) => {
      if (read > 1) store.content = moovAtStart(10 * MB);
      return Promise.resolve();
    });
    store.content = joined(store.content, freeBox(3 * MB));
    await expect(prober.probe(store.source)).rejects.toThrow(/changed while/);
  });
});

describe('a duration that no header tells', () => {
  it('is measured from an object by ranges', async () => {
    const store = new OneObjectStore('live.mkv', bytesOf(sample('live.mkv')));
    expect(await prober.measureDuration(store.source, 10_000)).toBeCloseTo(2, 1);
  });

  it('stays unknown when the end is not reached in time', async () => {
    const store = new OneObjectStore('live.mkv', bytesOf(sample('live.mkv')));
    expect(await prober.measureDuration(store.source, 1)).toBeNull();
  });
});

/** A mebibyte of boxes of 1 KiB that hold nothing. */
function freeBoxes(): Buffer {
  const box = Buffer.alloc(1024);
  box.writeUInt32BE(box.length, 0);
  box.write('free', 4, 'latin1');
  return Buffer.concat(Array.from({ length: 1024 }, () => box));
}
