import type { HdrKind, VideoStream } from '../../domain/technical-metadata';
import type { SideData } from '../ffprobe-json';
import { rationalOf } from './values';

export type HdrFacts = Pick<
  VideoStream,
  'hdr' | 'masteringDisplay' | 'contentLightLevel' | 'dolbyVisionProfile'
>;

/** @param sideData of the stream, and of its first pictures where those were looked at */
export function hdrFacts(colorTransfer: string | null, sideData: readonly SideData[]): HdrFacts {
  const masteringDisplay = masteringDisplayOf(sideData);
  const contentLightLevel = contentLightLevelOf(sideData);
  const dolbyVision = find(sideData, 'DOVI configuration record');
  const facts = { masteringDisplay, contentLightLevel };
  if (dolbyVision) {
    return {
      ...facts,
      hdr: 'dolby_vision',
      dolbyVisionProfile: wholeOf(dolbyVision['dv_profile']),
    };
  }
  const isStatic = masteringDisplay !== null || contentLightLevel !== null;
  const isDynamic = sideData.some((entry) => entry.side_data_type?.includes('SMPTE2094-40'));
  return { ...facts, hdr: hdrKindOf(colorTransfer, isStatic, isDynamic), dolbyVisionProfile: null };
}

/** SMPTE ST 2084, the transfer of HDR10 and its relatives. */
export const PQ_TRANSFER = 'smpte2084';
const HLG_TRANSFER = 'arib-std-b67';

function hdrKindOf(transfer: string | null, isStatic: boolean, isDynamic: boolean): HdrKind {
  if (transfer === HLG_TRANSFER) return 'hlg';
  if (transfer !== PQ_TRANSFER) return 'sdr';
  if (isDynamic) return 'hdr10plus';
  return isStatic ? 'hdr10' : 'pq';
}

function masteringDisplayOf(sideData: readonly SideData[]): VideoStream['masteringDisplay'] {
  const entry = find(sideData, 'Mastering display metadata');
  if (!entry) return null;
  const value = (name: string): number | null => fractionOf(entry[name]);
  const point = (name: string): [number, number] | null => {
    const [x, y] = [value(`${name}_x`), value(`${name}_y`)];
    return x === null || y === null ? null : [x, y];
  };
  const [red, green, blue, whitePoint] = [
    point('red'),
    point('green'),
    point('blue'),
    point('white_point'),
  ];
  return {
    minLuminance: value('min_luminance'),
    maxLuminance: value('max_luminance'),
    primaries: red && green && blue && whitePoint ? { red, green, blue, whitePoint } : null,
  };
}

function contentLightLevelOf(sideData: readonly SideData[]): VideoStream['contentLightLevel'] {
  const entry = find(sideData, 'Content light level metadata');
  const maxContent = wholeOf(entry?.['max_content']);
  const maxAverage = wholeOf(entry?.['max_average']);
  return maxContent === null || maxAverage === null ? null : { maxContent, maxAverage };
}

function find(sideData: readonly SideData[], type: string): SideData | undefined {
  return sideData.find((entry) => entry.side_data_type === type);
}

function wholeOf(value: unknown): number | null {
  return Number.isInteger(value) ? (value as number) : null;
}

/** `34000/50000`; 0 is a value here, not an unknown one. */
function fractionOf(value: unknown): number | null {
  if (typeof value !== 'string') return null;
  if (/^0\/[1-9]/.test(value)) return 0;
  const fraction = rationalOf(value);
  return fraction && fraction.numerator / fraction.denominator;
}
