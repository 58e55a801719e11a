import { JpegStream } from '../../../src/media/quality/jpeg-stream';
import { PreviewMeter } from '../../../src/media/quality/preview-meter';
import { previewPlan } from '../../../src/media/quality/preview-plan';
import { WaveformMeter } from '../../../src/media/quality/waveform-meter';
import { aPicture, intervals } from '../../support/factories/qc';
import { aVideoStream, someMetadata } from '../../support/factories/videos';

describe('the waveform', () => {
  it('of long sound has at most 1000 bins, the highest peak in each', () => {
    const meter = new WaveformMeter(0.02);
    for (let block = 0; block < 180_000; block += 1) meter.take(block === 90_000 ? 1 : 0.25);
    const waveform = meter.finish(0) ?? { secondsPerBin: NaN, peaks: [0] };
    expect(waveform.secondsPerBin * waveform.peaks.length).toBeCloseTo(3600, -1);
    expect(waveform.peaks.length).toBeLessThanOrEqual(1000);
    expect(waveform.peaks.filter((peak) => peak === 100)).toHaveLength(1);
    expect(waveform.peaks.indexOf(100)).toBe(Math.floor(1800 / waveform.secondsPerBin));
  });

  it('of nothing is none', () => {
    expect(new WaveformMeter(0.02).finish(0)).toBeNull();
  });
});

const planOf = (video: Parameters<typeof aVideoStream>[0], durationSeconds: number | null = 100) =>
  previewPlan(
    aVideoStream({ durationSeconds: null, ...video }),
    someMetadata({ container: { ...someMetadata().container, durationSeconds } }),
  );

describe('what is taken of a film', () => {
  it.each([
    ['a minute', 60, 100, 0.6],
    ['two hours', 7200, 100, 72],
    ['a commercial', 15, 30, 0.5],
    ['one picture', 0.04, 1, 0.04],
    ['unknown length', null, 100, 10],
  ])('%s', (_, seconds, pictures, secondsPerPicture) => {
    expect(planOf({}, seconds)).toMatchObject({ pictures, secondsPerPicture });
  });

  it.each([
    ['wide', { width: 1920, height: 1080 }, 160, 90],
    ['4:3', { width: 720, height: 480, sampleAspectRatio: { numerator: 8, denominator: 9 } }, 160, 120],
    ['wide pixels', { width: 1440, height: 1080, sampleAspectRatio: { numerator: 4, denominator: 3 } }, 160, 90],
    ['lying, shown upright', { width: 1920, height: 1080, rotationDegrees: 270 }, 90, 160],
    ['a line', { width: 4000, height: 2 }, 160, 2],
    ['an aspect of nothing', { width: 1920, height: 1080, sampleAspectRatio: { numerator: 0, denominator: 1 } }, 160, 90],
  ])('in the shape that it is shown in: %s', (_, video, width, height) => {
    expect(planOf({ sampleAspectRatio: null, ...video }).small).toEqual({ width, height });
  }); // prettier-ignore
});

const jpeg = (bytes: number): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(bytes, 1), Buffer.from([0xff, 0xd9])]);

describe('the poster', () => {
  /** Of ten pictures, five seconds apart, with as much detail as said. */
  function poster(details: readonly number[], found: Parameters<typeof aPicture>[0]) {
    const meter = new PreviewMeter({ ...planOf({}, 50), pictures: 10, secondsPerPicture: 5 });
    for (const detail of details) meter.large.append(jpeg(detail));
    return meter.finish(aPicture(found), []).poster?.seconds;
  }
  const rising = Array.from({ length: 10 }, (_, i) => 10 * i);

  it('has the most detail', () => {
    expect(poster([1, 2, 9, 4, 5], {})).toBe(12.5);
  });

  it('is of no freeze, such as bars, and of no black', () => {
    expect(poster(rising, { freeze: intervals([45, 50]), black: intervals([42, 43]) })).toBe(37.5);
  });

  it('but of a film that stands still as a whole', () => {
    expect(poster(rising, { freeze: intervals([0, 50]) })).toBe(47.5);
  });

  it('is none where there is no picture', () => {
    expect(poster([], {})).toBeUndefined();
  });
});

it('a stream of JPEGs is cut where each ends, wherever it is cut on its way', () => {
  const bytes = Buffer.concat([jpeg(5), jpeg(0), jpeg(9)]);
  for (let size = 1; size <= bytes.length; size += 1) {
    const lengths: number[] = [];
    const stream = new JpegStream((each) => lengths.push(each.length));
    for (let at = 0; at < bytes.length; at += size) stream.append(bytes.subarray(at, at + size));
    expect(lengths).toEqual([9, 4, 13]);
  }
});
