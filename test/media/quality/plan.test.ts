import { decodeArguments, usedFilters } from '../../../src/media/quality/decode-arguments';
import { planOf } from '../../../src/media/quality/plan';
import { aVideoStream, anAudioStream, someMetadata } from '../../support/factories/videos';
import type { Stream, VideoStream } from '../../../src/domain/technical-metadata';

function graphOf(streams: Stream[]): string {
  const plan = planOf(someMetadata({ streams }));
  const args = decodeArguments('file:/film', plan, { maxPixels: 1, maxStreams: 1, threads: 1 });
  return args[args.indexOf('-filter_complex') + 1] ?? '';
}

const codingOf = (video: Partial<VideoStream>) =>
  planOf(someMetadata({ streams: [aVideoStream(video)] })).picture?.coding;

it('only what the file has is in the graph', () => {
  expect(graphOf([aVideoStream()])).not.toContain('ebur128');
  expect(graphOf([anAudioStream()])).not.toContain('blackdetect');
});

it('every filter of the graph is one that our own ffmpeg is built with', () => {
  const mono = [1, 2].map((index) => anAudioStream({ index, channels: 1 }));
  const names = graphOf([aVideoStream(), ...mono])
    .replace(/'[^']*'/g, '')
    .split(/[,;]/)
    .map((part) => /^(?:\[[^\]]*\])*(\w+)/.exec(part)?.[1]);
  expect([...new Set(names)].sort()).toEqual([...usedFilters]);
});

it('tracks of one channel are joined, two of them', () => {
  const mono = [1, 2, 3, 4].map((index) => anAudioStream({ index, channels: 1 }));
  expect(graphOf([aVideoStream(), ...mono])).toContain('[0:1][0:2]join=inputs=2');
  expect(planOf(someMetadata({ streams: mono })).sound).toMatchObject({
    channels: 2,
    mode: 'stereo',
  });
});

it.each([
  ['tagged', { colorSpace: 'smpte170m' }, 'bt601', 'limited', 'bt1886'],
  ['untagged and large: HD', { colorSpace: null }, 'bt709', 'limited', 'bt1886'],
  ['untagged and small: SD', { colorSpace: null, height: 480 }, 'bt601', 'limited', 'bt1886'],
  ['no transfer', { colorTransfer: null }, 'bt709', 'limited', 'bt1886'],
  ['BT.2020 in SDR', { colorSpace: 'bt2020nc' }, 'bt2020', 'limited', 'bt1886'],
  ['HLG', { colorSpace: null, colorTransfer: 'arib-std-b67' }, 'bt2020', 'limited', 'hlg'],
  ['PQ', { colorSpace: 'bt2020nc', colorTransfer: 'smpte2084' }, 'bt2020', 'limited', 'pq'],
  ['sRGB', { colorTransfer: 'iec61966-2-1' }, 'bt709', 'limited', 'srgb'],
  ['full range by its tag', { colorRange: 'pc' }, 'bt709', 'full', 'bt1886'],
  [
    'full range by its format',
    { colorRange: null, colorTransfer: null, pixelFormat: 'yuvj420p' },
    'bt709',
    'full',
    'srgb',
  ],
  ['RGB', { colorRange: null, colorTransfer: null, pixelFormat: 'gbrp' }, 'bt709', 'full', 'srgb'],
] as const)('colours are read as they are coded: %s', (_, video, matrix, range, transfer) => {
  expect(codingOf(video)).toEqual({ matrix, range, transfer });
});

it.each([
  ['HDR10', { hdr: 'hdr10', colorTransfer: 'smpte2084' }, true],
  [
    'Dolby Vision on HLG',
    { hdr: 'dolby_vision', dolbyVisionProfile: 8, colorTransfer: 'arib-std-b67' },
    true,
  ],
  [
    'Dolby Vision by itself',
    { hdr: 'dolby_vision', dolbyVisionProfile: 5, colorTransfer: 'smpte2084' },
    false,
  ],
  ['ICtCp', { hdr: 'pq', colorTransfer: 'smpte2084', colorSpace: 'ictcp' }, false],
] as const)('whether flashes are measured: %s', (_, video, measuresFlashes) => {
  const metadata = someMetadata({ streams: [aVideoStream(video)] });
  expect(planOf(metadata).picture).toMatchObject({ measuresFlashes });
});

it.each([
  ['4:2:0', 'yuv420p', 1920 * 1080 * 1.5],
  ['4:2:2', 'yuv422p', 1920 * 1080 * 2],
  ['4:4:4', 'yuv444p', 1920 * 1080 * 3],
] as const)(
  'levels of %s are counted without making chroma up',
  (chromaSubsampling, format, bytes) => {
    const video = aVideoStream({ chromaSubsampling });
    expect(planOf(someMetadata({ streams: [video] })).picture?.levels).toMatchObject({
      pixelFormat: format,
      frameBytes: bytes,
    });
  },
);

it('levels of full range and of RGB are not counted', () => {
  const levelsOf = (video: Partial<VideoStream>) =>
    planOf(someMetadata({ streams: [aVideoStream(video)] })).picture?.levels;
  expect(levelsOf({ colorRange: 'pc' })).toBeNull();
  expect(levelsOf({ chromaSubsampling: 'rgb', pixelFormat: 'gbrp' })).toBeNull();
});

it('a stream without a clock is an error', () => {
  const streams = [aVideoStream({ timeBase: null })];
  expect(() => planOf(someMetadata({ streams }))).toThrow(
    "'timeBase' must be a fraction of a second, got 'null'",
  );
});
