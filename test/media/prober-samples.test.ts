import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import {
  technicalMetadataSchema,
  type AudioStream,
  type Stream,
  type TechnicalMetadata,
  type VideoStream,
} from '../../src/domain/technical-metadata';
import { Prober } from '../../src/media/prober';
import { clips } from '../../tools/samples/clips';
import { fullSizeTool, mediaTool, sampleFolder, SAMPLES_TIMEOUT_MS } from '../support/media';
import { bytesOf, OneObjectStore } from '../support/fakes/media-object-store';

type Raw = Record<string, unknown> & {
  tags?: Record<string, string>;
  disposition?: Record<string, number>;
};
interface RawReport {
  format: Raw;
  streams: Raw[];
  chapters: Raw[];
}

let folder: string;
let fullSizeFfprobe: string;
let prober: Prober;

beforeAll(async () => {
  folder = await sampleFolder();
  fullSizeFfprobe = await fullSizeTool('ffprobe');
  prober = new Prober({ ffprobe: await mediaTool('ffprobe') });
}, SAMPLES_TIMEOUT_MS);
afterAll(() => prober.close());

/** Each clip once, whatever is asked about it: a start of ffprobe loads 200 libraries. */
const probe = once((file): Promise<TechnicalMetadata> => prober.probe(path.join(folder, file)));

async function streamOf<T extends Stream['type']>(
  file: string,
  type: T,
): Promise<Extract<Stream, { type: T }>> {
  const { streams } = await probe(file);
  const found = streams.find((stream) => stream.type === type);
  if (!found) throw new Error(`${file} has no ${type} stream`);
  return found as Extract<Stream, { type: T }>;
}

/** Asked separately, of a full-size ffprobe with no options: our own build must say the same. */
const rawReport = once((file): RawReport => {
  const show = ['-show_format', '-show_streams', '-show_chapters', '-of', 'json'];
  const args = ['-v', 'quiet', ...show, `file:${path.join(folder, file)}`];
  const json = execFileSync(fullSizeFfprobe, args);
  return JSON.parse(json.toString('utf8').normalize('NFC')) as RawReport;
});

describe.each(clips.map(({ file }) => file))('%s', (file) => {
  it('has the container that ffprobe shows', async () => {
    const { format } = rawReport(file);
    const { container } = await probe(file);
    expect(container).toMatchObject({
      formatName: format['format_name'],
      formatLongName: format['format_long_name'],
      startTimeSeconds: numberOrNull(format['start_time']),
      durationSeconds: numberOrNull(format['duration']),
      bitRate: numberOrNull(format['bit_rate']),
      sizeBytes: Number(format['size']),
      tags: format.tags ?? {},
    });
    expect(fieldsWithoutPlace(format, FORMAT_FIELDS)).toEqual([]);
  });

  it('has the streams that ffprobe shows, field by field', async () => {
    const { streams } = rawReport(file);
    const metadata = await probe(file);
    expect(metadata.streams).toHaveLength(streams.length);
    streams.forEach((raw, i) => {
      expect(metadata.streams[i]).toMatchObject(expectedStream(raw));
      expect(fieldsWithoutPlace(raw, STREAM_FIELDS)).toEqual([]);
    });
  });

  it('has the chapters that ffprobe shows', async () => {
    const { chapters } = rawReport(file);
    expect((await probe(file)).chapters).toEqual(
      chapters.map((chapter) => ({
        startSeconds: Number(chapter['start_time']),
        endSeconds: Number(chapter['end_time']),
        title: chapter.tags?.['title'] ?? null,
      })),
    );
  });

  it('is the same from an object as from a file, and fits the schema', async () => {
    const store = new OneObjectStore(file, bytesOf(readFileSync(path.join(folder, file))));
    const fromObject = await prober.probe(store.source);
    expect(fromObject).toEqual(await probe(file));
    expect(technicalMetadataSchema.parse(fromObject)).toEqual(fromObject);
  });
});

