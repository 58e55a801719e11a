import { primaryAudio } from '../../domain/primary-stream';
import {
  type MappedLayout,
  type MappedProgramme,
  numberedChannels,
  type TrackMap,
} from '../../domain/quality/track-map';
import type { AudioStream, TechnicalMetadata } from '../../domain/technical-metadata';
import { isDecodable } from '../decodable';

/** What is heard together: one track, or channels of one or more tracks that are one in stereo or 5.1. */
export interface SoundPlan {
  /** In the order of the layout. */
  readonly parts: readonly TrackPart[];
  readonly channels: number;
  /** Numbers of these channels, counted from 1 through all audio tracks of the file. */
  readonly channelNumbers: readonly number[];
  /** As libav names it. */
  readonly mode: string;
}

/** A track, or some of its channels. */
export interface TrackPart {
  readonly stream: AudioStream;
  /** Indexes of the channels that are taken, from 0; null = the track as it is. */
  readonly taken: readonly number[] | null;
  /** What libav is told that these channels are. */
  readonly layout: string;
}

/** More languages and mixes than one film has; each costs two pipes. */
const MOST_PROGRAMMES = 16;

/**
 * The sound programmes of a file, each measured and judged by itself: first those of the map, in its order,
 * as far as the file has their channels. What it does not name comes after them: whole tracks, where mono
 * tracks are joined by language, title and label, and single channels of tracks of which it names others.
 * Of these the one that players choose is first, whether or not it can be decoded.
 */
export function soundProgrammes(metadata: TechnicalMetadata, map: TrackMap = []): SoundPlan[] {
  const main = primaryAudio(metadata);
  const numbers = new ChannelNumbers(metadata);
  const mapped = map.flatMap((programme) => numbers.planOf(programme) ?? []);
  const named = new Set(mapped.flatMap(({ channelNumbers }) => channelNumbers));
  const tracks = metadata.streams.filter(
    (stream): stream is AudioStream =>
      stream.type === 'audio' && (stream === main || isDecodable(stream)),
  );
  const isNamed = (track: AudioStream): boolean =>
    numbers.of(track).some((number) => named.has(number));
  const rest = tracks.filter((track) => !isNamed(track));
  const others = [
    ...(rest.every(({ channels }) => channels === 1) ? joined(rest) : rest.flatMap(one)),
    ...tracks.filter(isNamed).flatMap((track) => singles(track, numbers.of(track), named)),
  ].map((programme) => ({
    ...programme,
    channelNumbers: programme.parts.flatMap(({ stream, taken }) =>
      numbers.of(stream).filter((_, i) => taken?.includes(i) ?? true),
    ),
  }));
  const isMain = ({ parts }: SoundPlan): boolean => parts.some(({ stream }) => stream === main);
  return [
    ...mapped,
    ...others.filter(isMain),
    ...others.filter((programme) => !isMain(programme)),
  ].slice(0, MOST_PROGRAMMES);
}

/** Which numbers the channels of a track have, and what a track map makes of them. */
class ChannelNumbers {
  private readonly all: ReturnType<typeof numberedChannels>;

  constructor(metadata: TechnicalMetadata) {
    this.all = numberedChannels(metadata);
  }

  of(track: AudioStream): number[] {
    return this.all.flatMap(({ stream, number }) => (stream === track ? [number] : []));
  }

  /** Null where the file lacks one of the channels, or nobody can decode it. */
  planOf({ layout, channels }: MappedProgramme): SoundPlan | null {
    const places = channels.map((number) => this.all[number - 1]);
    const parts: { stream: AudioStream; taken: number[] }[] = [];
    for (const place of places) {
      if (!place || !isDecodable(place.stream)) return null;
      const last = parts.at(-1);
      if (last?.stream === place.stream) last.taken.push(place.index);
      else parts.push({ stream: place.stream, taken: [place.index] });
    }
    return {
      parts: parts.map(({ stream, taken }) =>
        partOf(stream, taken, parts.length === 1 ? layout : null),
      ),
      channels: channels.length,
      channelNumbers: channels,
      mode: layout,
    };
  }
}

