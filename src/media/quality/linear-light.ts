import {
  bt709Of,
  colourTables,
  luminanceOf,
  type ColourCoding,
  type ColourTables,
  type Luminance,
} from './colour';
import { BLOCK_COLUMNS, BLOCK_SIDE, BLOCKS, GRID_CELLS, GRID_HEIGHT, GRID_WIDTH } from './grid';

/** Linear red, green and blue of BT.709, 0 for black to 1 for white. */
export type LinearColour = readonly [red: number, green: number, blue: number];

/** Share of red in R + G + B, linear, from which red is saturated; WCAG 2.2 and ISO 9241-391. */
const RED_PART = 0.8;

/** From which it is clearly so: a code value more or less moves a share by up to 0.02. */
const CLEARLY_RED_PART = 0.82;

/** Linear light below which a cell has no hue. */
export const DARK = 1e-4;

/** Luminance and red of one picture on the cells of the grid; the arrays are used again for the next. */
export class LinearLight {
  /** How many are looked at. */
  readonly cells: number;
  /** cd/m² of every cell. */
  readonly luminance: Float32Array;
  /** 1 for a cell of saturated red, 2 for one that is clearly so. */
  readonly redness: Uint8Array;
  redCells = 0;
  /** Means over the cells of every block, linear. */
  readonly blockRed = new Float32Array(BLOCKS);
  readonly blockGreen = new Float32Array(BLOCKS);
  readonly blockBlue = new Float32Array(BLOCKS);

  /** How to sum up linear components. */
  readonly weights: Luminance;

  private readonly columns: number;
  private readonly tables: ColourTables;
  private readonly isWide: boolean;

  /** @param step 1 looks at every cell, 3 at every third of every third line */
  constructor(
    coding: ColourCoding,
    private readonly step: 1 | 3,
  ) {
    this.tables = colourTables(coding);
    this.weights = luminanceOf(coding);
    this.isWide = coding.matrix === 'bt2020';
    this.columns = GRID_WIDTH / step;
    this.cells = this.columns * (GRID_HEIGHT / step);
    this.luminance = new Float32Array(this.cells);
    this.redness = new Uint8Array(this.cells);
  }

  /**
   * One loop without calls and objects, on local names: in plain style it takes ten times as long.
   *
   * @param frame Y, Cb and Cr of the grid
   */
  read(frame: Uint8Array): void {
    const { y, redOfCr, greenOfCb, greenOfCr, blueOfCb, linear } = this.tables;
    const { step, cells, luminance, redness, blockRed, blockGreen, blockBlue } = this;
    const columns = this.columns;
    const [cbPlane, crPlane, skippedLines] = [GRID_CELLS, 2 * GRID_CELLS, (step - 1) * GRID_WIDTH];
    const blockSide = BLOCK_SIDE / step;
    const { red: redWeight, green: greenWeight, blue: blueWeight, gamma } = this.weights;
    const white = redWeight + greenWeight + blueWeight;
    // the exact answer takes longer, and few cells may be red
    const othersOfRed = this.isWide ? OTHERS_OF_WIDE_RED : OTHERS_OF_RED;
    const [dark, part] = [DARK, 1 / blockSide ** 2];
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
          const sum = redWeight * red + greenWeight * green + blueWeight * blue;
          luminance[cell] = gamma === 1 ? sum : white * (sum / white) ** gamma;
          if (red > dark && red >= othersOfRed * (green + blue)) {
            const level = this.rednessOf(red, green, blue);
            redness[cell] = level;
            redCells += level > 0 ? 1 : 0;
          } else redness[cell] = 0;
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
    return this.inBt709(
      linear[base + redOfCr[cr]!]!,
      linear[base + greenOfCb[cb]! + greenOfCr[cr]!]!,
      linear[base + blueOfCb[cb]!]!,
    );
  }

  inBt709(red: number, green: number, blue: number): LinearColour {
    return this.isWide ? bt709Of(red, green, blue) : [red, green, blue];
  }

  /** 0 for no saturated red, 1 for one, 2 for what is clearly one. */
  rednessOf(red: number, green: number, blue: number): 0 | 1 | 2 {
    if (this.isWide) [red, green, blue] = bt709Of(red, green, blue);
    if (red <= DARK || red < OTHERS_OF_RED * (green + blue)) return 0;
    return red < OTHERS_OF_CLEAR_RED * (green + blue) ? 1 : 2;
  }
}

/** How much light of red there is for the others', where red is saturated. */
const OTHERS_OF_RED = RED_PART / (1 - RED_PART);
const OTHERS_OF_CLEAR_RED = CLEARLY_RED_PART / (1 - CLEARLY_RED_PART);

/** In BT.2020, where every red of BT.709 is paler, at the least. */
const OTHERS_OF_WIDE_RED = 1;

export function redShareOf([red, green, blue]: LinearColour): number {
  return red / (red + green + blue);
}