describe('known answers', () => {
  it('a file for everybody has its colour declared and is SDR', async () => {
    expect(await streamOf('h264-aac.mp4', 'video')).toMatchObject({
      codec: 'h264',
      colorPrimaries: 'bt709',
      colorTransfer: 'bt709',
      colorSpace: 'bt709',
      colorRange: 'tv',
      hdr: 'sdr',
      chromaSubsampling: '4:2:0',
      bitDepth: 8,
      variableFrameRate: false,
      closedCaptions: false,
    });
    expect(await streamOf('av1.mp4', 'video')).toMatchObject({ closedCaptions: null });
  });

  it('a phone held upright is to be turned clockwise', async () => {
    expect(await streamOf('rotated.mov', 'video')).toMatchObject({ rotationDegrees: 90 });
    expect(await streamOf('h264-aac.mp4', 'video')).toMatchObject({ rotationDegrees: 0 });
  });

  it('drop-frame timecode keeps its semicolon, in the stream and in the file', async () => {
    const { container } = await probe('prores-drop-frame.mov');
    expect(container.timecode).toBe('01:00:00;02');
    expect(await streamOf('prores-drop-frame.mov', 'data')).toMatchObject({
      codecTag: 'tmcd',
      timecode: '01:00:00;02',
    });
    expect(await streamOf('prores-drop-frame.mov', 'video')).toMatchObject({
      codec: 'prores',
      bitDepth: 10,
      chromaSubsampling: '4:2:2',
      timecode: '01:00:00;02',
    });
  });

  it('HDR10 mastering data is found in the first picture', async () => {
    expect(await streamOf('hdr10.mkv', 'video')).toMatchObject({
      hdr: 'hdr10',
      bitDepth: 10,
      masteringDisplay: {
        minLuminance: 0.005,
        maxLuminance: 1000,
        primaries: {
          red: [0.68, 0.32],
          green: [0.265, 0.69],
          blue: [0.15, 0.06],
          whitePoint: [0.3127, 0.329],
        },
      },
      contentLightLevel: { maxContent: 1000, maxAverage: 400 },
    });
  });

  it('HLG is known by its transfer characteristics', async () => {
    const hlg: Partial<VideoStream> = {
      hdr: 'hlg',
      colorTransfer: 'arib-std-b67',
      codecTag: 'hvc1',
    };
    expect(await streamOf('hlg.mp4', 'video')).toMatchObject(hlg);
  });

  it('captions in MPEG-2 pictures are found; where none are, that is said', async () => {
    expect(await streamOf('captions.ts', 'video')).toMatchObject({ closedCaptions: true });
    expect(await streamOf('two-programmes.ts', 'video')).toMatchObject({ closedCaptions: false });
  });

  it('a broadcast delivery has fields, a pattern, a timecode and two mono tracks', async () => {
    const { container, streams } = await probe('xdcam-like.mxf');
    expect(container).toMatchObject({
      timecode: '10:00:00;00',
      operationalPattern: '060e2b34.04010101.0d010201.01010900',
    });
    expect(streams.map(({ type }) => type)).toEqual(['video', 'audio', 'audio']);
    expect(streams[0]).toMatchObject({
      fieldOrder: 'tt',
      chromaSubsampling: '4:2:2',
      profile: '4:2:2',
      variableFrameRate: false,
    });
    expect(streams[1]).toMatchObject({
      channels: 1,
      bitsPerSample: 24,
    } satisfies Partial<AudioStream>);
  });

  it('a cover image is not the video', async () => {
    expect(await streamOf('cover.mp3', 'video')).toMatchObject({ attachedPicture: true });
  });

  it('5.1 sound has its layout', async () => {
    expect(await streamOf('surround.m4a', 'audio')).toMatchObject({
      channels: 6,
      channelLayout: '5.1',
      sampleFormat: 'fltp',
    });
  });

  it('pixels that are not square make another shape on the screen', async () => {
    expect(await streamOf('anamorphic.mp4', 'video')).toMatchObject({
      sampleAspectRatio: { numerator: 4, denominator: 3 },
      displayAspectRatio: { numerator: 16, denominator: 9 },
    });
  });

  it('pictures at uneven times are a variable rate; an index in pieces is none', async () => {
    expect(await streamOf('variable-rate.mp4', 'video')).toMatchObject({ variableFrameRate: true });
    expect(await streamOf('fragmented.mp4', 'video')).toMatchObject({ variableFrameRate: false });
  });

  it('text is composed Unicode, Japanese included', async () => {
    const { container, chapters } = await probe('chapters-日本語.mp4');
    expect(container.tags['title']).toBe('ガイドプログラム');
    expect(chapters.map(({ title }) => title)).toEqual(['はじめに', 'おわり']);
    expect(await streamOf('chapters-日本語.mp4', 'subtitle')).toMatchObject({ language: 'jpn' });
  });

  it('languages of sound are those of the programme', async () => {
    const { streams } = await probe('two-programmes.ts');
    const languages = streams
      .filter(({ type }) => type === 'audio')
      .map(({ language }) => language);
    expect(languages).toEqual(['jpn', 'eng']);
  });

  it.each([
    ['h264-aac.mp4', 'container'],
    ['two-programmes.ts', 'packets'],
    ['dvd.mpg', 'packets'],
    ['live.mkv', null],
  ])('the duration of %s comes from %s', async (file, source) => {
    expect((await probe(file)).container.durationSource).toBe(source);
  });

  it('a file without a duration gets one from its packets', async () => {
    expect(await prober.measureDuration(path.join(folder, 'live.mkv'), 10_000)).toBeCloseTo(2, 1);
  });
});

/** Keeps what was answered for each file. */
function once<T>(ask: (file: string) => T): (file: string) => T {
  const answers = new Map<string, T>();
  return (file) => {
    const answer = answers.get(file) ?? ask(file);
    answers.set(file, answer);
    return answer;
  };
}

