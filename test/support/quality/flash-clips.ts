import type { FlashVerdict } from '../../../src/domain/quality/flash';

/*
 * Moving pictures whose answer under BT.1702 and the NHK/JBA guideline follows from counting. Colours
 * are given as light, and coded by the same curve that a display of BT.1886 has.
 */

export type Rgb = readonly [red: number, green: number, blue: number];

/** A rectangle, in parts of the picture, and its colour of 8 bit, full range. */
export interface Patch {
  readonly x: number;
  readonly width: number;
  readonly colour: Rgb;
}

export interface FlashClip {
  readonly name: string;
  readonly seconds: number;
  /** Patches side by side, from the left; `frame` counts from 0 at `rate` pictures a second. */
  draw(frame: number, rate: number): readonly Patch[];
  readonly bt1702: Answer;
  readonly jba: Answer;
}

type Verdict = FlashVerdict['verdict'];
/** `red`: fails, and for saturated red alone. */
type Answer = Verdict | 'red';

const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];
const red: Rgb = [255, 0, 0];
const green: Rgb = [0, 255, 0];
const blue: Rgb = [0, 0, 255];
const background: Rgb = [60, 60, 60];

/** Gray of so many cd/m², where white has 200. */
export function gray(cdM2: number): Rgb {
  const code = Math.round(255 * (cdM2 / 200) ** (1 / 2.4));
  return [code, code, code];
}

const full = (colour: Rgb): Patch[] => [{ x: 0, width: 1, colour }];

/**
 * Changes from `a` to `b` and back, `hertz` times a second: the n-th change is on the first picture
 * at or after n half periods, so that any second has no more than 2 · hertz of them.
 */
function alternating(hertz: number, a: Rgb, b: Rgb, area = 1): FlashClip['draw'] {
  return (frame, rate) => {
    // whole frames a second: the grid of 29.97 is that of 30
    const half = Math.floor((frame * 2 * hertz) / Math.round(rate));
    const patch = { x: 0, width: area, colour: half % 2 === 0 ? a : b };
    return area === 1 ? [patch] : [patch, { x: area, width: 1 - area, colour: background }];
  };
}

/** The same, between two times only. */
function burst(hertz: number, a: Rgb, b: Rgb, from: number, to: number): FlashClip['draw'] {
  const draw = alternating(hertz, b, a);
  return (frame, rate) => {
    const [first, last] = [Math.round(from * rate), Math.round(to * rate)];
    return frame >= first && frame < last ? draw(frame - first, rate) : full(a);
  };
}

/** 10 to 190 cd/m² and back, without a step. */
function sine(hertz: number): FlashClip['draw'] {
  return (frame, rate) => full(gray(100 + 90 * Math.sin((2 * Math.PI * hertz * frame) / rate)));
}

function clip(
  name: string,
  seconds: number,
  draw: FlashClip['draw'],
  bt1702: Answer,
  jba: Answer = bt1702,
): FlashClip {
  return { name, seconds, draw, bt1702, jba };
}

const halves = alternating(5, black, white, 0.5);

export function clipNamed(name: string): FlashClip {
  const clip = flashClips.find((each) => each.name === name);
  if (!clip) throw new Error(`no clip is named '${name}'`);
  return clip;
}

export const flashClips: readonly FlashClip[] = [
  clip('5 Hz, black and white', 2, alternating(5, black, white), 'fail'),
  clip('2 Hz, black and white', 3, alternating(2, black, white), 'pass'),
  clip('3 Hz, exactly the limit', 3, alternating(3, black, white), 'pass'),
  clip('4 Hz, just beyond the limit', 2, alternating(4, black, white), 'fail'),
  clip('5 Hz on 24 % of the area', 2, alternating(5, black, white, 0.24), 'pass'),
  clip('5 Hz on 26 % of the area', 2, alternating(5, black, white, 0.26), 'fail'),
  clip('5 Hz, a change of 15 cd/m²', 2, alternating(5, gray(50), gray(65)), 'pass'),
  clip('5 Hz, a change of 25 cd/m²', 3, alternating(5, gray(50), gray(75)), 'fail'),
  clip(
    '5 Hz, both brighter than 160 cd/m²',
    4,
    alternating(5, gray(165), gray(195)),
    'pass',
    'fail',
  ),
  clip('5 Hz, red and black', 2, alternating(5, black, red), 'fail'),
  clip('5 Hz, red and gray of equal light', 2, alternating(5, red, gray(42.5)), 'red'),
  clip('12 Hz, red and blue', 2, alternating(12, red, blue), 'fail'),
  clip('5 Hz, green and gray of equal light', 2, alternating(5, green, gray(143)), 'pass'),
  clip('two flashes in four pictures', 3, burst(7.5, black, white, 1, 1.26), 'pass'),
  clip('five flashes in a third of a second and more', 3, burst(12, black, white, 1, 1.5), 'fail'),
  clip(
    'halves against each other, the mean at rest',
    2,
    (frame, rate) => {
      const [left] = halves(frame, rate);
      const isWhite = left?.colour === white;
      return [
        { x: 0, width: 0.5, colour: isWhite ? white : black },
        { x: 0.5, width: 0.5, colour: isWhite ? black : white },
      ];
    },
    'fail',
  ),
  clip('4 Hz without steps', 2, sine(4), 'fail'),
  clip('2 Hz without steps', 2, sine(2), 'pass'),
  clip(
    'two areas of 20 %, never in the same second',
    4,
    (frame, rate) => {
      const second = Math.floor(frame / Math.round(rate));
      const flashing = alternating(5, black, white, 0.2)(frame, rate)[0]?.colour ?? black;
      return [
        { x: 0, width: 0.2, colour: second % 2 === 0 ? flashing : black },
        { x: 0.2, width: 0.3, colour: background },
        { x: 0.5, width: 0.2, colour: second % 2 === 1 ? flashing : black },
        { x: 0.7, width: 0.3, colour: background },
      ];
    },
    'pass',
  ),
  clip(
    'five cuts a second',
    2,
    (frame, rate) => {
      const scenes = [5, 120, 10, 150, 20, 90, 8, 180];
      return full(gray(scenes[Math.floor((frame * 5) / Math.round(rate)) % 8] ?? 0));
    },
    'pass',
  ),
  clip('5 Hz of 12.5 % for 1.4 s', 3, burst(5, gray(50), gray(75), 1, 2.4), 'fail', 'pass'),
  clip('5 Hz of 25 % for 1.4 s', 3, burst(5, gray(50), gray(100), 1, 2.4), 'fail'),
  clip('5 Hz of 12.5 % for 3 s', 4, burst(5, gray(50), gray(75), 0.5, 3.5), 'fail'),
  clip('7.5 Hz of 12.5 % for 1 s', 2, burst(7.5, gray(50), gray(75), 1, 2), 'fail'),
];
