import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import {
  qualityMeasurementsSchema,
  type QualityMeasurements,
} from '../../../src/domain/quality/measurements';
import type { Picture } from '../../../src/domain/quality/picture';
import type { Interval } from '../../../src/domain/quality/interval';
import { measurementsOf } from '../../support/quality/measuring-process';
import { corrupted, make, signals, truncated } from '../../support/quality/signals';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'picture-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Signal = keyof typeof signals;

async function measure(file: Signal): Promise<QualityMeasurements> {
  return measurementsOf(await make(folder, file, signals[file]));
}

async function pictureOf(file: Signal): Promise<Picture> {
  const { picture } = await measure(file);
  if (!picture) throw new Error('nothing was measured');
  return picture;
}

const FRAME = 1001 / 30_000;

function expectAt(intervals: readonly Interval[] | undefined, truth: number[][], within: number) {
  expect(intervals).toHaveLength(truth.length);
  truth.forEach(([start = NaN, end = NaN], i) => {
    expect(Math.abs((intervals?.[i]?.startSeconds ?? NaN) - start)).toBeLessThanOrEqual(within);
    expect(Math.abs((intervals?.[i]?.endSeconds ?? NaN) - end)).toBeLessThanOrEqual(within);
  });
}

describe.each(['events-h264.mov', 'events-aac.mp4'] as const)('%s', (file) => {
  let found: QualityMeasurements;
  beforeAll(async () => {
    found = await measure(file);
  }, 180_000);

  it('black is found to the frame', () => {
    expectAt(found.picture?.black.items, [[60 * FRAME, 120 * FRAME]], 1e-3);
  });

  it('a freeze is found within a frame of it, and black is none', () => {
    expectAt(found.picture?.freeze.items, [[180 * FRAME, 330 * FRAME]], FRAME + 1e-3);
  });

  it('silence is found within 25 ms, of all channels and of each', () => {
    const [left, right] = found.sound?.channels ?? [];
    expectAt(found.sound?.silence.items, [[4, 7]], 0.025);
    expectAt(left?.silence.items, [[4, 7]], 0.025);
    expectAt(right?.silence.items, [[4, 7], [9, 13]], 0.025); // prettier-ignore
  });

  it('every picture is counted, and their rate is constant', () => {
    expect(found.picture?.frames).toBe(449);
    expect(found.picture?.timing.constant).toBe(true);
    expect(found.picture?.endSeconds).toBeCloseTo(449 * FRAME, 3);
  });

  it('nothing else is found, and the whole fits the schema', () => {
    expect(found.picture?.inserts.items).toEqual([]);
    expect(found.picture?.flash).toMatchObject({
      bt1702: { verdict: 'pass' },
      jba: { verdict: 'pass' },
    });
    expect(found.decode).toMatchObject({ endedAtSeconds: null, errors: { items: [] } });
    expect(qualityMeasurementsSchema.parse(found)).toEqual(found);
  });
});

it('a freeze is found in MPEG-2 of 50 Mb/s, which codes every key picture anew', async () => {
  const { freeze } = await pictureOf('freeze-xdcam.mxf');
  expectAt(freeze.items, [[30 * FRAME, 90 * FRAME]], FRAME + 1e-3);
});

it('what runs into the end is closed there', async () => {
  const { picture, sound } = await measure('head-and-tail.mov');
  expectAt(picture?.black.items, [[0, 30 * FRAME], [240 * FRAME, 300 * FRAME]], 1e-3); // prettier-ignore
  expectAt(sound?.silence.items, [[0, 1.001], [8.008, 10.01]], 1e-3); // prettier-ignore
  expect(picture?.freeze.items).toEqual([]);
});

describe('scan', () => {
  it.each([
    ['tff.mp4', 'tff', 'tff'],
    ['bff.mp4', 'bff', 'bff'],
    ['progressive.mp4', 'progressive', 'progressive'],
    ['tff-flagged-progressive.mp4', 'progressive', 'tff'],
  ] as const)('%s', async (file, declared, measuredScan) => {
    expect((await pictureOf(file)).scan).toMatchObject({ declared, measured: measuredScan });
  });
});

describe('active area', () => {
  it.each([
    ['pillarbox.mp4', { x: 120, y: 0, width: 720, height: 540, shape: 'pillarbox', share: 1 }],
    ['letterbox.mp4', { x: 0, y: 70, width: 960, height: 400, shape: 'letterbox', share: 1 }],
    ['pattern.mp4', { x: 0, y: 0, width: 480, height: 270, shape: 'full', share: 1 }],
  ] as const)('%s', async (file, area) => {
    expect((await pictureOf(file)).activeArea).toEqual(area);
  });
});

