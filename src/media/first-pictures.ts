import type { FfprobeHeaders, FfprobePictures, FfprobeStream } from './ffprobe-json';
import { PQ_TRANSFER } from './metadata/hdr';

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

/** ATSC A/53 part 4, SCTE 128-1: in the user data of the pictures, whatever the container is. */
function mayHaveCaptions({ codec_name: codec }: FfprobeStream): boolean {
  return CAPTION_CODECS.has(codec ?? '');
}

const CAPTION_CODECS = new Set(['mpeg2video', 'h264', 'hevc']);
