import type { Flash } from '../../../src/domain/quality/flash';
import { FlashDetector } from '../../../src/media/quality/flash/flash-detector';
import { GRID_BYTES, GRID_CELLS, GRID_HEIGHT, GRID_WIDTH } from '../../../src/media/quality/grid';
import { LinearLight } from '../../../src/media/quality/linear-light';
import type { FlashClip, Patch, Rgb } from './flash-clips';

/** Y, Cb and Cr of BT.709, limited range, 8 bit. */
export function toYcc([red, green, blue]: Rgb): [number, number, number] {
  const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return [
    Math.round(16 + (219 / 255) * luma),
    Math.round(128 + ((224 / 255) * (blue - luma)) / 1.8556),
    Math.round(128 + ((224 / 255) * (red - luma)) / 1.5748),
  ];
}

/** The patches as a frame of the grid: what scaling would make of them. */
export function gridFrame(patches: readonly Patch[]): Uint8Array {
  const frame = new Uint8Array(GRID_BYTES);
  for (const { x, width, colour } of patches) {
    const [first, end] = [Math.round(x * GRID_WIDTH), Math.round((x + width) * GRID_WIDTH)];
    toYcc(colour).forEach((value, plane) => {
      for (let row = 0; row < GRID_HEIGHT; row += 1) {
        const start = plane * GRID_CELLS + row * GRID_WIDTH;
        frame.fill(value, start + first, start + end);
      }
    });
  }
  return frame;
}

const coding = { range: 'limited', matrix: 'bt709' } as const;

/** Times of the pictures; by default those of a constant rate. */
export type Times = (frame: number) => number;

export function detectFlashes(
  { seconds, draw }: Pick<FlashClip, 'seconds' | 'draw'>,
  rate: number,
  time: Times = (frame) => frame / rate,
): Flash {
  const light = new LinearLight(coding, 3);
  const detector = new FlashDetector(coding, light, () => undefined);
  // few pictures differ, and none is written to
  const frames = new Map<string, Uint8Array>();
  for (let i = 0; i < Math.round(seconds * rate); i += 1) {
    const patches = draw(i, rate);
    const key = JSON.stringify(patches);
    const frame = frames.get(key) ?? gridFrame(patches);
    frames.set(key, frame);
    light.read(frame);
    detector.take(frame, time(i));
  }
  return detector.finish();
}
