import { primaryVideo } from '../../domain/primary-stream';
import type { TrackMap } from '../../domain/quality/track-map';
import type { Rational, TechnicalMetadata, VideoStream } from '../../domain/technical-metadata';
import { isHdr, type ColourCoding } from './colour';
import { previewPlan, type PreviewPlan } from './preview-plan';
import { declaredScan, SMALLEST_SCAN } from './scan-meter';
import { soundProgrammes, type SoundPlan } from './sound-programmes';

/** What of a file is measured, and how it is coded: everything that the graph is built from. */
export interface Plan {
  readonly picture: PicturePlan | null;
  /** Of each programme; first those of the track map, then the one that players choose. None = there is no sound. */
  readonly sounds: readonly SoundPlan[];
}

export interface PicturePlan {
  readonly stream: VideoStream;
  readonly timeBase: Rational;
  /** Seconds that a picture lasts, as declared. */
  readonly frameSeconds: number;
  readonly coding: ColourCoding;
  /** Which field is shown first, half a picture before the other; null = pictures are whole. */
  readonly firstField: 'top' | 'bottom' | null;
  readonly levels: LevelsPlan | null;
  readonly measuresScan: boolean;
  /** Not where light is coded as nothing here reads it: Dolby Vision without a layer of PQ or HLG. */
  readonly measuresFlashes: boolean;
  /** null = none are made, as where nothing here reads the colours */
  readonly previews: PreviewPlan | null;
}

export interface LevelsPlan {
  /** Of 8 bit, with the subsampling of the stream: nothing is interpolated. */
  readonly pixelFormat: string;
  readonly width: number;
  /** By how many bits the width and the height of chroma are shifted. */
  readonly across: number;
  readonly down: number;
  readonly lumaBytes: number;
  readonly frameBytes: number;
}

/** Hz; all sound is measured at the rate that BS.1770 gives its filters for. */
export const SOUND_RATE = 48_000;

/** @param map which channels make up which sound programme; without one, tracks and labels tell */
export function planOf(metadata: TechnicalMetadata, map?: TrackMap): Plan {
  const video = primaryVideo(metadata);
  return {
    picture: video ? picturePlan(video, metadata) : null,
    sounds: soundProgrammes(metadata, map),
  };
}

/** Where a stream declares no rate. */
const ASSUMED_FRAME_SECONDS = 1 / 30;

function picturePlan(stream: VideoStream, metadata: TechnicalMetadata): PicturePlan {
  const rate = stream.averageFrameRate ?? stream.frameRate;
  const coding = codingOf(stream);
  const readsColours =
    stream.colorSpace !== 'ictcp' &&
    (stream.hdr !== 'dolby_vision' || (stream.dolbyVisionProfile !== 5 && isHdr(coding)));
  return {
    stream,
    timeBase: timeBaseOf(stream.timeBase),
    frameSeconds: rate?.numerator ? rate.denominator / rate.numerator : ASSUMED_FRAME_SECONDS,
    coding,
    firstField: firstFields[declaredScan(stream.fieldOrder) ?? 'progressive'],
    levels: coding.range === 'limited' ? levelsPlan(stream) : null,
    measuresScan: stream.width >= SMALLEST_SCAN.width && stream.height >= SMALLEST_SCAN.height,
    measuresFlashes: readsColours,
    previews: readsColours ? previewPlan(stream, metadata) : null,
  };
}

const firstFields = { tff: 'top', bff: 'bottom', progressive: null } as const;

function timeBaseOf(text: string | null): Rational {
  const [numerator = NaN, denominator = NaN] = (text ?? '').split('/').map(Number);
  if (numerator > 0 && denominator > 0) return { numerator, denominator };
  throw new Error(`'timeBase' must be a fraction of a second, got '${String(text)}'`);
}

/** Height from which an untagged picture is taken for HD. */
const HD_HEIGHT = 720;

function codingOf(stream: VideoStream): ColourCoding {
  const { colorRange, colorSpace, colorTransfer, height, pixelFormat } = stream;
  const isFull = colorRange === 'pc' || /^(yuvj|rgb|bgr|gbr)/.test(pixelFormat ?? '');
  const range = isFull ? 'full' : 'limited';
  const transfer = transferOf(colorTransfer, range);
  const matrix = matrixOf(colorSpace, height);
  return { range, matrix: isHdr({ range, matrix, transfer }) ? 'bt2020' : matrix, transfer };
}

/** Untagged full range comes from computers, untagged limited range from video. */
function transferOf(
  colorTransfer: string | null,
  range: ColourCoding['range'],
): ColourCoding['transfer'] {
  if (colorTransfer === 'smpte2084') return 'pq';
  if (colorTransfer === 'arib-std-b67') return 'hlg';
  if (colorTransfer === 'iec61966-2-1') return 'srgb';
  return colorTransfer === null && range === 'full' ? 'srgb' : 'bt1886';
}

function matrixOf(colorSpace: string | null, height: number): ColourCoding['matrix'] {
  switch (colorSpace) {
    case 'bt709':
      return 'bt709';
    case 'bt2020nc':
    case 'bt2020c':
      return 'bt2020';
    case 'bt470bg':
    case 'smpte170m':
    case 'fcc':
      return 'bt601';
    case null:
    default:
      return height >= HD_HEIGHT ? 'bt709' : 'bt601';
  }
}

/** By how many bits the width and the height of chroma are shifted. */
const chromaShifts: Readonly<Record<string, readonly [across: number, down: number]>> = {
  '4:4:4': [0, 0],
  '4:4:0': [0, 1],
  '4:2:2': [1, 0],
  '4:2:0': [1, 1],
  '4:1:1': [2, 0],
  '4:1:0': [2, 2],
};

function levelsPlan(stream: VideoStream): LevelsPlan | null {
  const { chromaSubsampling, colorSpace, width, height } = stream;
  const shifts = chromaShifts[chromaSubsampling ?? ''];
  if (!chromaSubsampling || !shifts || colorSpace === 'ictcp') return null;
  const [across, down] = shifts;
  const chromaBytes = Math.ceil(width / 2 ** across) * Math.ceil(height / 2 ** down);
  const lumaBytes = width * height;
  return {
    pixelFormat: `yuv${chromaSubsampling.replaceAll(':', '')}p`,
    ...{ width, across, down, lumaBytes },
    frameBytes: lumaBytes + 2 * chromaBytes,
  };
}
