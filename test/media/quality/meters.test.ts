import { MAX_INTERVALS } from '../../../src/domain/quality/interval';
import { MAX_SERIES_POINTS } from '../../../src/domain/quality/sound';
import { FilterRecords, type FilterRecord } from '../../../src/media/quality/filter-records';
import { FrameClock } from '../../../src/media/quality/frame-clock';
import { inAll, IntervalCollector, without } from '../../../src/media/quality/interval-collector';
import { LoudnessMeter } from '../../../src/media/quality/loudness-meter';
import { PcmMeter } from '../../../src/media/quality/pcm-meter';
import { RawFrames } from '../../../src/media/quality/raw-frames';
import { ScanMeter } from '../../../src/media/quality/scan-meter';
import { StillMeter } from '../../../src/media/quality/still-meter';

const at = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds });

describe('records of filters', () => {
  const text =
    'frame:0    pts:1001    pts_time:0.0333667\nlavfi.a=1\nlavfi.b=x=y\n' +
    'frame:1    pts:NOPTS   pts_time:NOPTS\nframe:2 pts:-5 pts_time:0\nlavfi.a=2\n';

  it.each([1, 7, 1000])('are the same in pieces of %d bytes', (size) => {
    const records: FilterRecord[] = [];
    const reader = new FilterRecords((record) => records.push(record));
    for (let i = 0; i < text.length; i += size) reader.append(Buffer.from(text.slice(i, i + size)));
    reader.end();
    expect(records.map(({ timestamp, values }) => [timestamp, Object.fromEntries(values)])).toEqual(
      [
        [1001, { 'lavfi.a': '1', 'lavfi.b': 'x=y' }],
        [null, {}],
        [-5, { 'lavfi.a': '2' }],
      ],
    );
  });
});

it('frames are cut from pieces of any size, and a part of one is none', () => {
  const frames: string[] = [];
  const cutter = new RawFrames(4, (frame) => {
    frames.push(frame.toString());
    cutter.recycle(frame);
  });
  for (const piece of ['abc', 'defghijk', 'l', 'mno']) cutter.append(Buffer.from(piece));
  expect(frames).toEqual(['abcd', 'efgh', 'ijkl']);
});

describe('intervals', () => {
  it('of any number the longest are kept, in order of time', () => {
    const collector = new IntervalCollector();
    for (let i = 0; i < 3000; i += 1) collector.add(at(i, i + (i === 2500 ? 0.9 : 0.1)));
    const { items, more } = collector.list();
    expect(items).toHaveLength(MAX_INTERVALS);
    expect(items).toContainEqual(at(2500, 2500.9));
    expect(items.map(({ startSeconds }) => startSeconds)).toEqual(
      items.map(({ startSeconds }) => startSeconds).sort((a, b) => a - b),
    );
    expect(more).toBe(3000 - MAX_INTERVALS);
  });

  it('one without others is what is left of it', () => {
    expect(without([at(0, 10)], [at(2, 3), at(5, 12)])).toEqual([at(0, 2), at(3, 5)]);
    expect(without([at(0, 10)], [at(0, 10)])).toEqual([]);
    expect(without([at(0, 10)], [])).toEqual([at(0, 10)]);
  });

  it('those in all lists are their common times', () => {
    expect(inAll([[at(0, 5), at(8, 9)], [at(4, 8.5)]])).toEqual([at(4, 5), at(8, 8.5)]);
    expect(inAll([[at(0, 5)], []])).toEqual([]);
  });
});

describe('time of pictures', () => {
  const clock = (): FrameClock =>
    new FrameClock({ numerator: 1, denominator: 1000 }, 1001 / 30_000);

  it('milliseconds of Matroska are a constant rate, and the end is that of the last picture', () => {
    const frames = clock();
    for (let i = 0; i < 300; i += 1) frames.next(Math.round((i * 1001) / 30));
    expect(frames.timing.constant).toBe(true);
    expect(frames.endSeconds).toBeCloseTo((300 * 1001) / 30_000, 2);
  });

  it('a picture without a time follows the one before', () => {
    const frames = clock();
    frames.next(0);
    frames.next(40);
    expect(frames.next(null)).toBeCloseTo(0.08);
  });
});

describe('stills', () => {
  function still(
    frames: number,
    events: Record<number, string[]>,
    change = 0,
    begins: readonly number[] = [],
  ) {
    const meter = new StillMeter();
    for (let frame = 1; frame <= frames; frame += 1) {
      const values = new Map((events[frame] ?? []).map((name) => [`lavfi.${name}`, '']));
      meter.take(
        { timestamp: null, isFirst: begins.includes(frame), values },
        { frame, seconds: frame / 10, change },
      );
    }
    return meter.finish((frames + 1) / 10);
  }
  const START = 'freezedetect.freeze_start';
  const END = 'freezedetect.freeze_end';

  it('a freeze goes on over a picture that is coded anew', () => {
    expect(still(40, { 5: [START], 15: [END], 16: [START], 25: [END] }).freeze.items).toEqual([
      at(0.4, 2.5),
    ]);
  });

  it('two stills with a cut between them are two', () => {
    const { freeze } = still(40, { 5: [START], 15: [END], 16: [START], 25: [END] }, 30);
    expect(freeze.items).toEqual([at(0.4, 1.5), at(1.5, 2.5)]);
  });

  it('motion that rests for less than half a second is none', () => {
    expect(still(40, { 5: [START], 8: [END] }).freeze.items).toEqual([]);
  });

  it('what is open at the end ends there', () => {
    const { black, freeze } = still(40, { 5: ['black_start'], 9: ['black_end'], 20: [START] });
    expect(black.items).toEqual([at(0.5, 0.9)]);
    expect(freeze.items).toEqual([at(1.9, 4.1)]);
  });

  it('what is open where the graph begins again ends there', () => {
    const events = { 5: ['black_start'], 20: ['black_start'], 21: [START] };
    const { black, freeze } = still(40, events, 0, [1, 20, 30]);
    expect(black.items).toEqual([at(0.5, 2), at(2, 3)]);
    expect(freeze.items).toEqual([]);
  });
});

