import type { Video } from '../client/contract';
import { primaryVideo } from '../../domain/primary-stream';
import { frameAt, middleOf, timecodeOf } from '../../domain/timecode';
import type { Rational } from '../../domain/technical-metadata';
import { Store } from '../state/store';

/** The player of the video that is open; null = nothing can be played. */
export const player = new Store<HTMLMediaElement | null>(null);

/** Where it is, in seconds. */
export const position = new Store(0);

/** Stops there, so that what is told of a time can be looked at. */
export function showTime(seconds: number, clock: FilmClock | null): void {
  const media = player.value;
  if (!media) return;
  media.pause();
  media.currentTime = clock ? middleOf(frameAt(seconds, clock.rate), clock.rate) : seconds;
  media.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
}

/** How the pictures of a file are counted. */
export interface FilmClock {
  readonly rate: Rational;
  /** Timecode of the first picture; null = the file has none. */
  readonly start: string | null;
}

/** null = it has no pictures, or no rate that they could be counted by. */
export function clockOf({ metadata }: Pick<Video, 'metadata'>): FilmClock | null {
  const picture = primaryVideo(metadata);
  const rate = picture?.averageFrameRate ?? picture?.frameRate;
  if (!picture || !rate || rate.numerator === 0) return null;
  return { rate, start: picture.timecode ?? metadata?.container.timecode ?? null };
}

/** The frame at a time, as the file numbers it and from its start. */
export function frameText(seconds: number, { rate, start }: FilmClock) {
  const frame = frameAt(seconds, rate);
  return { timecode: timecodeOf(frame, rate, start), frame };
}

/** By so many frames from where the player is. */
export function stepFrames(count: number, clock: FilmClock): void {
  const media = player.value;
  if (!media) return;
  media.pause();
  const frame = Math.max(frameAt(media.currentTime, clock.rate) + count, 0);
  media.currentTime = Math.min(middleOf(frame, clock.rate), media.duration);
}
