import {
  formatBitRate,
  formatBytes,
  formatCount,
  formatSampleRate,
} from '../../src/page/format/amounts';
import { exactSeconds, formatDuration, formatPosition } from '../../src/page/format/duration';
import { halfWidth } from '../../src/page/format/half-width';
import { containerName, languageName } from '../../src/report/names';
import {
  formatFrameRate,
  formatLevel,
  formatRatio,
  isInterlaced,
  rasterName,
} from '../../src/page/format/picture';
import { remainingUntil } from '../../src/page/format/remaining';
import {
  endOfDay,
  eraDay,
  exactTime,
  formatTime,
  jstDay,
  lastDayBefore,
  startOfDay,
} from '../../src/page/format/time';
import { aVideoStream } from '../support/factories/videos';

it.each([
  ['－24.0', '-24.0'],
  ['−２４', '-24'],
  [' ００：００：０５：００', '00:00:05:00'],
  ['00:01:00；02', '00:01:00;02'],
])('%s is read as %s', (written, read) => {
  expect(halfWidth(written)).toBe(read);
});

describe('amounts', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [999_499, '999 kB'],
    [999_500, '1 MB'],
    [2_209_839_104, '2.21 GB'],
    [5 * 1024 ** 4, '5.5 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes, 'en')).toBe(text);
  });

  it('of bits and samples have their own units', () => {
    expect(formatBitRate(8_014_822, 'ja')).toBe('8.01 Mbit/s');
    expect(formatSampleRate(44_100, 'ja')).toBe('44.1 kHz');
  });

  it('have separators where they are exact', () => {
    expect(formatCount(184_726_512, 'ja')).toBe('184,726,512');
  });
});

describe('durations', () => {
  it.each([
    [0, '0 s'],
    [0.04, '0 s'],
    [12.34, '12.3 s'],
    [59.94, '59.9 s'],
    [59.96, '1:00'],
    [60, '1:00'],
    [3599.6, '1:00:00'],
    [3723.2, '1:02:03'],
    [360_000, '100:00:00'],
  ])('%d s is %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  it('are exact to the millisecond where they stand second', () => {
    expect(exactSeconds(360.0274)).toBe('360.027 s');
  });

  it.each([
    [0, '00:00:00.000'],
    [92.5, '00:01:32.500'],
    [-0.5, '-00:00:00.500'],
    [90_061.0015, '25:01:01.002'],
  ])('as a position, %d s is %s', (seconds, text) => {
    expect(formatPosition(seconds)).toBe(text);
  });
});

describe('times', () => {
  const NEW_YEAR = '2024-12-31T15:00:00Z';

  it('are shown in Japan', () => {
    expect(formatTime(NEW_YEAR, 'ja')).toBe('2025/01/01 00:00');
    expect(formatTime(NEW_YEAR, 'en')).toBe('01 Jan 2025, 00:00');
    expect(exactTime(NEW_YEAR, 'ja')).toBe('2025/01/01 00:00:00 JST');
  });

  it.each([
    ['1989-01-07T14:59:59Z', '昭和64年1月7日'],
    ['1989-01-07T15:00:00Z', '平成元年1月8日'],
    ['2019-04-30T14:59:59Z', '平成31年4月30日'],
    ['2019-04-30T15:00:00Z', '令和元年5月1日'],
    ['2026-02-15T14:59:59.999Z', '令和8年2月15日'],
  ])('%s is %s by its era', (instant, day) => {
    expect(eraDay(instant)).toBe(day);
  });

  it('become days in Japan, and days become instants', () => {
    expect(jstDay(NEW_YEAR)).toBe('2025-01-01');
    expect(Date.parse(startOfDay('2025-01-01'))).toBe(Date.parse(NEW_YEAR));
    expect(endOfDay('2024-12-31')).toBe(startOfDay('2025-01-01'));
    expect(lastDayBefore(endOfDay('2024-02-29'))).toBe('2024-02-29');
  });

  it('that somebody wrote into the address wrongly are none', () => {
    expect([jstDay('yesterday'), lastDayBefore('')]).toEqual(['', '']);
  });
});

describe('pictures', () => {
  it.each([
    [3840, 2160, 'progressive', '4K'],
    [4096, 2160, 'progressive', '4K'],
    [7680, 4320, 'progressive', '8K'],
    [1920, 1080, 'progressive', '1080p'],
    [1440, 1080, 'tt', '1080i'],
    [1080, 1920, 'progressive', '1080p'],
    [1280, 720, null, '720p'],
    [720, 486, 'bb', 'SD'],
  ] as const)('of %d × %d, %s, are called %s', (width, height, fieldOrder, name) => {
    expect(rasterName(aVideoStream({ width, height, fieldOrder }))).toBe(name);
  });

  it('of unknown field order are not called interlaced', () => {
    expect(isInterlaced(aVideoStream({ fieldOrder: null }))).toBe(false);
  });

  it.each([
    [30000, 1001, '29.97'],
    [24000, 1001, '23.976'],
    [25, 1, '25'],
  ])('at %d/%d a second have %s fps', (numerator, denominator, text) => {
    expect(formatFrameRate({ numerator, denominator })).toBe(text);
  });

  it.each([
    ['h264', 41, '4.1'],
    ['hevc', 153, '5.1'],
    ['av1', 13, '5.1'],
    ['mpeg2video', 4, '4'],
    [null, 7, '7'],
  ])('of codec %s at level %d are labelled %s', (codec, level, text) => {
    expect(formatLevel(codec, level)).toBe(text);
  });

  it('have a ratio', () => {
    expect(formatRatio({ numerator: 16, denominator: 9 })).toBe('16:9');
  });
});

describe('names', () => {
  it('tell QuickTime from MP4 by the brand', () => {
    const parser = 'mov,mp4,m4a,3gp,3g2,mj2';

    expect([containerName(parser, 'qt  '), containerName(parser, 'isom')]).toEqual([
      'QuickTime (MOV)',
      'MP4',
    ]);
  });

  it.each([
    ['matroska,webm', 'Matroska / WebM'],
    ['mpegts', 'MPEG-TS'],
    ['nut', 'nut'],
  ])('of the container %s is %s', (format, name) => {
    expect(containerName(format, null)).toBe(name);
  });

  it.each([
    ['jpn', 'ja', '日本語'],
    ['en', 'ja', '英語'],
    ['und', 'en', '—'],
    ['not a code', 'en', 'not a code'],
  ] as const)('of the language %s, in %s, is %s', (code, language, name) => {
    expect(languageName(code, language)).toBe(name);
  });
});

it.each([
  ['2026-04-03T00:00:00.000Z', { unit: 'days', count: 2 }],
  ['2026-04-02T23:59:59.999Z', { unit: 'hours', count: 47 }],
  ['2026-04-01T00:30:00.000Z', { unit: 'hours', count: 0 }],
  ['2026-03-31T23:59:59.999Z', null],
])('until %s there are %j', (until, remaining) => {
  expect(remainingUntil(until, Date.parse('2026-04-01T00:00:00Z'))).toEqual(remaining);
});
