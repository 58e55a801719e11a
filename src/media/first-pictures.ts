import type {
  FfprobeHeaders,
  FfprobePicture,
  FfprobePictures,
  FfprobeStream,
} from './ffprobe-json';
import { halved, valueOf } from './metadata/frame-rate';
import { PQ_TRANSFER } from './metadata/hdr';
import { integerOf, rationalOf } from './metadata/values';
import { FIRST_PACKETS } from './probe-arguments';

/**
 * The stream whose first pictures must be decoded, since something is written only there: the metadata of
 * HDR10 and HDR10+ in the codec's own messages, or captions.
 */
export function streamToLookAt(headers: FfprobeHeaders): FfprobeStream | undefined {
  const video = headers.streams.find(
    (stream) =>
      stream.codec_type === 'video' && stream.width && stream.disposition['attached_pic'] !== 1,
  );
  return video && (video.color_transfer === PQ_TRANSFER || mayHaveCaptions(video))
    ? video
    : undefined;
}

/** The headers, with what was found in the first pictures of one stream. */
export function withPictures(
  headers: FfprobeHeaders,
  looked: FfprobeStream,
  pictures: FfprobePictures,
): FfprobeHeaders {
  const seen: FfprobeStream = {
    ...looked,
    ...countedInPictures(looked, pictures.frames),
    side_data_list: [
      ...looked.side_data_list,
      ...pictures.frames.flatMap((frame) => frame.side_data_list),
    ],
    ...(mayHaveCaptions(looked) && {
      closed_captions: Math.max(
        0,
        ...pictures.streams.map((stream) => stream.closed_captions ?? 0),
      ),
    }),
  };
  return {
    ...headers,
    streams: headers.streams.map((stream) => (stream === looked ? seen : stream)),
  };
}

/**
 * Where each field of H.264 is a packet (ITU-T H.264, 7.4.3, field_pic_flag), rates and count are of fields, and
 * the parser does not tell the order of the fields in every container.
 */
function countedInPictures(
  stream: FfprobeStream,
  pictures: readonly FfprobePicture[],
): Partial<FfprobeStream> {
  const [first, second] = pictures;
  const isPair = pictures.length === FIRST_PACKETS / 2 && first?.interlaced_frame === 1;
  const seconds = Number(second?.pts_time) - Number(first?.pts_time);
  const rate = rationalOf(stream.avg_frame_rate);
  if (!isPair || !rate || Math.round(seconds * valueOf(rate)) !== 2) return {};
  const packets = integerOf(stream.nb_frames);
  const frameRate = halved(rate);
  const text = `${frameRate.numerator}/${frameRate.denominator}`;
  return {
    r_frame_rate: text,
    avg_frame_rate: text,
    ...(packets !== null && { nb_frames: String(Math.ceil(packets / 2)) }),
    field_order: first.top_field_first === 1 ? 'tt' : 'bb',
  };
}

/** ATSC A/53 part 4, SCTE 128-1: in the user data of the pictures, whatever the container is. */
function mayHaveCaptions({ codec_name: codec }: FfprobeStream): boolean {
  return CAPTION_CODECS.has(codec ?? '');
}

const CAPTION_CODECS = new Set(['mpeg2video', 'h264', 'hevc']);
