import type { Pattern } from '../../../src/domain/quality/flash';
import { CutMeter } from '../../../src/media/quality/flash/cut-meter';
import { PatternMeter } from '../../../src/media/quality/flash/pattern-meter';
import { GRID_BYTES, GRID_CELLS, GRID_HEIGHT, GRID_WIDTH } from '../../../src/media/quality/grid';

const BT709_VIDEO = { range: 'limited', matrix: 'bt709', transfer: 'bt1886' } as const;

/** Code value of a gray of so many cd/m², where white has 200. */
function code(cdM2: number): number {
  return Math.round(16 + 219 * (cdM2 / 200) ** (1 / 2.4));
}

/** cd/m² of a cell, at a time in seconds. */
type Draw = (x: number, y: number, seconds: number) => number;

/** The pictures of 2 s, at 8 a second. */
function patternsIn(draw: Draw, seconds = 2): Pattern[] {
  const meter = new PatternMeter(BT709_VIDEO);
  for (let frame = 0; frame < 8 * seconds; frame += 1) {
    const picture = new Uint8Array(GRID_BYTES).fill(128, GRID_CELLS);
    for (let cell = 0; cell < GRID_CELLS; cell += 1) {
      picture[cell] = code(draw(cell % GRID_WIDTH, Math.floor(cell / GRID_WIDTH), frame / 8));
    }
    meter.take(picture, frame / 8);
  }
  return meter.finish(seconds).items;
}

const [DARK, LIGHT, BACKGROUND] = [1, 200, 30];
const striped = (distance: number, width = 15, dark = DARK, light = LIGHT): number =>
  Math.floor(distance / width) % 2 === 0 ? dark : light;
/** On the left part of the picture only. */
const onPart =
  (part: number, draw: Draw): Draw =>
  (x, y, seconds) =>
    x < part * GRID_WIDTH ? draw(x, y, seconds) : BACKGROUND;

const across: Draw = (x) => striped(x);
const narrow: Draw = (x) => striped(x, 8);
const moving: Draw = (x, _, seconds) => striped(x + 20 * seconds, 8);

describe('patterns of much of the picture', () => {
  it.each<[string, Draw]>([
    ['upright stripes', across],
    ['level stripes', (_, y) => striped(y)],
    ['slanted stripes', (x, y) => striped(x + y)],
    ['circles', (x, y) => striped(Math.hypot(x - GRID_WIDTH / 2, y - GRID_HEIGHT / 2), 8)],
    [
      'a spiral',
      (x, y) => {
        const [dx, dy] = [x - GRID_WIDTH / 2, y - GRID_HEIGHT / 2];
        return striped(Math.hypot(dx, dy) + (16 * Math.atan2(dy, dx)) / Math.PI + 16, 16);
      },
    ],
    ['squares', (x, y) => striped(striped(x, 15, 0, 15) + striped(y, 15, 0, 15))],
    ['soft stripes', (x) => 100 + 60 * Math.sin(x / 5)],
    ['six pairs of stripes', (x) => striped(x, GRID_WIDTH / 12)],
    ['stripes on 45 %', onPart(0.45, narrow)],
    ['stripes of 25 cd/m²', (x) => striped(x, 15, 40, 65)],
  ])('%s', (_, draw) => {
    expect(patternsIn(draw)).toMatchObject([{ startSeconds: 0, endSeconds: 2, moves: false }]);
  });

  it('stripes that move, on 30 % of it', () => {
    const [pattern] = patternsIn(onPart(0.3, moving));
    expect(pattern?.moves).toBe(true);
    expect(pattern?.worstArea).toBeCloseTo(0.3, 1);
  });

  it('a pattern lasts from its first picture to the one after it', () => {
    const draw: Draw = (x, y, seconds) =>
      seconds >= 0.5 && seconds < 1.5 ? across(x, y, seconds) : BACKGROUND;
    expect(patternsIn(draw)).toMatchObject([{ startSeconds: 0.5, endSeconds: 1.5 }]);
  });
});

describe('no patterns', () => {
  let seed = 1;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;

  it.each<[string, Draw]>([
    ['five pairs of stripes', (x) => striped(x, GRID_WIDTH / 10)],
    ['stripes on 35 % that stand still', onPart(0.35, narrow)],
    ['stripes on 20 % that move', onPart(0.2, moving)],
    ['stripes of 15 cd/m²', (x) => striped(x, 15, 50, 65)],
    ['stripes whose light is 45 cd/m²', (x) => striped(x, 15, 1, 45)],
    ['stripes whose dark is 165 cd/m²', (x) => striped(x, 15, 165, 195)],
    ['stripes for 0.5 s', (x, y, seconds) => (seconds < 0.5 ? across(x, y, seconds) : BACKGROUND)],
    ['noise', () => 200 * random()],
    ['stripes of all widths', (x) => striped(Math.sqrt(x) * 20 + 30 * Math.sin(x / 17))],
    ['a ramp', (x) => (200 * x) / GRID_WIDTH],
  ])('%s', (_, draw) => {
    expect(patternsIn(draw)).toEqual([]);
  });
});

describe('cuts of NHK/JBA, 2', () => {
  /** Seconds of the pictures at 30 a second whose light changes from the one before. */
  function cutsIn(light: (frame: number) => number, frames = 90) {
    const meter = new CutMeter();
    for (let frame = 0; frame < frames; frame += 1) {
      meter.take(new Float32Array(16).fill(light(frame)), frame / 30);
    }
    return meter.finish(() => true).items;
  }
  /** A change of 50 cd/m² at each of the pictures. */
  const changingAt =
    (...frames: number[]) =>
    (frame: number) =>
      50 * (1 + (frames.filter((at) => at <= frame).length % 2));

  it('four within a second are too many', () => {
    expect(cutsIn(changingAt(30, 38, 46, 54))).toEqual([{ startSeconds: 1, endSeconds: 1.8 }]);
  });

  it('so are more, which are one finding', () => {
    expect(cutsIn(changingAt(30, 38, 46, 54, 60, 66))).toEqual([
      { startSeconds: 1, endSeconds: 2.2 },
    ]);
  });

  it.each<[string, (frame: number) => number]>([
    ['three', changingAt(30, 38, 46)],
    ['four in just a second', changingAt(30, 40, 50, 60)],
    ['a fade', (frame) => 100 + 90 * Math.sin(frame / 5)],
    ['changes of 20 %', (frame) => (Math.floor(frame / 4) % 2 === 0 ? 60 : 100)],
  ])('%s: none', (_, light) => {
    expect(cutsIn(light)).toEqual([]);
  });
});
