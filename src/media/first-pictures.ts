import type { FfprobeHeaders, FfprobePictures, FfprobeStream } from './ffprobe-json';
import { PQ_TRANSFER } from './metadata/hdr';

/**
 * The stream whose first pictures must be decoded, since something is written only there: mastering
 * data of HDR10 in the codec's own messages, or broadcast captions. Undefined for most files, which
 * saves a second look.
 */
export function streamToLookAt(headers: FfprobeHeaders): FfprobeStream | undefined {
  const video = headers.streams.find(
    (stream) =>
      stream.codec_type === 'video' && stream.width && stream.disposition['attached_pic'] !== 1,
  );
  return video && (lacksMastering(video) || mayHaveCaptions(headers, video)) ? video : undefined;
}

/** The headers, with what was found in the first pictures of one stream. */
export function withPictures(
  headers: FfprobeHeaders,
  looked: FfprobeStream,
  pictures: FfprobePictures,
): FfprobeHeaders {
  const seen: FfprobeStream = {
    ...looked,
    side_data_list: [
      ...looked.side_data_list,
      ...pictures.frames.flatMap((frame) => frame.side_data_list),
    ],
    closed_captions: Math.max(0, ...pictures.streams.map((stream) => stream.closed_captions ?? 0)),
  };
  return {
    ...headers,
    streams: headers.streams.map((stream) => (stream === looked ? seen : stream)),
  };
}

function lacksMastering(video: FfprobeStream): boolean {
  return video.color_transfer === PQ_TRANSFER && video.side_data_list.length === 0;
}

/** CEA-608/708 captions travel inside pictures in broadcast streams; MXF has a track of its own. */
function mayHaveCaptions(headers: FfprobeHeaders, video: FfprobeStream): boolean {
  return (
    CAPTION_CARRIERS.has(headers.format.format_name) && CAPTION_CODECS.has(video.codec_name ?? '')
  );
}

const CAPTION_CARRIERS = new Set(['mpegts', 'mpeg']);
const CAPTION_CODECS = new Set(['mpeg2video', 'h264', 'hevc']);
