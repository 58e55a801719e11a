import { decodeArguments, usedFilters } from '../../../src/media/quality/decode-arguments';
import { planOf } from '../../../src/media/quality/plan';
import { aVideoStream, anAudioStream, someMetadata } from '../../support/factories/videos';
import type { MappedProgramme } from '../../../src/domain/quality/track-map';
import type { AudioStream, Stream, VideoStream } from '../../../src/domain/technical-metadata';

const film = { url: 'file:/film', protocols: 'file', options: [] };

function graphOf(streams: Stream[]): string {
  const plan = planOf(someMetadata({ streams }));
  const args = decodeArguments(film, plan, { maxPixels: 1, maxStreams: 1, threads: 1 });
  return args.filter((_, i) => args[i - 1] === '-filter_complex').join(';');
}

const codingOf = (video: Partial<VideoStream>) =>
  planOf(someMetadata({ streams: [aVideoStream(video)] })).picture?.coding;

it('only what the file has is in the graph', () => {
  expect(graphOf([aVideoStream()])).not.toContain('ebur128');
  expect(graphOf([anAudioStream()])).not.toContain('blackdetect');
});

it('every filter of the graph is one that our own ffmpeg is built with', () => {
  const mono = [1, 2].map((index) => anAudioStream({ index, channels: 1 }));
  const many = anAudioStream({ channels: 12, channelLayout: null });
  const turned = [
    { rotationDegrees: 90, colorTransfer: 'arib-std-b67' },
    { rotationDegrees: 180 },
  ].map((video) => graphOf([aVideoStream(video)]));
  const names = [graphOf([aVideoStream(), ...mono]), graphOf([many]), ...turned]
    .join(';')
    .replace(/'[^']*'/g, '')
    .split(/[,;]/)
    .map((part) => /^(?:\[[^\]]*\])*(\w+)/.exec(part)?.[1]);
  expect([...new Set(names)].sort()).toEqual([...usedFilters]);
});

it('pictures and each programme are graphs of their own: one that changes resets no other', () => {
  const streams = [aVideoStream(), anAudioStream(), anAudioStream({ index: 2 })];
  const args = decodeArguments(film, planOf(someMetadata({ streams })), {
    maxPixels: 1,
    maxStreams: 1,
    threads: 1,
  });
  expect(args.filter((arg) => arg === '-filter_complex')).toHaveLength(3);
});

it('tracks of one channel are joined, two of them', () => {
  const mono = [1, 2, 3, 4].map((index) =>
    anAudioStream({ index, channels: 1, channelLayout: null }),
  );
  expect(graphOf([aVideoStream(), ...mono])).toContain('[0:1][0:2]join=inputs=2');
  expect(graphOf([aVideoStream(), ...mono])).toContain('[0:3][0:4]join=inputs=2');
  expect(planOf(someMetadata({ streams: mono })).sounds[0]).toMatchObject({
    channels: 2,
    mode: 'stereo',
  });
});

describe('programmes of sound', () => {
  type Track = Partial<AudioStream>;
  const programmesOf = (...tracks: readonly Track[]) =>
    planOf(
      someMetadata({
        streams: tracks.map((track, index) =>
          anAudioStream({
            channels: 1,
            channelLayout: null,
            language: null,
            dispositions: [],
            ...track,
            index,
          }),
        ),
      }),
    ).sounds.map(
      ({ parts, mode }) => `${mode}: ${parts.map(({ stream }) => stream.index).join(' ')}`,
    );
  const jpn = { language: 'jpn' };
  const eng = { language: 'eng' };
  const stereo = { channels: 2, channelLayout: 'stereo' };
  const at = (place: string): Track => ({
    channelLayout: place === 'FC' ? 'mono' : `1 channels (${place})`,
  });

  it.each<[string, Track[], string[]]>([
    ['stereo tracks are one each', [{ ...stereo, ...jpn }, { ...stereo, ...eng }], ['stereo: 0', 'stereo: 1']],
    ['the default one comes first', [stereo, { ...stereo, dispositions: ['default'] }], ['stereo: 1', 'stereo: 0']],
    ['mono tracks of two languages are two', [jpn, eng], ['mono: 0', 'mono: 1']],
    ['mono tracks of one language are pairs', [jpn, jpn, eng, eng], ['stereo: 0 1', 'stereo: 2 3']],
    ['a third one is by itself', [jpn, jpn, jpn], ['stereo: 0 1', 'mono: 2']],
    ['no language is an undetermined one', [{}, { language: 'und' }], ['stereo: 0 1']],
    ['titles tell them apart', [{ title: '本編' }, { title: '解説' }], ['mono: 0', 'mono: 1']],
    ['left, right and numbers do not', [{ title: 'Main L' }, { title: 'Main R' }, { title: 'Track 3' }, { title: 'Track 4' }], ['stereo: 0 1', 'stereo: 2 3']],
    ['six places are 5.1', ['FL', 'FR', 'FC', 'LFE', 'SL', 'SR', 'FL', 'FR'].map(at), ['5.1(side): 0 1 2 3 4 5', 'stereo: 6 7']],
    ['a centre and an LFE are no pair', ['FC', 'LFE'].map(at), ['mono: 0', '1 channels (LFE): 1']],
    ['mono beside stereo is by itself', [stereo, {}, {}], ['stereo: 0', 'mono: 1', 'mono: 2']],
    ['what nobody decodes is none, but for the main one', [{ codec: 'opus' }, { codec: 'ac4' }], ['mono: 0']],
  ])('%s', (_, tracks, programmes) => {
    expect(programmesOf(...tracks)).toEqual(programmes);
  }); // prettier-ignore
});

