import type { Stream } from '../domain/technical-metadata';

/**
 * Codecs that the platform's own ffmpeg decodes, by ffprobe's names: no other is taken, whatever the
 * ffmpeg of a laptop can do. A test holds them against tools/ffmpeg/components.conf.
 */
export const decodableCodecs = {
  video: [
    ...[
      'av1',
      'cfhd',
      'dnxhd',
      'dvvideo',
      'ffv1',
      'ffvhuff',
      'flv1',
      'h263',
      'h264',
      'hap',
      'hevc',
    ],
    ...[
      'huffyuv',
      'jpeg2000',
      'mjpeg',
      'mpeg1video',
      'mpeg2video',
      'mpeg4',
      'msmpeg4v2',
      'msmpeg4v3',
    ],
    ...['png', 'prores', 'qtrle', 'rawvideo', 'svq1', 'svq3', 'theora', 'utvideo', 'v210', 'vc1'],
    ...['vp6', 'vp6f', 'vp8', 'vp9', 'wmv1', 'wmv2', 'wmv3'],
  ],
  audio: [
    ...['aac', 'aac_latm', 'ac3', 'adpcm_ima_qt', 'adpcm_ima_wav', 'adpcm_ms', 'alac', 'amr_nb'],
    ...['amr_wb', 'dts', 'eac3', 'flac', 'mlp', 'mp1', 'mp2', 'mp3', 'nellymoser', 'opus', 's302m'],
    ...['speex', 'truehd', 'vorbis', 'wmapro', 'wmav1', 'wmav2'],
  ],
} as const;

/** Picture or sound that belongs to the film, decodable or not. */
export function isMedia(stream: Stream): boolean {
  return stream.type === 'audio' || (stream.type === 'video' && !stream.attachedPicture);
}

/**
 * Sample entries of tracks that add views or layers to another track, which plays without them (ISO/IEC
 * 14496-15: multiview, scalable and layered coding).
 */
const ADDITIONS = new Set(['mvc1', 'mvc2', 'svc1', 'svc2', 'lhv1', 'lhe1']);

/** Whether a film is whole without it. */
export function isAddition({ codecTag }: Stream): boolean {
  return ADDITIONS.has(codecTag ?? '');
}

/** Whether its codec is one that can be decoded here; of a stream that {@link isMedia}. */
export function isDecodable({ type, codec }: Stream): boolean {
  if (codec === null || (type !== 'video' && type !== 'audio')) return false;
  const known: readonly string[] = decodableCodecs[type];
  return known.includes(codec) || (type === 'audio' && codec.startsWith('pcm_'));
}
