import type { FilmClock } from '../../domain/timecode';
import { player, stepFrames } from './player';

/** What a desk's shuttle does: each press goes faster. */
const FASTEST = 8;
const REWIND_SECONDS = 5;
const SECOND = 1;

type Act = (media: HTMLMediaElement, clock: FilmClock | null, back: boolean) => void;

const step =
  (direction: 1 | -1): Act =>
  (media, clock, bySecond) => {
    if (clock && !bySecond) stepFrames(direction, clock);
    else media.currentTime += direction * SECOND;
  };

const acts: Readonly<Record<string, Act>> = {
  ' ': (media) => {
    if (media.paused) play(media, 1);
    else media.pause();
  },
  k: (media) => {
    media.pause();
  },
  l: (media) => {
    play(media, media.paused ? 1 : Math.min(media.playbackRate * 2, FASTEST));
  },
  // browsers do not play backwards
  j: (media) => {
    media.currentTime -= REWIND_SECONDS;
  },
  arrowleft: step(-1),
  arrowright: step(1),
  home: (media) => {
    media.currentTime = 0;
  },
  end: (media) => {
    media.currentTime = media.duration;
  },
};

/** Where these keys mean something else. */
const TAKEN =
  'input, textarea, select, button, a, video, audio, [contenteditable], dialog, .scroll';

/** Keys of the player, wherever on the page nothing else takes them. Ends when the function is called. */
export function listenToKeys(clock: FilmClock | null): () => void {
  const listener = (event: KeyboardEvent) => {
    const media = player.value;
    const act = acts[event.key.toLowerCase()];
    const isTaken = event.target instanceof Element && event.target.closest(TAKEN) !== null;
    if (!media || !act || isTaken || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act(media, clock, event.shiftKey);
  };
  document.addEventListener('keydown', listener);
  return () => {
    document.removeEventListener('keydown', listener);
  };
}

function play(media: HTMLMediaElement, rate: number): void {
  media.playbackRate = rate;
  media.play().catch(() => undefined); // what cannot be played says so by its own event
}
