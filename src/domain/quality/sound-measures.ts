import { covers, EDGE_SECONDS, type Interval } from './interval';
import type { Picture } from './picture';
import { type Facts, found, known, type Measure, type Reading, rounded } from './reading';
import type { Sound } from './sound';
import { isDead, soundsOf } from './sound-programmes';

/** What one decode measured of the sound. */
export const soundMeasures = {
  /** One decimal, as the rules state it. */
  'loudness.integrated': lufs(({ loudness }) => loudness.integrated),
  /** A mono file as two loudspeakers play it: 3 LU more. */
  'loudness.integratedOnTwoSpeakers': lufs(({ loudness: { integrated }, mode }) =>
    integrated !== null && mode === 'mono' ? integrated + TWO_SPEAKERS_LU : integrated,
  ),
  'loudness.range': ofSound('number', 'LU', ({ loudness }) =>
    known(rounded(loudness.range, 1), 'below_gate'),
  ),
  'loudness.maxMomentary': lufs(({ loudness }) => loudness.maxMomentary),
  'loudness.maxShortTerm': lufs(({ loudness }) => loudness.maxShortTerm),
  'loudness.truePeak': ofSound('number', 'dBTP', ({ loudness }) =>
    known(rounded(loudness.truePeak, 1), 'digital_silence'),
  ),
  /** Of samples as they were mixed: PCM and what is packed without loss. */
  'loudness.truePeakLossless': truePeakWhere(true),
  /** Of samples that a lossy codec made, which go beyond those it was given. */
  'loudness.truePeakLossy': truePeakWhere(false),
  /** Of the loudest channel. */
  'sound.samplePeak': ofSound('number', 'dBFS', ({ channels }) =>
    known(rounded(loudestOf(channels), 1), 'digital_silence'),
  ),
  'sound.mode': ofSound('text', null, ({ mode }) => ({ value: mode })),
  'sound.silence': ofSound('intervals', 's', ({ silence }) => found(silence)),
  'sound.silenceInside': ofSound('intervals', 's', (sound) =>
    found(sound.silence, (silence) => !isAtHead(silence, sound) && !isAtTail(silence, sound)),
  ),
  'sound.silentHeadSeconds': ofSound('number', 's', (sound) => lengthAt(sound, isAtHead)),
  'sound.silentTailSeconds': ofSound('number', 's', (sound) => lengthAt(sound, isAtTail)),
  /** One channel by itself; where all are silent, `sound.silence` says so. */
  'sound.channelSilence': ofSound('intervals', 's', ({ channels, mode, silence }) => ({
    intervals: fullRange(channels, mode).flatMap((channel) =>
      channel.silence.items.filter((one) => !silence.items.some((all) => covers(all, one))),
    ),
    more: channels.reduce((sum, channel) => sum + channel.silence.more, 0),
  })),
  'sound.deadChannels': ofSound('number', null, ({ channels, mode }) => ({
    value: fullRange(channels, mode).filter(isDead).length,
  })),
  'sound.correlation': ofSound('number', null, ({ phase }, { measurements }) =>
    phase
      ? known(rounded(phase.correlation, 2), 'digital_silence')
      : { unknown: measurements.unmeasured.phase ?? 'undecodable' },
  ),
  'sound.inverted': ofSound('intervals', 's', ({ phase }, { measurements }) =>
    phase ? found(phase.inverted) : { unknown: measurements.unmeasured.phase ?? 'undecodable' },
  ),
  /** How much later the sound begins than the picture; less than 0 is earlier. */
  'timing.soundStartsLater': againstPicture('s', (sound, picture) =>
    rounded(sound.startSeconds - picture.startSeconds, 3),
  ),
  /** How much longer one lasts than the other, in lengths of a picture. */
  'timing.lengthDifference': againstPicture('frames', (sound, picture) => {
    const difference = Math.abs(secondsOf(sound) - secondsOf(picture));
    return picture.timing.typicalSeconds && rounded(difference / picture.timing.typicalSeconds, 2);
  }),
  'timing.lengthDifferenceSeconds': againstPicture('s', (sound, picture) =>
    rounded(Math.abs(secondsOf(sound) - secondsOf(picture)), 3),
  ),
} satisfies Record<string, Measure>;

/** Whether a rule over this measure is asked of each sound programme. */
export function isOfSound(measure: string): boolean {
  return measure in soundMeasures;
}

/** Twice the power: 10 · log10(2). */
const TWO_SPEAKERS_LU = 3.01;

const LOSSLESS_CODECS = /^(pcm_|flac$|alac$|ape$|mlp$|truehd$|tta$|wavpack$|wmalossless$)/;

function truePeakWhere(lossless: boolean): Measure {
  return ofSound('number', 'dBTP', ({ loudness, streams }, { metadata }) => {
    const stream = metadata.streams.find(({ index }) => index === streams[0]);
    if (LOSSLESS_CODECS.test(stream?.codec ?? '') !== lossless) {
      return { unknown: lossless ? 'lossy' : 'lossless' };
    }
    return known(rounded(loudness.truePeak, 1), 'digital_silence');
  });
}

/** Where 5.1 and 7.1 have the channel of low effects, which may be silent from end to end. */
const LFE = 3;

function fullRange(channels: Sound['channels'], mode: string): Sound['channels'] {
  return /^[57]\.1/.test(mode) ? channels.filter((_, index) => index !== LFE) : channels;
}

function loudestOf(channels: Sound['channels']): number | null {
  const peaks = channels.flatMap(({ samplePeak }) => samplePeak ?? []);
  return peaks.length > 0 ? Math.max(...peaks) : null;
}

function ofSound(
  kind: Measure['kind'],
  unit: string | null,
  read: (sound: Sound, facts: Facts) => Reading,
): Measure {
  const ofFacts = (facts: Facts): Reading => {
    const { sound, unmeasured } = facts.measurements;
    return sound ? read(sound, facts) : { unknown: unmeasured.sound ?? 'undecodable' };
  };
  return { kind, unit, read: ofFacts };
}

function lufs(read: (sound: Sound) => number | null): Measure {
  return ofSound('number', 'LUFS', (sound) => known(rounded(read(sound), 1), 'below_gate'));
}

function againstPicture(
  unit: string,
  read: (sound: Sound, picture: Picture) => number | null,
): Measure {
  return ofSound('number', unit, (judged, { whole }) => {
    const { picture, unmeasured } = whole;
    // of the file: the body of a delivery has no start of its own
    const sound = soundsOf(whole).find(({ streams }) => streams[0] === judged.streams[0]) ?? judged;
    return picture
      ? known(read(sound, picture), 'one_picture')
      : { unknown: unmeasured.picture ?? 'undecodable' };
  });
}

function lengthAt(sound: Sound, isThere: (silence: Interval, sound: Sound) => boolean): Reading {
  const silence = sound.silence.items.find((interval) => isThere(interval, sound));
  return { value: rounded(silence ? secondsOf(silence) : 0, 3) ?? 0 };
}

function isAtHead(silence: Interval, sound: Sound): boolean {
  return silence.startSeconds <= sound.startSeconds + EDGE_SECONDS;
}

function isAtTail(silence: Interval, sound: Sound): boolean {
  return silence.endSeconds >= sound.endSeconds - EDGE_SECONDS;
}

function secondsOf({ startSeconds, endSeconds }: Interval): number {
  return endSeconds - startSeconds;
}
