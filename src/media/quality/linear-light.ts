import {
  BLUE_WEIGHT,
  colourTables,
  GREEN_WEIGHT,
  RED_WEIGHT,
  WHITE_CD_M2,
  type ColourCoding,
  type ColourTables,
} from './colour';
import { BLOCK_COLUMNS, BLOCK_SIDE, BLOCKS, GRID_CELLS, GRID_HEIGHT, GRID_WIDTH } from './grid';

/** Linear red, green and blue of BT.709, 0 for black to 1 for white. */
export type LinearColour = readonly [red: number, green: number, blue: number];

/** Share of red in R + G + B, linear, from which red is saturated; WCAG 2.2 and ISO 9241-391. */
const RED_PART = 0.8;

/** Linear light below which a cell has no hue. */
export const DARK = 1e-4;

/** Luminance and red of one picture on the cells of the grid; the arrays are used again for the next. */
export class LinearLight {
  /** How many are looked at. */
  readonly cells: number;
  /** cd/m² of every cell. */
  readonly luminance: Float32Array;
  /** 1 for a cell of saturated red. */
  readonly isRed: Uint8Array;
  redCells = 0;
  /** Means over the cells of every block, linear. */
  readonly blockRed = new Float32Array(BLOCKS);
  readonly blockGreen = new Float32Array(BLOCKS);
  readonly blockBlue = new Float32Array(BLOCKS);

  private readonly columns: number;
  private readonly tables: ColourTables;

  /** @param step 1 looks at every cell, 3 at every third of every third line */
  constructor(
    coding: ColourCoding,
    private readonly step: 1 | 3,
  ) {
    this.tables = colourTables(coding);
    this.columns = GRID_WIDTH / step;
    this.cells = this.columns * (GRID_HEIGHT / step);
    this.luminance = new Float32Array(this.cells);
    this.isRed = new Uint8Array(this.cells);
  }

  /**
   * One loop without calls and objects, on local names: in plain style it takes ten times as long.
   *
   * @param frame Y, Cb and Cr of the grid
   */
  read(frame: Uint8Array): void {
    const { y, redOfCr, greenOfCb, greenOfCr, blueOfCb, linear } = this.tables;
    const { step, cells, luminance, isRed, blockRed, blockGreen, blockBlue } = this;
    const columns = this.columns;
    const [cbPlane, crPlane, skippedLines] = [GRID_CELLS, 2 * GRID_CELLS, (step - 1) * GRID_WIDTH];
    const blockSide = BLOCK_SIDE / step;
    const [redWeight, greenWeight, blueWeight] = [
      RED_WEIGHT * WHITE_CD_M2,
      GREEN_WEIGHT * WHITE_CD_M2,
      BLUE_WEIGHT * WHITE_CD_M2,
    ];
    const [othersOfRed, dark, part] = [RED_PART / (1 - RED_PART), DARK, 1 / blockSide ** 2];
    let redCells = 0;
    blockRed.fill(0);
    blockGreen.fill(0);
    blockBlue.fill(0);
    let cell = 0;
    let at = 0;
    while (cell < cells) {
      let block = Math.floor(cell / (columns * blockSide)) * BLOCK_COLUMNS;
      for (const lineEnd = cell + columns; cell < lineEnd; block += 1) {
        let sumRed = 0;
        let sumGreen = 0;
        let sumBlue = 0;
        for (const blockEnd = cell + blockSide; cell < blockEnd; cell += 1, at += step) {
          const base = y[frame[at]!]!;
          const cb = frame[at + cbPlane]!;
          const cr = frame[at + crPlane]!;
          const red = linear[base + redOfCr[cr]!]!;
          const green = linear[base + greenOfCb[cb]! + greenOfCr[cr]!]!;
          const blue = linear[base + blueOfCb[cb]!]!;
          luminance[cell] = redWeight * red + greenWeight * green + blueWeight * blue;
          const saturated = red > dark && red >= othersOfRed * (green + blue) ? 1 : 0;
          isRed[cell] = saturated;
          redCells += saturated;
          sumRed += red;
          sumGreen += green;
          sumBlue += blue;
        }
        blockRed[block]! += sumRed * part;
        blockGreen[block]! += sumGreen * part;
        blockBlue[block]! += sumBlue * part;
      }
      at += skippedLines;
    }
    this.redCells = redCells;
  }

  /** The colour of one cell of a picture. */
  colourOf(frame: Uint8Array, cell: number): LinearColour {
    const { y, redOfCr, greenOfCb, greenOfCr, blueOfCb, linear } = this.tables;
    const line = Math.floor(cell / this.columns);
    const position = this.step * (line * GRID_WIDTH + (cell % this.columns));
    const base = y[frame[position]!]!;
    const cb = frame[position + GRID_CELLS]!;
    const cr = frame[position + 2 * GRID_CELLS]!;
    const at = (offset: number): number => linear[base + offset]!;
    return [at(redOfCr[cr]!), at(greenOfCb[cb]! + greenOfCr[cr]!), at(blueOfCb[cb]!)];
  }
}

export function isSaturatedRed([red, green, blue]: LinearColour): boolean {
  return red > DARK && red >= (RED_PART / (1 - RED_PART)) * (green + blue);
}
