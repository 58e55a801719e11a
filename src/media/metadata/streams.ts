import type { Rational, Stream, StreamBase, VideoStream } from '../../domain/technical-metadata';
import type { FfprobeStream } from '../ffprobe-json';
import { frameRateFacts, framesIn, ROUNDING_FRAMES } from './frame-rate';
import { hdrFacts } from './hdr';
import { pixelFormatFacts } from './pixel-format';
import { rotationOf } from './rotation';
import { sampleEntries } from './sample-entries';
import {
  integerOf,
  isUnknownLength,
  knownOf,
  numberOf,
  positiveOf,
  rationalOf,
  tagOf,
} from './values';

export function toStream(stream: FfprobeStream): Stream {
  const entry = knownOf(stream.codec_name)
    ? undefined
    : sampleEntries[tagOf(stream.tags, 'data_type') ?? stream.codec_tag_string ?? ''];
  const base = { ...baseOf(stream), ...(entry && { codec: entry.codec }) };
  const type = entry?.type ?? stream.codec_type;
  switch (type) {
    case 'video':
      return toVideo(stream, base);
    case 'audio':
      return {
        ...base,
        type: 'audio',
        sampleFormat: knownOf(stream.sample_fmt),
        sampleRate: positiveOf(integerOf(stream.sample_rate) ?? 0),
        channels: positiveOf(stream.channels),
        channelLayout: knownOf(stream.channel_layout),
        bitsPerSample: positiveOf(stream.bits_per_sample),
      };
    case 'subtitle':
      return {
        ...base,
        type: 'subtitle',
        width: positiveOf(stream.width),
        height: positiveOf(stream.height),
      };
    case 'data':
    case 'attachment':
      return { ...base, type, timecode: tagOf(stream.tags, 'timecode') };
    case undefined:
    default:
      return { ...base, type: 'unknown', timecode: null };
  }
}

function baseOf(stream: FfprobeStream): StreamBase {
  return {
    index: stream.index,
    codec: knownOf(stream.codec_name),
    codecLongName: knownOf(stream.codec_long_name),
    profile: knownOf(stream.profile),
    codecTag: stream.codec_tag === NO_TAG ? null : knownOf(stream.codec_tag_string),
    id: knownOf(stream.id),
    timeBase: knownOf(stream.time_base),
    startTimeSeconds: numberOf(stream.start_time),
    durationSeconds: isUnknownLength(stream.duration_ts) ? null : numberOf(stream.duration),
    bitRate: integerOf(stream.bit_rate),
    frameCount: integerOf(stream.nb_frames),
    language: tagOf(stream.tags, 'language'),
    title: tagOf(stream.tags, 'title'),
    dispositions: Object.keys(stream.disposition).filter((name) => stream.disposition[name] === 1),
    tags: stream.tags,
  };
}

const NO_TAG = '0x0000';

/** What ffprobe writes for a level that it does not know. */
const UNKNOWN_LEVEL = -99;

function toVideo(stream: FfprobeStream, base: StreamBase): Stream {
  const { width, height } = stream;
  // announced, but no picture of it was found: there is nothing to say of pictures
  if (!width || !height)
    return { ...base, type: 'unknown', timecode: tagOf(stream.tags, 'timecode') };
  const fieldOrder = fieldOrderOf(stream.field_order);
  const pixelFormat = knownOf(stream.pix_fmt);
  const colorTransfer = knownOf(stream.color_transfer);
  const rates = frameRateFacts({
    lowestCommon: stream.r_frame_rate,
    average: stream.avg_frame_rate,
    fieldOrder,
    durationSeconds: base.durationSeconds,
  });
  return {
    ...base,
    type: 'video',
    frameCount: wholeCount(base, rates.averageFrameRate),
    level: stream.level === UNKNOWN_LEVEL ? null : (stream.level ?? null),
    width,
    height,
    pixelFormat,
    ...pixelFormatFacts(pixelFormat),
    colorRange: knownOf(stream.color_range),
    colorSpace: knownOf(stream.color_space),
    colorPrimaries: knownOf(stream.color_primaries),
    colorTransfer,
    chromaLocation: knownOf(stream.chroma_location),
    ...hdrFacts(colorTransfer, stream.side_data_list),
    fieldOrder,
    ...rates,
    sampleAspectRatio: rationalOf(stream.sample_aspect_ratio),
    displayAspectRatio: rationalOf(stream.display_aspect_ratio),
    rotationDegrees: rotationOf(stream),
    ...stereo3dOf(stream),
    timecode: knownOf(stream.timecode) ?? tagOf(stream.tags, 'timecode'),
    closedCaptions: stream.closed_captions === undefined ? null : stream.closed_captions === 1,
    attachedPicture: stream.disposition['attached_pic'] === 1,
  };
}

/** Of the container: StereoMode of Matroska (RFC 9559), and its like in MP4. */
function stereo3dOf({ side_data_list: entries }: FfprobeStream): Pick<VideoStream, 'stereo3d'> {
  const type = entries.find(({ side_data_type: name }) => name === 'Stereo 3D')?.['type'];
  return typeof type === 'string' && type !== ONE_VIEW ? { stereo3d: type } : {};
}

const ONE_VIEW = '2D';

/** The index of a film in fragments may count those of the first alone; null = it counts too few. */
function wholeCount(
  { frameCount, durationSeconds }: StreamBase,
  rate: Rational | null,
): number | null {
  if (frameCount === null || durationSeconds === null || rate === null) return frameCount;
  return frameCount < framesIn(durationSeconds, rate) - ROUNDING_FRAMES ? null : frameCount;
}

const FIELD_ORDERS = ['progressive', 'tt', 'bb', 'tb', 'bt'] as const;

function fieldOrderOf(text: string | undefined): VideoStream['fieldOrder'] {
  return FIELD_ORDERS.find((order) => order === text) ?? null;
}