function numberOrNull(value: unknown): number | null {
  return value === undefined ? null : Number(value);
}

function textOrNull(value: unknown): unknown {
  return value === undefined || value === 'unknown' ? null : value;
}

function ratioOrNull(value: unknown): unknown {
  const [numerator = 0, denominator = 0] = (typeof value === 'string' ? value : '0/0')
    .split(/[/:]/)
    .map(Number);
  return numerator > 0 && denominator > 0 ? { numerator, denominator } : null;
}

function expectedStream(raw: Raw): object {
  const tags = raw.tags ?? {};
  const common = {
    index: raw['index'],
    type: raw['codec_type'],
    codec: textOrNull(raw['codec_name']),
    codecLongName: textOrNull(raw['codec_long_name']),
    profile: textOrNull(raw['profile']),
    codecTag: raw['codec_tag'] === '0x0000' ? null : raw['codec_tag_string'],
    id: textOrNull(raw['id']),
    timeBase: raw['time_base'],
    startTimeSeconds: numberOrNull(raw['start_time']),
    durationSeconds: numberOrNull(raw['duration']),
    bitRate: numberOrNull(raw['bit_rate']),
    frameCount: numberOrNull(raw['nb_frames']),
    language: tags['language'] ?? null,
    title: tags['title'] ?? null,
    dispositions: Object.entries(raw.disposition ?? {})
      .filter(([, isSet]) => isSet === 1)
      .map(([name]) => name),
    tags,
  };
  if (raw['codec_type'] === 'audio') return { ...common, ...expectedAudio(raw) };
  if (raw['codec_type'] === 'video') return { ...common, ...expectedVideo(raw) };
  return common;
}

function expectedAudio(raw: Raw): object {
  return {
    sampleFormat: textOrNull(raw['sample_fmt']),
    sampleRate: numberOrNull(raw['sample_rate']),
    channels: raw['channels'],
    channelLayout: textOrNull(raw['channel_layout']),
    bitsPerSample: raw['bits_per_sample'] === 0 ? null : raw['bits_per_sample'],
  };
}

function expectedVideo(raw: Raw): object {
  return {
    level: raw['level'] === -99 ? null : raw['level'],
    width: raw['width'],
    height: raw['height'],
    pixelFormat: textOrNull(raw['pix_fmt']),
    colorRange: textOrNull(raw['color_range']),
    colorSpace: textOrNull(raw['color_space']),
    colorPrimaries: textOrNull(raw['color_primaries']),
    colorTransfer: textOrNull(raw['color_transfer']),
    chromaLocation: textOrNull(raw['chroma_location']),
    fieldOrder: textOrNull(raw['field_order']),
    frameRate: ratioOrNull(raw['r_frame_rate']),
    averageFrameRate: ratioOrNull(raw['avg_frame_rate']),
    sampleAspectRatio: ratioOrNull(raw['sample_aspect_ratio']),
    displayAspectRatio: ratioOrNull(raw['display_aspect_ratio']),
  };
}

function fieldsWithoutPlace(raw: Raw, known: ReadonlySet<string>): string[] {
  return Object.keys(raw).filter((field) => !known.has(field));
}

const FORMAT_FIELDS = new Set([
  ...['format_name', 'format_long_name', 'start_time', 'duration', 'bit_rate', 'size', 'tags'],
  // said by the streams, by the caller, or of no use to anybody
  ...['nb_streams', 'nb_programs', 'nb_stream_groups', 'filename', 'probe_score'],
]);

const STREAM_FIELDS = new Set([
  ...['index', 'codec_type', 'codec_name', 'codec_long_name', 'profile', 'codec_tag', 'tags', 'id'],
  ...['codec_tag_string', 'time_base', 'start_time', 'duration', 'bit_rate', 'nb_frames', 'level'],
  ...['disposition', 'sample_fmt', 'sample_rate', 'channels', 'channel_layout', 'width', 'height'],
  ...['bits_per_sample', 'pix_fmt', 'color_range', 'color_space', 'color_primaries', 'field_order'],
  ...['color_transfer', 'chroma_location', 'r_frame_rate', 'avg_frame_rate', 'side_data_list'],
  ...['sample_aspect_ratio', 'display_aspect_ratio', 'closed_captions'],
  // the same as another field in other units
  ...['start_pts', 'duration_ts', 'bits_per_raw_sample'],
  // for a decoder only
  ...['coded_width', 'coded_height', 'has_b_frames', 'refs', 'is_avc', 'nal_length_size'],
  ...['film_grain', 'divx_packed', 'quarter_sample', 'extradata_size', 'initial_padding'],
  ...['max_bit_rate', 'ts_id', 'ts_packetsize', 'view_ids_available', 'view_pos_available'],
]);
