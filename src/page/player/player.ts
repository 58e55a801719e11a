import { type FilmClock, frameAt, middleOf } from '../../domain/timecode';
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

/** By so many frames from where the player is. */
export function stepFrames(count: number, clock: FilmClock): void {
  const media = player.value;
  if (!media) return;
  media.pause();
  const frame = Math.max(frameAt(media.currentTime, clock.rate) + count, 0);
  media.currentTime = Math.min(middleOf(frame, clock.rate), media.duration);
}
