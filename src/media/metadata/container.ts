import type { Container, DurationSource, Stream } from '../../domain/technical-metadata';
import type { FfprobeFormat } from '../ffprobe-json';
import { isMedia } from '../decodable';
import { integerOf, numberOf, positiveOf, secondsOfTag, tagOf } from './values';

/** What the JSON does not tell. */
export interface Hints {
  /** libav said that it went by the bit rate to find the duration. */
  readonly isEstimate: boolean;
  /** Announced by the container, after the end of the file. @default 0 */
  readonly missingBytes?: number;
  /** The header of an MXF file says that it is delivered by AS-11. @default false */
  readonly isAs11?: boolean;
}

/** What the streams add: one says that nobody knows how long it is; libav takes the mark for a length. */
type AllHints = Hints & { readonly isUnknown: boolean };

export function toContainer(
  format: FfprobeFormat,
  streams: readonly Stream[],
  sizeBytes: number,
  hints: AllHints,
): Container {
  return {
    formatName: format.format_name,
    formatLongName: format.format_long_name ?? null,
    majorBrand: tagOf(format.tags, 'major_brand')?.trim() ?? null,
    startTimeSeconds: numberOf(format.start_time),
    ...durationOf(format, streams, hints),
    bitRate: integerOf(format.bit_rate),
    sizeBytes,
    ...(hints.missingBytes && { missingBytes: hints.missingBytes }),
    timecode: timecodeOf(format, streams),
    operationalPattern: tagOf(format.tags, 'operational_pattern_ul'),
    ...(hints.isAs11 && { specification: 'AS-11' as const }),
    tags: format.tags,
  };
}

type Duration = Pick<Container, 'durationSeconds' | 'durationSource'>;

function durationOf(format: FfprobeFormat, streams: readonly Stream[], hints: AllHints): Duration {
  // writers that don't know it yet leave 0 there
  const declared = hints.isUnknown ? null : positiveOf(numberOf(format.duration) ?? undefined);
  const [media, others] = [
    endOf(streams.filter(isMedia)),
    endOf(streams.filter((s) => !isMedia(s))),
  ];
  if (declared !== null) {
    const durationSource = sourceOf(format, hints);
    const isOfOthers = others !== null && others + LONGER_SECONDS > declared;
    return durationSource === 'container' &&
      isOfOthers &&
      media !== null &&
      media + LONGER_SECONDS < declared
      ? { durationSeconds: media, durationSource: 'stream' }
      : { durationSeconds: declared, durationSource };
  }
  const longest = Math.max(...streams.map((stream) => streamSeconds(stream) ?? 0), 0);
  return longest > 0
    ? { durationSeconds: longest, durationSource: 'stream' }
    : { durationSeconds: null, durationSource: null };
}

/** These have no header for it: libav reads the timestamps at both ends. */
const WITHOUT_HEADER = new Set(['mpegts', 'mpeg']);

function sourceOf(format: FfprobeFormat, hints: Hints): DurationSource {
  if (hints.isEstimate) return 'bit_rate';
  return WITHOUT_HEADER.has(format.format_name) ? 'packets' : 'container';
}

/** A subtitle may be shown so much longer than picture and sound, and nobody minds. */
const LONGER_SECONDS = 1;

/** Where the last of some streams ends; null = one of them does not say, or there is none. */
function endOf(streams: readonly Stream[]): number | null {
  const ends = streams.map((stream) => {
    const { durationSeconds: length, startTimeSeconds: start } = stream;
    return length === null ? secondsOfTag(stream.tags) : Math.max(0, start ?? 0) + length;
  });
  return ends.length > 0 && ends.every((end) => end !== null) ? Math.max(...ends) : null;
}

function streamSeconds(stream: Stream): number | null {
  return stream.durationSeconds ?? secondsOfTag(stream.tags);
}

/** Of the file itself, else of its timecode track, else of its pictures. */
function timecodeOf(format: FfprobeFormat, streams: readonly Stream[]): string | null {
  const timecodes = (types: readonly Stream['type'][]): (string | null)[] =>
    streams.map((stream) =>
      types.includes(stream.type) && 'timecode' in stream ? stream.timecode : null,
    );
  const candidates = [
    tagOf(format.tags, 'timecode'),
    ...timecodes(['data']),
    ...timecodes(['video']),
  ];
  return candidates.find((timecode) => timecode !== null) ?? null;
}
