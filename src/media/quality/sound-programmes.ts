import { primaryAudio } from '../../domain/primary-stream';
import type { AudioStream, TechnicalMetadata } from '../../domain/technical-metadata';
import { isDecodable } from '../decodable';

/** What is heard together: one track, or tracks of one channel each that are one in stereo or 5.1. */
export interface SoundPlan {
  readonly streams: readonly AudioStream[];
  readonly channels: number;
  /** Names for channels whose places nobody knows, without which no loudness is measured. */
  readonly named: string | null;
  /** As libav names it where tracks are joined. */
  readonly mode: string;
}

/** More languages and mixes than one film has; each costs two pipes. */
const MOST_PROGRAMMES = 16;

/**
 * The sound programmes of a file, each measured and judged by itself: first the one that players choose, whether
 * or not it can be decoded, then the others in their order.
 */
export function soundProgrammes(metadata: TechnicalMetadata): SoundPlan[] {
  const main = primaryAudio(metadata);
  const tracks = metadata.streams.filter(
    (stream): stream is AudioStream =>
      stream.type === 'audio' && (stream === main || isDecodable(stream)),
  );
  const programmes = tracks.every(({ channels }) => channels === 1)
    ? joined(tracks)
    : tracks.flatMap(one);
  const isMain = ({ streams }: SoundPlan): boolean => streams.some((stream) => stream === main);
  return [
    ...programmes.filter(isMain),
    ...programmes.filter((programme) => !isMain(programme)),
  ].slice(0, MOST_PROGRAMMES);
}

/** As EBU R 128 s1 lays out the channels that MXF does not name. */
const defaultModes: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo', 6: '5.1' };

/** Counts of channels for which libav takes a usual layout where a file has none. */
const LIBAV_NAMES = new Set([1, 2, 3, 4, 5, 6, 7, 8, 16]);

/** As libav orders them; of more channels the others are not measured. */
const CHANNELS = 'FL FR FC LFE BL BR FLC FRC BC SL SR TC TFL TFC TFR TBL TBC TBR'.split(' ');

function one(track: AudioStream): SoundPlan[] {
  const { channels, channelLayout } = track;
  if (!channels) return [];
  const mode = channelLayout ?? defaultModes[channels] ?? `${channels} channels`;
  const isKnown = channelLayout !== null || LIBAV_NAMES.has(channels);
  const names = CHANNELS.slice(0, channels);
  return isKnown
    ? [{ streams: [track], channels, named: null, mode }]
    : [{ streams: [track], channels: names.length, named: names.join('+'), mode }];
}

/** Tracks of one channel each, as MXF and MOV have them, in the order of the file. */
function joined(tracks: readonly AudioStream[]): SoundPlan[] {
  const programmes: SoundPlan[] = [];
  for (let at = 0; at < tracks.length;) {
    const rest = tracks.slice(at);
    const layout = layouts.find(({ places }) => isOne(rest.slice(0, places.length), places));
    const streams = rest.slice(0, layout?.places.length ?? 1);
    if (layout)
      programmes.push({
        streams,
        channels: streams.length,
        named: null,
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