it('levels are those of the file: 2 of 5 seconds are out of the preferred range', async () => {
  const { levels } = await pictureOf('levels.mp4');
  expect(levels).toEqual({
    frames: 5,
    lumaMin: 4,
    lumaMax: 250,
    chromaMin: 128,
    chromaMax: 128,
    beyondNominal: 1,
    beyondPreferred: 1,
    framesBeyondPreferred: 0.4,
  });
});

it('inserts of 1, 2 and 6 pictures are found, a shot of 30 is not one', async () => {
  const { inserts } = await pictureOf('inserts.mp4');
  expect(inserts.items.map(({ frames }) => frames)).toEqual([1, 2, 6]);
  expectAt(
    inserts.items,
    [[100, 101], [200, 202], [300, 306]].map((at) => at.map((frame) => frame * FRAME)), // prettier-ignore
    1e-3,
  );
});

describe('flashes', () => {
  it.each([
    ['mandelbrot.mp4', 'pass'],
    ['pattern.mp4', 'pass'],
    ['snow.mp4', 'review'],
    ['stripes.mp4', 'review'],
    ['field-flicker.mp4', 'fail'],
    ['tff.mp4', 'pass'],
    ['bff.mp4', 'pass'],
  ] as const)('%s: %s', async (file, verdict) => {
    const { flash } = await pictureOf(file);
    expect([flash?.bt1702.verdict, flash?.jba.verdict]).toEqual([verdict, verdict]);
  });
});

it('of four mono tracks the first two are the programme', async () => {
  const { sound } = await measure('four-mono.mxf');
  expect(sound).toMatchObject({ streams: [1, 2], mode: 'stereo' });
  expect(sound?.loudness.integrated).toBeCloseTo(-24, 1);
});

it('pictures at uneven times have no constant rate', async () => {
  const { frames, timing } = await pictureOf('variable-rate.mp4');
  expect(frames).toBe(52);
  expect(timing).toMatchObject({ constant: false, typicalSeconds: 0.04 });
  expect(timing.longestSeconds).toBeCloseTo(0.16);
});

it('sound that starts later is measured so', async () => {
  const { sound, picture } = await measure('late-sound.mkv');
  expect(sound?.startSeconds).toBeCloseTo(0.5, 2);
  expect(picture?.startSeconds).toBe(0);
});

it('flashes of HDR are measured', async () => {
  const { picture, unmeasured } = await measure('hlg.mp4');
  expect(picture).toMatchObject({ hdr: 'hlg', flash: { bt1702: { verdict: 'pass' } }, frames: 50 });
  expect(unmeasured).not.toHaveProperty('flash');
  expect((await pictureOf('hlg-flashes.mp4')).flash?.bt1702).toMatchObject({
    verdict: 'fail',
    segments: { items: [{ change: expect.closeTo(51, -1) as number }] },
  });
});

it('a file without sound says so', async () => {
  expect(await measure('picture-only.mp4')).toMatchObject({
    sound: null,
    unmeasured: { sound: 'no_sound', scan: 'too_small' },
  });
});

describe('damage', () => {
  it('a few lost bytes are errors with their times, and the rest is measured', async () => {
    await make(folder, 'commercial.mov', signals['commercial.mov']);
    const { decode, picture } = await measurementsOf(await corrupted(folder, 'commercial.mov'));
    const { items } = decode.errors;
    expect(items).toContainEqual(
      expect.objectContaining({
        message: expect.stringMatching(/^\[h264\] Invalid NAL/) as string,
      }),
    );
    for (const { seconds } of items) {
      expect(seconds).toBeGreaterThan(4);
      expect(seconds).toBeLessThan(11);
    }
    expect(decode.endedAtSeconds).toBeNull();
    expect(picture?.frames).toBeGreaterThan(440);
    expect(picture?.frames).toBeLessThan(450);
  });

  it('of an upload that broke off, the pictures that came are counted', async () => {
    const { 'four-mono.mxf': args } = signals;
    await make(folder, 'four-mono.mxf', args);
    const { decode, picture } = await measurementsOf(await truncated(folder, 'four-mono.mxf', 0.5));
    expect(decode.declaredSeconds).toBeCloseTo(6.006, 2);
    expect(decode.decodedSeconds).toBeLessThan(4);
    expect(picture?.frames).toBeLessThan(120);
  });
});