/** @param layout of the programme; null = it has other tracks, too */
function partOf(
  stream: AudioStream,
  taken: readonly number[],
  layout: MappedLayout | null,
): TrackPart {
  const isWhole = taken.length === stream.channels && taken.every((index, i) => index === i);
  const declared = (stream.channelLayout ?? defaultModes[taken.length])?.replace('(side)', '');
  const isAsItIs = isWhole && (layout === null ? taken.length === 1 : declared === layout);
  return {
    stream,
    taken: isAsItIs ? null : taken,
    layout: layout ?? defaultModes[taken.length] ?? nameOfChannels(taken.length),
  };
}

/** Channels of a track that the map leaves over: nobody knows which of them belong together. */
function singles(
  stream: AudioStream,
  numbers: readonly number[],
  named: ReadonlySet<number>,
): Unnumbered[] {
  return numbers.flatMap((number, index) =>
    named.has(number)
      ? []
      : [{ parts: [{ stream, taken: [index], layout: 'mono' }], channels: 1, mode: 'mono' }],
  );
}

/** As EBU R 128 s1 lays out the channels that MXF does not name. */
const defaultModes: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo', 6: '5.1' };

/** Counts of channels for which libav takes a usual layout where a file has none. */
const LIBAV_NAMES = new Set([1, 2, 3, 4, 5, 6, 7, 8, 16]);

/** As libav orders them; of more channels the others are not measured. */
const CHANNELS = 'FL FR FC LFE BL BR FLC FRC BC SL SR TC TFL TFC TFR TBL TBC TBR'.split(' ');

function nameOfChannels(count: number): string {
  return CHANNELS.slice(0, count).join('+');
}

type Unnumbered = Omit<SoundPlan, 'channelNumbers'>;

function one(stream: AudioStream): Unnumbered[] {
  const { channels, channelLayout } = stream;
  if (!channels) return [];
  const mode = channelLayout ?? defaultModes[channels] ?? `${channels} channels`;
  const isKnown = channelLayout !== null || LIBAV_NAMES.has(channels);
  if (isKnown) return [{ parts: [{ stream, taken: null, layout: mode }], channels, mode }];
  const taken = CHANNELS.slice(0, channels).map((_, index) => index);
  const layout = nameOfChannels(channels);
  return [{ parts: [{ stream, taken, layout }], channels: taken.length, mode }];
}

/** Tracks of one channel each, as MXF and MOV have them, in the order of the file. */
function joined(tracks: readonly AudioStream[]): Unnumbered[] {
  const programmes: Unnumbered[] = [];
  for (let at = 0; at < tracks.length;) {
    const rest = tracks.slice(at);
    const layout = layouts.find(({ places }) => isOne(rest.slice(0, places.length), places));
    const streams = rest.slice(0, layout?.places.length ?? 1);
    if (layout)
      programmes.push({
        parts: streams.map((stream) => ({ stream, taken: null, layout: 'mono' })),
        channels: streams.length,
        mode: layout.mode,
      });
    else programmes.push(...streams.flatMap(one));
    at += streams.length;
  }
  return programmes;
}

/** What QuickTime labels its tracks with, by libav's names; a centre is called mono. No label: null. */
const layouts: readonly { mode: string; places: readonly (string | null)[] }[] = [
  { mode: '5.1', places: ['FL', 'FR', null, 'LFE', 'BL', 'BR'] },
  { mode: '5.1(side)', places: ['FL', 'FR', null, 'LFE', 'SL', 'SR'] },
  { mode: 'stereo', places: ['FL', 'FR'] },
  { mode: 'stereo', places: [null, null] },
];

/** Whether the tracks carry these places of one programme: of one language, by one title. */
function isOne(tracks: readonly AudioStream[], places: readonly (string | null)[]): boolean {
  return (
    tracks.length === places.length &&
    tracks.every((track, i) => placeOf(track) === places[i]) &&
    new Set(tracks.map(nameOf)).size === 1
  );
}

function placeOf({ channelLayout }: AudioStream): string | null {
  return /^1 channels \((\w+)\)$/.exec(channelLayout ?? '')?.[1] ?? null;
}

/** Undetermined, by ISO 639-2. */
const NO_LANGUAGE = 'und';

/** A title may count the tracks, or say left and right: that makes no other programme. */
function nameOf({ language, title }: AudioStream): string {
  const words = (title ?? '').toLowerCase().replace(/\d+|\b(left|right|ch|[lr])\b|[左右]/g, '');
  return `${language ?? NO_LANGUAGE} ${words.replace(/[\s._-]+/g, ' ').trim()}`;
}
