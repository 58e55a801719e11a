import type { Rational, VideoStream } from '../client/contract';

/** `29.97`; the digits that tell 29.97 from 30 and 23.976 from 24. */
export function formatFrameRate(rate: Rational): string {
  return String(Number((rate.numerator / rate.denominator).toFixed(3)));
}

export function exactRational(rate: Rational): string {
  return `${rate.numerator}/${rate.denominator}`;
}

export function formatRatio(ratio: Rational): string {
  return `${ratio.numerator}:${ratio.denominator}`;
}

/** Heights of the common rasters, in lines; the first that the picture reaches names it. */
const rasters = [
  [4320, '8K'],
  [2160, '4K'],
  [1440, '1440'],
  [1080, '1080'],
  [720, '720'],
] as const;

/** `1080i`, `4K`, or SD: how a QC operator calls a picture. */
export function rasterName(stream: VideoStream): string {
  const lines = Math.min(stream.width, stream.height); // a phone held upright is 1080 too
  const raster = rasters.find(([height]) => lines >= height);
  if (!raster) return 'SD';
  if (raster[1].endsWith('K')) return raster[1];
  return `${raster[1]}${isInterlaced(stream) ? 'i' : 'p'}`;
}

/** `1920 × 1080`, in pixels. */
export function exactSize({ width, height }: Pick<VideoStream, 'width' | 'height'>): string {
  return `${width} × ${height}`;
}

export function isInterlaced(stream: VideoStream): boolean {
  return stream.fieldOrder !== null && stream.fieldOrder !== 'progressive';
}

const HEVC_LEVEL_UNIT = 30;

/** The number on the label: 41 → 4.1 for H.264, 120 → 4 for HEVC, 8 → 4.0 for AV1. */
export function formatLevel(codec: string | null, level: number): string {
  if (codec === 'h264') return (level / 10).toFixed(1);
  if (codec === 'hevc') return (level / HEVC_LEVEL_UNIT).toFixed(1);
  if (codec === 'av1') return `${2 + (level >> 2)}.${level & 3}`; // AV1 specification, annex A.3
  return String(level);
}
