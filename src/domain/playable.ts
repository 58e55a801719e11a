import { primaryAudio, primaryVideo } from './primary-stream';
import type { TechnicalMetadata } from './technical-metadata';

/* What browsers play of a file as it is. */

interface Playable {
  /** Media type without its first half, which says whether there are pictures. */
  readonly subtype: string;
  /** By the names of ffprobe. */
  readonly codecs: readonly string[];
}

const MP4: Playable = {
  subtype: 'mp4',
  codecs: ['h264', 'hevc', 'av1', 'vp9', 'aac', 'mp3', 'opus', 'flac', 'alac', 'ac3', 'eac3'],
};

/** By the first of ffprobe's names of the container. A QuickTime file plays where it is called an MP4. */
const containers: Readonly<Record<string, Playable>> = {
  mov: MP4,
  matroska: {
    subtype: 'webm',
    codecs: ['vp8', 'vp9', 'av1', 'h264', 'opus', 'vorbis', 'aac', 'mp3', 'flac'],
  },
  ogg: { subtype: 'ogg', codecs: ['vorbis', 'opus', 'flac'] },
  mp3: { subtype: 'mpeg', codecs: ['mp3'] },
  flac: { subtype: 'flac', codecs: ['flac'] },
  aac: { subtype: 'aac', codecs: ['aac'] },
  wav: { subtype: 'wav', codecs: ['pcm_s16le', 'pcm_s24le', 'pcm_f32le', 'pcm_u8'] },
};

/** Hardware and browsers decode H.264 of these alone; studio formats are High 4:2:2 and 10 bit. */
const H264_PIXELS = ['yuv420p', 'yuvj420p'];

/**
 * The media type under which a browser may play the file; null = none does, as of MXF, MPEG-2 or ProRes.
 * Not every browser plays every such file: HEVC and AC-3 are for those that have a decoder.
 */
export function playableType(metadata: TechnicalMetadata | null): string | null {
  const container = containers[metadata?.container.formatName.split(',')[0] ?? ''];
  const [picture, sound] = [primaryVideo(metadata), primaryAudio(metadata)];
  if (!container) return null;
  const streams = [picture, sound].filter((stream) => stream !== undefined);
  const plays = streams.every(({ codec }) => codec !== null && container.codecs.includes(codec));
  if (!plays || streams.length === 0) return null;
  if (picture?.codec === 'h264' && !H264_PIXELS.includes(picture.pixelFormat ?? '')) return null;
  return `${picture ? 'video' : 'audio'}/${container.subtype}`;
}