describe('programmes of a track map', () => {
  const stereo = {
    name: { ja: '主音声', en: 'main' },
    layout: 'stereo',
    whenAbsent: 'FAIL',
  } as const;
  const surround = { ...stereo, layout: '5.1' } as const;
  const mono = { ...stereo, layout: 'mono' } as const;
  const planned = (channels: readonly number[], ...map: MappedProgramme[]) => {
    const streams = channels.map((count, index) =>
      anAudioStream({ index, channels: count, channelLayout: null, language: null }),
    );
    const plan = planOf(someMetadata({ streams }), map);
    const args = decodeArguments(film, plan, { maxPixels: 1, maxStreams: 1, threads: 1 });
    const graphs = args.filter((_, i) => args[i - 1] === '-filter_complex');
    return plan.sounds.map(({ mode, channelNumbers }, i) => [
      `${mode}: ${channelNumbers.join(' ')}`,
      /^(.*?),?aresample/.exec(graphs[i]?.replace(/ashowinfo@s\d+,/, '') ?? '')?.[1],
    ]);
  };
  const eight = Array<number>(8).fill(1);

  it.each([
    [
      '5.1 and stereo in mono tracks',
      planned(
        eight,
        { ...surround, channels: [1, 2, 3, 4, 5, 6] },
        { ...stereo, channels: [7, 8] },
      ),
      [
        [
          '5.1: 1 2 3 4 5 6',
          '[0:0][0:1][0:2][0:3][0:4][0:5]join=inputs=6:channel_layout=5.1:map=0.0-FL|1.0-FR|2.0-FC|3.0-LFE|4.0-BL|5.0-BR',
        ],
        ['stereo: 7 8', '[0:6][0:7]join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR'],
      ],
    ],
    [
      'out of one track of many channels',
      planned([16], { ...stereo, channels: [7, 8] }, { ...mono, channels: [3] }).slice(0, 2),
      [
        ['stereo: 7 8', '[0:0]channelmap=map=6|7:channel_layout=stereo'],
        ['mono: 3', '[0:0]channelmap=map=2:channel_layout=mono'],
      ],
    ],
    [
      'a track that is the programme, as it is',
      planned(
        [2, 6],
        { ...surround, channels: [3, 4, 5, 6, 7, 8] },
        { ...stereo, channels: [1, 2] },
      ),
      [
        ['5.1: 3 4 5 6 7 8', '[0:1]'],
        ['stereo: 1 2', '[0:0]'],
      ],
    ],
    [
      'a track of other channels than its own layout says',
      planned([2], { ...mono, channels: [1] }, { ...mono, channels: [2] }),
      [
        ['mono: 1', '[0:0]channelmap=map=0:channel_layout=mono'],
        ['mono: 2', '[0:0]channelmap=map=1:channel_layout=mono'],
      ],
    ],
    [
      'out of several tracks',
      planned([2, 2], { ...stereo, channels: [2, 3] }).slice(0, 1),
      [
        [
          'stereo: 2 3',
          '[0:0]channelmap=map=1:channel_layout=mono[part0-0];[0:1]channelmap=map=0:channel_layout=mono[part0-1];[part0-0][part0-1]join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR',
        ],
      ],
    ],
  ])('%s', (_, sounds, expected) => {
    expect(sounds).toEqual(expected);
  });

  it('what it does not name comes after them, and what the file lacks is none', () => {
    const other = { ...stereo, channels: [9, 10] };
    const named = ([name]: (string | undefined)[]) => name;
    expect(planned(eight, { ...stereo, channels: [3, 4] }, other).map(named)).toEqual([
      ...['stereo: 3 4', 'stereo: 1 2', 'stereo: 5 6', 'stereo: 7 8'],
    ]);
    expect(planned([2, 4], { ...mono, channels: [3] }).map(named)).toEqual([
      ...['mono: 3', 'stereo: 1 2', 'mono: 4', 'mono: 5', 'mono: 6'],
    ]);
  });

  it('a track of several programmes is described once', () => {
    const streams = [anAudioStream({ channels: 2 })];
    const map = [1, 2].map((channel) => ({ ...mono, channels: [channel] }));
    const plan = planOf(someMetadata({ streams }), map);
    const args = decodeArguments(film, plan, { maxPixels: 1, maxStreams: 1, threads: 1 });
    expect(args.filter((arg) => arg.includes('ashowinfo'))).toHaveLength(1);
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
