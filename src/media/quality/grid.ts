/**
 * The small picture that everything but levels, scan and bars is measured on. Its shape is stretched to
 * 16:9: only parts of the area count. At 24.8 % and 25.2 % of flashing area this grid decides right,
 * where 320 x 180 and less do not.
 */
export const GRID_WIDTH = 480;
export const GRID_HEIGHT = 270;
export const GRID_CELLS = GRID_WIDTH * GRID_HEIGHT;

/** Y, Cb and Cr of 8 bit, one plane after the other, all in full size. */
export const GRID_BYTES = 3 * GRID_CELLS;

/** Blocks of 15 x 15 cells: what a short insert changes, noise does not. */
export const BLOCK_SIDE = 15;
export const BLOCK_COLUMNS = GRID_WIDTH / BLOCK_SIDE;
export const BLOCK_ROWS = GRID_HEIGHT / BLOCK_SIDE;
export const BLOCKS = BLOCK_COLUMNS * BLOCK_ROWS;

/** Fields of 30 x 30 cells, 16 x 9 of them: what fine detail does not change. */
export const BLOCKS_PER_FIELD_SIDE = 2;
export const FIELD_COLUMNS = BLOCK_COLUMNS / BLOCKS_PER_FIELD_SIDE;
export const FIELDS = BLOCKS / BLOCKS_PER_FIELD_SIDE ** 2;

/** Mean of what cells or blocks changed by. */
export function meanChange(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
}
