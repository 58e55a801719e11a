import type { Flash } from '../../../src/domain/quality/flash';
import type { ColourCoding } from '../../../src/media/quality/colour';
import { FlashDetector } from '../../../src/media/quality/flash/flash-detector';
import { GRID_BYTES, GRID_CELLS, GRID_HEIGHT, GRID_WIDTH } from '../../../src/media/quality/grid';
import { LinearLight } from '../../../src/media/quality/linear-light';
import type { FlashClip, Patch, Rgb } from './flash-clips';

const BT709_VIDEO = { range: 'limited', matrix: 'bt709', transfer: 'bt1886' } as const;

const luma = {
  bt601: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  bt2020: [0.2627, 0.0593],
} as const;

/** Y, Cb and Cr of 8 bit. */
export function toYcc(
  [red, green, blue]: Rgb,
  { range, matrix }: ColourCoding = BT709_VIDEO,
): [number, number, number] {
  const [redPart, bluePart] = luma[matrix];
  const sum = redPart * red + (1 - redPart - bluePart) * green + bluePart * blue;
  const [black, lumaScale, chromaScale] =
    range === 'limited' ? [16, 219 / 255, 224 / 255] : [0, 1, 1];
  return [
    Math.round(black + lumaScale * sum),
    Math.round(128 + (chromaScale * (blue - sum)) / (2 * (1 - bluePart))),
    Math.round(128 + (chromaScale * (red - sum)) / (2 * (1 - redPart))),
  ];
}

/** The patches as a frame of the grid: what scaling would make of them. */
export function gridFrame(patches: readonly Patch[], coding?: ColourCoding): Uint8Array {
  const frame = new Uint8Array(GRID_BYTES);
  for (const { x, width, colour } of patches) {
    const [first, end] = [Math.round(x * GRID_WIDTH), Math.round((x + width) * GRID_WIDTH)];
    toYcc(colour, coding).forEach((value, plane) => {
      for (let row = 0; row < GRID_HEIGHT; row += 1) {
        const start = plane * GRID_CELLS + row * GRID_WIDTH;
        frame.fill(value, start + first, start + end);
      }
    });
  }
  return frame;
}

/** Times of the pictures; by default those of a constant rate. */
export type Times = (frame: number) => number;

export function detectFlashes(
  { seconds, draw }: Pick<FlashClip, 'seconds' | 'draw'>,
  rate: number,
  time: Times = (frame) => frame / rate,
  coding: ColourCoding = BT709_VIDEO,
): Flash {
  const light = new LinearLight(coding, 3);
  const detector = new FlashDetector(coding, light, () => undefined);
  // few pictures differ, and none is written to
  const frames = new Map<string, Uint8Array>();
  for (let i = 0; i < Math.round(seconds * rate); i += 1) {
    const patches = draw(i, rate);
    const key = JSON.stringify(patches);
    const frame = frames.get(key) ?? gridFrame(patches, coding);
    frames.set(key, frame);
    light.read(frame);
    detector.take(frame, time(i));
  }
  return detector.finish();
}
