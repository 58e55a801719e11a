import type { TechnicalMetadata } from '../technical-metadata';
import type { Delivery } from './delivery-measures';
import type { Interval, Notice } from './interval';
import type { QualityMeasurements } from './measurements';
import type { Bilingual } from './texts';

/** What a measure gives of one file. */
export type Reading =
  | {
      readonly value: number | string | boolean;
      /** What was compared. */
      readonly note?: Bilingual;
    }
  /** Times where something was found; each is judged by its length. */
  | {
      readonly intervals: readonly Notice[];
      readonly more: number;
      /** Numbers of the worst of them. */
      readonly note?: Bilingual | undefined;
    }
  /** Nobody measured or declared it. */
  | { readonly unknown: UnknownReason };

/**
 * Why a measure has no value, in words that are stable, for programs: the file is without what is measured
 * (pictures, a declared count), or nobody could tell.
 */
export const unknownReasons = {
  no_picture: 'absent',
  no_sound: 'absent',
  not_stereo: 'absent',
  /** Sound for which BS.1770 has no block: 100 ms is the step of its gate. */
  too_short: 'absent',
  too_small: 'absent',
  not_limited_range: 'absent',
  all_black: 'absent',
  not_declared: 'absent',
  one_picture: 'absent',
  /** No sound is louder than the gate of BS.1770, -70 LUFS. */
  below_gate: 'absent',
  digital_silence: 'absent',
  /** The file does not have the channels that the track map names. */
  no_channels: 'absent',
  /** Of a measure of the other kind of codec. */
  lossless: 'absent',
  lossy: 'absent',
  undecodable: 'uncertain',
  /** The timecode does not tell where the body of a delivery begins. */
  no_body: 'uncertain',
  hdr: 'uncertain',
  /** The sound was measured by the track map of another profile. */
  other_map: 'uncertain',
  /** In the name of the file or the programme record. */
  not_recorded: 'uncertain',
  undetermined: 'uncertain',
  /** By the release that measured the file. */
  not_measured: 'uncertain',
} as const;
export type UnknownReason = keyof typeof unknownReasons;

export type MeasureKind = 'number' | 'text' | 'flag' | 'intervals';

export function known(
  value: number | string | boolean | null | undefined,
  otherwise: UnknownReason,
): Reading {
  return value === null || value === undefined ? { unknown: otherwise } : { value };
}

/** What is in a list; of its first items those that `keep` keeps. */
export function found<T extends Interval>(
  list: { readonly items: readonly T[]; readonly more: number },
  keep: (item: T) => boolean = () => true,
): Reading {
  return { intervals: list.items.filter(keep), more: list.more };
}

/** As people compare it: 1 decimal of loudness, halves upwards. */
export function rounded(value: number | null, decimals: number): number | null {
  if (value === null) return null;
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}

/** One thing that a rule can ask of a file. */
export interface Measure {
  readonly kind: MeasureKind;
  /** Of the value, or of an interval's length; none for a text or a flag. */
  readonly unit: string | null;
  read(facts: Facts): Reading;
}

export interface Facts {
  /** Of what is judged: the file, or its body. */
  readonly measurements: QualityMeasurements;
  /** Of the file. */
  readonly whole: QualityMeasurements;
  readonly metadata: TechnicalMetadata;
  /** Absent = the measurements alone are asked about. */
  readonly delivery?: Delivery | undefined;
}
