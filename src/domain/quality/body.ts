import * as z from 'zod';
import { primaryVideo } from '../primary-stream';
import type { TechnicalMetadata } from '../technical-metadata';
import { frameOf, nominalRate } from '../timecode';
import type { Flash } from './flash';
import { covers, intervalSchema, type Interval } from './interval';
import type { QualityMeasurements } from './measurements';
import type { Picture } from './picture';
import type { Sound } from './sound';

/*
 * The body of a delivery: what goes on air, without bars, credit and held pictures. Tapes and files for
 * Japanese television have it at a whole hour of the timecode, mostly 01:00:00;00.
 */

export const bodySchema = intervalSchema.extend({
  frames: z.int().positive().describe('Pictures, counted by the timecode'),
});
export type Body = z.infer<typeof bodySchema>;

/** How commercials are ordered, seconds of timecode. */
const COMMERCIAL_SECONDS = [120, 90, 60, 30, 20, 15, 10, 5];

/** Bars, credit and first picture take 10 s; a minute of black before is old custom. */
const LONGEST_LEADER_SECONDS = 90;

/** After the body of a commercial: a held picture of 3 s. What lasts longer is a programme, to its end. */
const LONGEST_TAIL_SECONDS = 10;

/**
 * Where the body is, or null where the timecode does not tell.
 *
 * @param picture as measured: all pictures of the file
 */
export function bodyOf(
  metadata: TechnicalMetadata,
  { startSeconds, frames }: Pick<Picture, 'startSeconds' | 'frames'>,
): Body | null {
  const video = primaryVideo(metadata);
  const rate = video?.averageFrameRate ?? video?.frameRate;
  const timecode = metadata.container.timecode ?? video?.timecode;
  if (!rate?.numerator || !timecode) return null;
  const first = frameOf(timecode, rate);
  const hour = frameOf(wholeHourFrom(timecode), rate);
  if (first === null || hour === null) return null;
  const second = nominalRate(rate);
  const leader = hour - first;
  const rest = frames - leader;
  if (leader > LONGEST_LEADER_SECONDS * second || rest <= 0) return null;
  const ordered = COMMERCIAL_SECONDS.find((seconds) => seconds * second <= rest);
  if (ordered === undefined) return null;
  const length = rest - ordered * second > LONGEST_TAIL_SECONDS * second ? rest : ordered * second;
  const secondsOf = (count: number): number =>
    startSeconds + (count * rate.denominator) / rate.numerator;
  return {
    startSeconds: secondsOf(leader),
    endSeconds: secondsOf(leader + length),
    frames: length,
  };
}

/** The timecode itself where it is one. */
function wholeHourFrom(timecode: string): string {
  const [hours = '', ...rest] = timecode.split(/[:;]/);
  const isWhole = rest.every((part) => Number(part) === 0);
  const hour = isWhole ? Number(hours) : Number(hours) + 1;
  return `${String(hour).padStart(2, '0')}:00:00${timecode.includes(';') ? ';' : ':'}00`;
}

/** The measurements as they would be of the body alone; what is known of the file as a whole stays. */
export function ofBody(measurements: QualityMeasurements, body: Body): QualityMeasurements {
  const { picture, sound, otherSounds } = measurements;
  return {
    ...measurements,
    picture: picture && pictureOf(picture, body),
    sound: sound && soundOf(sound, body),
    ...(otherSounds && { otherSounds: otherSounds.map((other) => soundOf(other, body)) }),
  };
}

function pictureOf(picture: Picture, body: Body): Picture {
  const { startSeconds, endSeconds, frames } = body;
  return {
    ...picture,
    ...{ startSeconds, endSeconds, frames },
    black: within(picture.black, body),
    freeze: within(picture.freeze, body),
    inserts: within(picture.inserts, body),
    flash: picture.flash && flashOf(picture.flash, body),
  };
}

function flashOf({ bt1702, jba, patterns, cuts }: Flash, body: Body): Flash {
  return {
    bt1702: { ...bt1702, segments: within(bt1702.segments, body) },
    jba: { ...jba, segments: within(jba.segments, body) },
    ...(patterns && { patterns: within(patterns, body) }),
    ...(cuts && { cuts: within(cuts, body) }),
  };
}

function soundOf(sound: Sound, body: Body): Sound {
  const { startSeconds, endSeconds, channels, silence, phase, loudness } = sound;
  return {
    ...sound,
    startSeconds: Math.max(startSeconds, body.startSeconds),
    endSeconds: Math.min(endSeconds, body.endSeconds),
    loudness: { ...loudness, ...loudness.body },
    channels: channels.map((channel) => {
      const silences = within(channel.silence, body);
      const isSilent = silences.items.some((item) => covers(item, body));
      return {
        samplePeak: isSilent ? null : channel.samplePeak,
        silence: silences,
      };
    }),
    silence: within(silence, body),
    phase: phase && { ...phase, inverted: within(phase.inverted, body) },
  };
}

interface List<T extends Interval> {
  items: T[];
  more: number;
}

/** What of each lies in the body. */
function within<T extends Interval>({ items, more }: List<T>, body: Interval): List<T> {
  const kept = items
    .map((item) => ({
      ...item,
      startSeconds: Math.max(item.startSeconds, body.startSeconds),
      endSeconds: Math.min(item.endSeconds, body.endSeconds),
    }))
    .filter(({ startSeconds, endSeconds }) => startSeconds < endSeconds);
  return { items: kept, more };
}
