import type { VideoStream } from '../../domain/technical-metadata';

export type ChromaSubsampling = NonNullable<VideoStream['chromaSubsampling']>;

export interface PixelFormatFacts {
  readonly bitDepth: number | null;
  readonly chromaSubsampling: ChromaSubsampling | null;
}

/**
 * What libav's name of a pixel format says. The names are regular, so patterns serve formats that
 * this version of FFmpeg does not have yet; the few irregular ones come first.
 */
export function pixelFormatFacts(name: string | null): PixelFormatFacts {
  if (name === null) return UNKNOWN;
  for (const [pattern, chromaSubsampling, bitDepth] of PATTERNS) {
    const match = pattern.exec(name);
    if (!match) continue;
    return {
      chromaSubsampling,
      bitDepth: bitDepth === undefined ? Number(match[1] ?? 8) : bitDepth,
    };
  }
  return UNKNOWN;
}

const UNKNOWN: PixelFormatFacts = { bitDepth: null, chromaSubsampling: null };

/** Bits are given, or are the group, or 8 where the group matches nothing. */
const PATTERNS: readonly (readonly [RegExp, ChromaSubsampling, (number | null)?])[] = [
  [/^yuv[aj]?444p(\d+)?/, '4:4:4'],
  [/^yuv[aj]?440p(\d+)?/, '4:4:0'],
  [/^yuv[aj]?422p(\d+)?/, '4:2:2'],
  [/^yuv[aj]?420p(\d+)?/, '4:2:0'],
  [/^yuv[aj]?411p(\d+)?/, '4:1:1'],
  [/^yuv[aj]?410p(\d+)?/, '4:1:0'],
  // luma in one plane, both chroma components in another
  [/^nv(?:12|21)$/, '4:2:0', 8],
  [/^nv16$/, '4:2:2', 8],
  [/^nv20/, '4:2:2', 10],
  [/^nv(?:24|42)$/, '4:4:4', 8],
  [/^p0(\d\d)/, '4:2:0'],
  [/^p2(\d\d)/, '4:2:2'],
  [/^p4(\d\d)/, '4:4:4'],
  // packed
  [/^(?:yuyv|uyvy|yvyu)422$/, '4:2:2', 8],
  [/^y2(\d\d)/, '4:2:2'],
  [/^uyyvyy411$/, '4:1:1', 8],
  [/^ayuv64/, '4:4:4', 16],
  [/^(?:vuya|vuyx|ayuv|uyva|vyu444)$/, '4:4:4', 8],
  [/^xv30/, '4:4:4', 10],
  [/^(?:xv36|xyz12)/, '4:4:4', 12],
  [/^xv48/, '4:4:4', 16],
  // no chroma
  [/^(?:gray|ya)f?(\d+)?/, 'gray'],
  [/^mono[wb]$/, 'gray', 1],
  // red, green, blue
  [/^gbra?pf?(\d+)?/, 'rgb'],
  [/^x2(?:rgb|bgr)(10)/, 'rgb'],
  [/^(?:rgb|bgr)48/, 'rgb', 16],
  [/^(?:rgba|bgra)64/, 'rgb', 16],
  [/^(?:rgb|bgr)24$/, 'rgb', 8],
  [/^(?:argb|rgba|abgr|bgra|0rgb|rgb0|0bgr|bgr0|pal8)$/, 'rgb', 8],
  [/^(?:rgb|bgr)444/, 'rgb', 4],
  [/^(?:rgb|bgr)555/, 'rgb', 5],
  // fewer bits for some components than for others
  [/^(?:rgb|bgr)(?:4|8|565)/, 'rgb', null],
];
