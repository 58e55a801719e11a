import type { TechnicalMetadata } from '../technical-metadata';
import type { QualityMeasurements } from './measurements';
import type { UnknownReason } from './reading';
import type { Rule } from './rule';
import type { Sound } from './sound';
import { DEAD_DBFS, channelsText, isDead, programmeName, soundsOf } from './sound-programmes';
import type { Bilingual } from './texts';
import { type MappedProgramme, numberedChannels, type TrackMap } from './track-map';

/** A sound programme as a profile sees it. */
export interface Programme {
  /** In results and reports. */
  readonly programme: string;
  /** For people; null = by its tracks alone, without a track map. */
  readonly name: Bilingual | null;
  readonly channels: readonly number[];
  readonly layout: string;
  /** Of the whole file; null = nothing was measured of it. */
  readonly sound: Sound | null;
  /** Whether it is judged by the rules on sound. */
  readonly state: ProgrammeState;
  /** What is asked of it for the sake of the track map; null = nothing. */
  readonly rule: Rule | null;
  /** Why nothing was measured. */
  readonly unknown: UnknownReason;
}

/**
 * - `judged` it is in the file, and is what the profile judges
 * - `absent` the track map has it, the file does not
 * - `not_measured` the file has its channels, but they were not measured as this programme
 * - `outside_map` the file has it, the track map does not
 */
export const programmeStates = ['judged', 'absent', 'not_measured', 'outside_map'] as const;
export type ProgrammeState = (typeof programmeStates)[number];

/** Without a track map every sound programme that was measured, but for those that are unused. */
export function programmesOf(
  measurements: QualityMeasurements,
  metadata: TechnicalMetadata,
  map: TrackMap | undefined,
): Programme[] {
  if (map) return byMap(measurements, metadata, map);
  return soundsOf(measurements).map((sound) => ({
    ...{ programme: programmeName(sound), name: null },
    ...{ channels: channelNumbersOf(sound, metadata), layout: sound.mode },
    ...{ sound, state: 'judged', rule: null, unknown: 'undecodable' },
  }));
}

function byMap(
  measurements: QualityMeasurements,
  metadata: TechnicalMetadata,
  map: TrackMap,
): Programme[] {
  const { sound, otherSounds = [], unmeasured } = measurements;
  const sounds = [...(sound ? [sound] : []), ...otherSounds].map((each) => ({
    sound: each,
    channels: channelNumbersOf(each, metadata),
  }));
  const isMeasuredAs = (one: (typeof sounds)[number], { channels, layout }: MappedProgramme) =>
    one.sound.mode === layout && one.channels.join() === channels.join();
  const channelsInFile = numberedChannels(metadata).length;
  const isInFile = ({ channels }: MappedProgramme): boolean =>
    channels.every((channel) => channel <= channelsInFile);
  const mapped = map.map((each): Programme => {
    const found = sounds.find((one) => isMeasuredAs(one, each))?.sound ?? null;
    const lacks = found ? found.channels.every(isDead) : !isInFile(each);
    const state = lacks ? 'absent' : found ? 'judged' : 'not_measured';
    return {
      ...namedBy(each.channels, each.name),
      ...{ layout: each.layout, sound: found, state },
      rule: presentRule(each, state),
      unknown: lacks ? 'no_channels' : (unmeasured.sound ?? 'other_map'),
    };
  });
  const named = new Set(map.filter(isInFile).flatMap(({ channels }) => channels));
  const outside = sounds
    .filter(
      (each) =>
        !each.sound.channels.every(isDead) &&
        !map.some((one) => isMeasuredAs(each, one)) &&
        each.channels.some((number) => !named.has(number)),
    )
    .map((each): Programme => ({
      ...namedBy(each.channels, null),
      ...{ layout: each.sound.mode, sound: each.sound, state: 'outside_map' },
      ...{ rule: outsideRule, unknown: 'undecodable' },
    }));
  return [...mapped, ...outside];
}

/** Earlier releases did not note them: their programmes were of whole tracks. */
function channelNumbersOf(
  { streams, channelNumbers }: Sound,
  metadata: TechnicalMetadata,
): readonly number[] {
  if (channelNumbers) return channelNumbers;
  return numberedChannels(metadata).flatMap(({ stream, number }) =>
    streams.includes(stream.index) ? [number] : [],
  );
}

function namedBy(channels: readonly number[], name: Bilingual | null) {
  const [ja, en] = [`音声 ${channelsText(channels, '〜')}`, `audio ${channelsText(channels, '–')}`];
  return {
    ...{ channels, programme: en },
    name: name ? { ja: `${name.ja}、${ja}`, en: `${name.en}, ${en}` } : { ja, en },
  };
}

const source: Rule['source'] = {
  document: 'Track map of the profile',
  clause: null,
  confidence: 'high',
};

/** What is not there counts as the map says; what nobody measured is for a person to hear. */
function presentRule({ whenAbsent }: MappedProgramme, state: ProgrammeState): Rule {
  return {
    id: 'programme-present',
    measure: 'sound.samplePeak',
    must: { be: 'atLeast', limit: DEAD_DBFS },
    severity: whenAbsent,
    ...(state === 'absent' && { whenUnknown: whenAbsent }),
    source,
    text: {
      ja: 'トラック構成にある音声が収録されていること',
      en: 'The audio of the track map is in the file',
    },
  };
}

const outsideRule: Rule = {
  id: 'programme-outside-map',
  measure: 'sound.samplePeak',
  must: { be: 'atMost', limit: DEAD_DBFS },
  severity: 'REVIEW',
  source,
  text: {
    ja: 'トラック構成にない音声がないこと（要試聴）',
    en: 'No audio outside the track map, which needs manual review',
  },
};