describe('scan', () => {
  const counts = { progressive: 0, tff: 0, bff: 0, undetermined: 0 };
  const scanOf = (...frames: Partial<typeof counts & { again: true }>[]) => {
    const meter = new ScanMeter();
    for (const { again = false, ...record } of frames) {
      const values = Object.entries(record).map(
        ([name, count]) => [`lavfi.idet.multiple.${name}`, count.toFixed(2)] as const,
      );
      meter.take({ timestamp: 0, isFirst: again, values: new Map(values) });
    }
    return meter.finish('progressive');
  };

  it.each([
    ['what nine of ten pictures tell', { tff: 90, progressive: 10 }, 'tff'],
    ['nothing, when fewer agree', { tff: 89, progressive: 11 }, null],
    ['what one picture of ten tells', { bff: 10, undetermined: 90 }, 'bff'],
    ['nothing, when fewer tell anything', { bff: 9, undetermined: 91 }, null],
    ['nothing, of no pictures', {}, null],
  ])('is %s', (_, frames, measured) => {
    expect(scanOf(frames)).toEqual({
      declared: 'progressive',
      measured,
      frames: { ...counts, ...frames },
    });
  });

  it('is what the last count says, as counts grow', () => {
    expect(scanOf({ tff: 5 }, { tff: 5, bff: 95 }).measured).toBe('bff');
  });

  it('is what both parts say, where the graph begins again', () => {
    const { frames } = scanOf({ tff: 5 }, { tff: 95 }, { again: true, bff: 1 }, { bff: 4 });
    expect(frames).toEqual({ ...counts, tff: 95, bff: 4 });
  });

  it.each([
    ['progressive', 'progressive'],
    ['tt', 'tff'],
    ['bt', 'tff'],
    ['bb', 'bff'],
    ['tb', 'bff'],
    [null, null],
  ] as const)('the field order %s is declared as %s, by what is shown first', (order, declared) => {
    expect(new ScanMeter().finish(order).declared).toBe(declared);
  });
});

describe('loudness', () => {
  function record(shortTerm: string, integrated = '-70.000', isFirst = false): FilterRecord {
    const values = { I: integrated, LRA: '0.000', M: shortTerm, S: shortTerm, true_peak: integrated === '-20' ? '0.500' : '0.000', sample_peak: '0.000' }; // prettier-ignore
    const named = Object.entries(values).map(([name, value]) => [`lavfi.r128.${name}`, value]);
    return { timestamp: 0, isFirst, values: new Map(named as [string, string][]) };
  }

  it.each(['-inf', 'nan', '-120.691'])('%s is silence, and has no number', (value) => {
    const meter = new LoudnessMeter();
    meter.take(record(value));
    expect(meter.finish(0)).toMatchObject({
      integrated: null,
      maxMomentary: null,
      maxShortTerm: null,
      truePeak: null,
    });
  });

  it('of a day of sound the chart has its points, and the loudest moment is one of them', () => {
    const meter = new LoudnessMeter();
    for (let i = 0; i < 864_000; i += 1) meter.take(record(i === 500_000 ? '-5' : '-24'));
    const series = meter.finish(0)?.series;
    expect(series?.shortTerm.length).toBeLessThanOrEqual(MAX_SERIES_POINTS);
    expect(series?.shortTerm.length).toBeGreaterThan(MAX_SERIES_POINTS / 2 - 1);
    expect(Math.max(...(series?.shortTerm ?? []).map(Number))).toBe(-5);
    expect((series?.stepSeconds ?? 0) * (series?.shortTerm.length ?? 0)).toBeGreaterThanOrEqual(
      86_400,
    );
  });

  it('is of all parts by their length, where the graph begins again', () => {
    const meter = new LoudnessMeter();
    const parts = [
      ['-20', 30],
      ['-70', 5],
      ['-30', 10],
    ] as const;
    for (const [lufs, records] of parts) {
      for (let i = 0; i < records; i += 1) meter.take(record(lufs, lufs, i === 0));
    }
    // of 4 parts 3 have ten times the power of the other one
    expect(meter.finish(0)?.integrated).toBeCloseTo(-20 + 10 * Math.log10(3.1 / 4), 6);
    expect(meter.finish(0)?.truePeak).toBeCloseTo(-6.02, 2);
  });

  it('no sound has no loudness', () => {
    expect(new LoudnessMeter().finish(0)).toBeNull();
  });
});

it('samples may be cut anywhere, even inside one', () => {
  const samples = Buffer.alloc(4 * 48_000);
  for (let i = 0; i < 24_000; i += 1) samples.writeInt16LE(16_384, 4 * i);
  const meter = new PcmMeter(2, 48_000);
  for (let i = 0; i < samples.length; i += 4099) meter.append(samples.subarray(i, i + 4099));
  const { channels } = meter.finish(10);
  expect(channels[0]?.samplePeak).toBeCloseTo(-6.02, 2);
  expect(channels[0]?.silence.items).toEqual([at(10.5, 11)]);
  expect(channels[1]?.silence.items).toEqual([at(10, 11)]);
  expect(meter.seconds).toBe(1);
});
