import { measures, type MeasureName } from '../../../src/domain/quality/measures';
import type { Reading } from '../../../src/domain/quality/reading';
import type { QualityMeasurements } from '../../../src/domain/quality/measurements';
import { anAudioStream, aVideoStream, someMetadata } from '../../support/factories/videos';
import {
  aPicture,
  aSound,
  delivery,
  intervals,
  someMeasurements,
} from '../../support/factories/qc';

/** All that can be recorded of a commercial. */
const recorded = {
  fileName: 'CM_9AB8CDE765.MXF',
  programme: {
    cmCode: '9AB8CDE765',
    cmSeconds: 60,
    credit: { cmCode: '9AB8CDE765', seconds: 60 },
  },
};

function read(
  name: MeasureName,
  measurements: Partial<QualityMeasurements> = {},
  metadata = someMetadata(),
): Reading {
  const whole = someMeasurements(measurements);
  return measures[name].read({ measurements: whole, whole, metadata, delivery: recorded });
}

const names = Object.keys(measures) as MeasureName[];
const namesOf = (...kinds: string[]) => names.filter((name) => kinds.includes(measures[name].kind));

it.each(namesOf('intervals'))('%s gives intervals', (name) => {
  expect(read(name)).toHaveProperty('intervals');
});

/** As it is streamed: MXF of stations has sound without loss. */
const streamed = someMetadata({ streams: [aVideoStream(), anAudioStream({ codec: 'aac' })] });

it.each(namesOf('number', 'text', 'flag'))('%s gives a value', (name) => {
  const file = name === 'loudness.truePeakLossy' ? streamed : delivery;
  expect(read(name, {}, file)).toHaveProperty('value');
});

it.each(namesOf('text', 'flag'))('%s has no unit', (name) => {
  expect(measures[name].unit).toBeNull();
});

it('of a file without pictures and sound every measure of them is unknown, and says why', () => {
  const nothing = {
    picture: null,
    sound: null,
    unmeasured: { picture: 'no_picture', sound: 'no_sound' },
  } as const;
  const ofContent = names.filter((name) => /^(picture|flash|sound|loudness|timing)\./.test(name));
  const readings = new Set(ofContent.map((name) => JSON.stringify(read(name, nothing))));
  expect(readings).toEqual(new Set(['{"unknown":"no_picture"}', '{"unknown":"no_sound"}']));
});

it.each([
  ['060e2b34.04010101.0d010201.01010900', 'OP1a'],
  ['060e2b34.04010101.0d010201.02020900', 'OP2b'],
  ['060e2b34.04010102.0d010201.10030000', 'OPAtom'],
])('the operational pattern %s is %s', (operationalPattern, value) => {
  const metadata = someMetadata({ container: { operationalPattern } });
  expect(read('container.operationalPattern', {}, metadata)).toEqual({ value });
});

it('a mono file is 3 LU louder on two loudspeakers', () => {
  const sound = aSound({ mode: 'mono', loudness: { integrated: -27 } });
  expect(read('loudness.integratedOnTwoSpeakers', { sound })).toEqual({ value: -24 });
});

it('what is silent in all channels is not told of each', () => {
  const channel = (...pairs: [number, number][]) => ({
    samplePeak: -6,
    silence: intervals(...pairs),
  });
  const sound = aSound({
    silence: intervals([5, 9]),
    channels: [channel([5, 9]), channel([5, 9], [20, 24])],
  });
  expect(read('sound.channelSilence', { sound })).toEqual({
    intervals: [{ startSeconds: 20, endSeconds: 24 }],
    more: 0,
  });
});

it('a dead channel is one that stays below -60 dBFS', () => {
  const channel = (samplePeak: number | null) => ({ samplePeak, silence: intervals() });
  const sound = aSound({ channels: [channel(-6), channel(null), channel(-70)] });
  expect(read('sound.deadChannels', { sound })).toEqual({ value: 2 });
});

it('sound and picture are compared in time', () => {
  const sound = aSound({ startSeconds: 0.5, endSeconds: 60.06 });
  expect(read('timing.soundStartsLater', { sound })).toEqual({ value: 0.5 });
  expect(read('timing.lengthDifference', { sound })).toEqual({ value: 14.99 });
});

it('lengths are compared in seconds, too, whatever the rate of pictures', () => {
  const sound = aSound({ endSeconds: 58.06 });
  expect(read('timing.lengthDifferenceSeconds', { sound })).toEqual({ value: 2 });
});

it('the channel of low effects may be silent', () => {
  const quiet = { samplePeak: null, silence: intervals([0, 60.06]) };
  const loud = { samplePeak: -6, silence: intervals() };
  const channels = [loud, loud, loud, quiet, loud, loud];
  const silent = (mode: string) => ({ sound: aSound({ mode, channels }) });
  expect(read('sound.deadChannels', silent('5.1(side)'))).toEqual({ value: 0 });
  expect(read('sound.channelSilence', silent('5.1(side)'))).toEqual({ intervals: [], more: 0 });
  expect(read('sound.deadChannels', silent('6 channels'))).toEqual({ value: 1 });
});

it.each([
  ['aac', 'loudness.truePeakLossy', 'loudness.truePeakLossless', 'lossy'],
  ['pcm_s24le', 'loudness.truePeakLossless', 'loudness.truePeakLossy', 'lossless'],
  ['flac', 'loudness.truePeakLossless', 'loudness.truePeakLossy', 'lossless'],
] as const)('the peak of %s is %s', (codec, measured, other, unknown) => {
  const metadata = someMetadata({ streams: [anAudioStream({ codec })] });
  expect(read(measured, {}, metadata)).toEqual({ value: -3 });
  expect(read(other, {}, metadata)).toEqual({ unknown });
});

it.each([
  [0.1, 12, 1],
  [0.11, 3, 0],
])('an insert of %d s and %d pictures is short by its seconds', (seconds, frames, count) => {
  const insert = { startSeconds: 5, endSeconds: 5 + seconds, frames };
  const picture = aPicture({ inserts: { items: [insert], more: 0 } });
  expect(read('picture.shortInserts', { picture })).toHaveProperty('intervals.length', count);
});

it.each([
  ['all its pictures and no sound: the last is held', { frames: 1800 }, 0],
  ['a picture too few', { frames: 1799 }, 1.06],
])('a variable rate with %s', (_, { frames }, value) => {
  const timing = { ...aPicture().timing, constant: false };
  const decode = { ...someMeasurements().decode, decodedSeconds: 59 };
  const picture = aPicture({ timing, frames });
  expect(read('decode.missingSeconds', { decode, picture, sound: null })).toEqual({ value });
});

it('black has no fields, whatever its noise looks like', () => {
  const picture = aPicture({ activeArea: null });
  expect(read('picture.scanAsDeclared', { picture })).toEqual({ unknown: 'undetermined' });
});

it('an area that changes all the time is none', () => {
  const activeArea = {
    x: 16,
    y: 0,
    width: 464,
    height: 270,
    shape: 'pillarbox',
    share: 0.26,
  } as const;
  const picture = aPicture({ activeArea });
  expect(read('picture.activeShape', { picture })).toEqual({ unknown: 'undetermined' });
});

it('the frame rate is that of frames, with three decimals', () => {
  const stream = aVideoStream({ frameRate: { numerator: 60_000, denominator: 1001 } });
  expect(read('video.frameRate', {}, someMetadata({ streams: [stream] }))).toEqual({
    value: 29.97,
  });
});
