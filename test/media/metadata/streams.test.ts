import { parseHeaders } from '../../../src/media/ffprobe-json';
import { toTechnicalMetadata } from '../../../src/media/metadata/technical-metadata';
import type { TechnicalMetadata, VideoStream } from '../../../src/domain/technical-metadata';

type Json = Record<string, unknown>;

function metadataOf(streams: Json[], format: Json = {}, isEstimate = false): TechnicalMetadata {
  const json = JSON.stringify({
    format: { format_name: 'matroska,webm', ...format },
    streams: streams.map((stream, index) => ({ index, ...stream })),
  });
  return toTechnicalMetadata(parseHeaders(json), 1000, { isEstimate });
}

function aVideo(fields: Json = {}): VideoStream {
  const [stream] = metadataOf([{ codec_type: 'video', width: 16, height: 9, ...fields }]).streams;
  return stream as VideoStream;
}

describe('high dynamic range', () => {
  const pq = { color_transfer: 'smpte2084' };
  const cll = { side_data_type: 'Content light level metadata', max_content: 1000, max_average: 4 };

  it.each([
    ['sdr', {}],
    ['hlg', { color_transfer: 'arib-std-b67' }],
    ['pq', pq],
    ['hdr10', { ...pq, side_data_list: [cll] }],
    [
      'hdr10plus',
      {
        ...pq,
        side_data_list: [cll, { side_data_type: 'HDR Dynamic Metadata SMPTE2094-40 (HDR10+)' }],
      },
    ],
    [
      'dolby_vision',
      { ...pq, side_data_list: [{ side_data_type: 'DOVI configuration record', dv_profile: 5 }] },
    ],
    // light levels alone do not make a picture HDR
    ['sdr', { side_data_list: [cll] }],
  ])('is %s', (kind, fields) => {
    expect(aVideo(fields).hdr).toBe(kind);
  });

  it('Dolby Vision has its profile', () => {
    const record = { side_data_type: 'DOVI configuration record', dv_profile: 8 };
    expect(aVideo({ side_data_list: [record] }).dolbyVisionProfile).toBe(8);
  });

  it('a display without primaries keeps its luminance, 0 included', () => {
    const display = {
      side_data_type: 'Mastering display metadata',
      min_luminance: '0/10000',
      max_luminance: '10000000/10000',
    };
    expect(aVideo({ ...pq, side_data_list: [display] }).masteringDisplay).toEqual({
      minLuminance: 0,
      maxLuminance: 1000,
      primaries: null,
    });
  });
});

describe('frame rate', () => {
  it.each([
    ['25/1', '25/1', 'progressive', false],
    // milliseconds of Matroska
    ['30000/1001', '19001/634', 'progressive', false],
    ['120/1', '2997/100', 'progressive', true],
    ['50/1', '25/1', 'tt', false],
    ['50/1', '25/1', undefined, false],
    ['50/1', '25/1', 'progressive', true],
    ['0/0', '25/1', 'progressive', null],
  ])('%s with an average of %s, %s: varies %s', (rate, average, field_order, varies) => {
    const fields = { r_frame_rate: rate, avg_frame_rate: average, field_order, duration: '60' };
    expect(aVideo(fields).variableFrameRate).toBe(varies);
  });
});

describe('rotation', () => {
  const matrix = (rotation: number): Json => ({
    side_data_list: [{ side_data_type: 'Display Matrix', rotation }],
  });

  it.each([
    [matrix(-90), 90],
    [matrix(90), 270],
    [matrix(180), 180],
    [matrix(-180), 180],
    [matrix(0), 0],
    [matrix(-89.9), 90],
    [{ tags: { rotate: '270' } }, 270],
    [{}, 0],
  ])('%j is shown upright by %i degrees clockwise', (fields, degrees) => {
    expect(Object.is(aVideo(fields).rotationDegrees, degrees)).toBe(true);
  });
});

describe('what ffprobe does not know', () => {
  it('is null, not a word or a zero', () => {
    expect(
      aVideo({
        codec_name: 'unknown',
        level: -99,
        field_order: 'unknown',
        color_range: 'unknown',
        sample_aspect_ratio: '0:1',
        display_aspect_ratio: '0:1',
        bit_rate: 'N/A',
        nb_frames: '99999999999999999999',
      }),
    ).toMatchObject({
      codec: null,
      level: null,
      fieldOrder: null,
      colorRange: null,
      sampleAspectRatio: null,
      displayAspectRatio: null,
      bitRate: null,
      frameCount: null,
    });
  });

  it('a video stream without a picture is of unknown type', () => {
    const { streams } = metadataOf([{ codec_type: 'video', codec_name: 'h264' }]);
    expect(streams[0]).toMatchObject({ type: 'unknown', codec: 'h264' });
  });

  it('a stream of no type is unknown; one of data keeps its timecode', () => {
    const tags = { timecode: '10:00:00:00' };
    const { streams, container } = metadataOf([{}, { codec_type: 'data', tags }]);
    expect(streams).toMatchObject([{ type: 'unknown' }, { type: 'data', ...tags }]);
    expect(container.timecode).toBe('10:00:00:00');
  });
});

describe('duration', () => {
  it('of the longest stream serves where the container has none', () => {
    const { container } = metadataOf([
      { codec_type: 'audio', duration: '1.5' },
      { codec_type: 'audio', tags: { DURATION: '00:01:02.500000000' } },
    ]);
    expect(container).toMatchObject({ durationSeconds: 62.5, durationSource: 'stream' });
  });

  it('an estimate is said to be one', () => {
    const { container } = metadataOf([], { duration: '10.0', format_name: 'mp3' }, true);
    expect(container).toMatchObject({ durationSeconds: 10, durationSource: 'bit_rate' });
  });

  it('is unknown where nothing tells it', () => {
    const { container } = metadataOf([{ codec_type: 'audio', tags: { duration: 'long' } }]);
    expect(container).toMatchObject({ durationSeconds: null, durationSource: null });
  });
});

it('tags are found whatever their case', () => {
  const tags = { LANGUAGE: 'jpn', Title: '題' };
  expect(aVideo({ tags })).toMatchObject({ language: 'jpn', title: '題', tags });
});
