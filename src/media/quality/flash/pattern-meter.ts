import type { Pattern } from '../../../domain/quality/flash';
import { grayLuminance, type ColourCoding } from '../colour';
import { BLOCK_COLUMNS, BLOCK_SIDE, BLOCKS, GRID_CELLS, GRID_HEIGHT, GRID_WIDTH } from '../grid';
import { IntervalCollector } from '../interval-collector';

/** A pattern is a risk from 0.5 s on (Wilkins, Emmett and Harding 2005): three looks in a row. */
const LOOK_EVERY_SECONDS = 0.25;
const LEAST_SECONDS = 0.5;

/** BT.1702: between a light stripe and a dark one, and how dark that must be. */
const STRIPE_CD_M2 = 20;
const DARKER_BELOW_CD_M2 = 160;

/** Wilkins, Emmett and Harding 2005: where the light stripes are darker, nobody is at risk. */
const LIGHT_CD_M2 = 50;

/** More than five pairs of stripes, so twelve of them at the least: between those are eleven edges. */
const EDGES = 11;

/** Of the picture: stripes that stand still, and those that move or change. */
const STILL_AREA = 0.4;
const MOVING_AREA = 0.25;

/** A pattern is regular: neighbouring pairs differ in width by so much, or by a cell and its rounding. */
const SAME_WIDTH = 0.4;
const ROUNDING_CELLS = 1.5;

/** Words and leaves have lines with a row of edges here and there; stripes fill the block. */
const BLOCK_PART = 0.75;

/** Stripes are longer than so many cells: of the lines and columns one in so many is searched. */
const LINE_STEP = 3;

/** Of the cells of a line; fine slanted stripes differ in half of them, noise in most. */
const SAME_PART = 0.4;

/** Of the cells of a pattern that became lighter or darker, from which on it moves. */
const MOVING_PART = 0.1;

interface Look {
  readonly seconds: number;
  readonly area: number;
  readonly moves: boolean;
}

/**
 * Finds regular stripes of high contrast that fill much of the picture, in whatever direction, straight
 * or curved: every line and every column of the grid is searched for alternating edges in even
 * distances. A fence or a blind is such a pattern too: a person decides.
 */
export class PatternMeter {
  /** cd/m² by code value of luma: of saturated colours it is too low, which are too dark to count. */
  private readonly luminance: Float32Array;
  private readonly before = new Uint8Array(GRID_CELLS);
  private readonly marks = new Uint8Array(GRID_CELLS);
  private lastSeconds = -Infinity;
  private lastArea = 0;
  /** Since when, how large at most, and whether it ever moved. */
  private open: Look | undefined;
  private readonly patterns = new IntervalCollector<Pattern>();

  constructor(coding: ColourCoding) {
    this.luminance = grayLuminance(coding);
  }

  take(frame: Uint8Array, seconds: number): void {
    if (seconds - this.lastSeconds < LOOK_EVERY_SECONDS) return;
    this.lastSeconds = seconds;
    const area = this.areaOf(frame);
    const moves = area > 0 && this.lastArea > 0 && this.changedPart(frame) > MOVING_PART;
    this.before.set(frame.subarray(0, GRID_CELLS));
    this.lastArea = area;
    this.join({ seconds, area, moves });
  }

  finish(endSeconds: number) {
    this.close(endSeconds);
    return this.patterns.list();
  }

  private join({ seconds, area, moves }: Look): void {
    const { open } = this;
    const isPattern = area > (moves || open?.moves ? MOVING_AREA : STILL_AREA);
    if (!isPattern) this.close(seconds);
    else if (!open) this.open = { seconds, area, moves };
    else {
      this.open = {
        seconds: open.seconds,
        area: Math.max(open.area, area),
        moves: open.moves || moves,
      };
    }
  }

  private close(endSeconds: number): void {
    const { open } = this;
    this.open = undefined;
    if (!open || endSeconds - open.seconds <= LEAST_SECONDS) return;
    const { seconds: startSeconds, area: worstArea, moves } = open;
    this.patterns.add({ startSeconds, endSeconds, worstArea, moves });
  }

  /** Of the marked cells, those whose stripe was another one at the last look. */
  private changedPart(frame: Uint8Array): number {
    const { luminance, before, marks } = this;
    let marked = 0;
    let changed = 0;
    for (let cell = 0; cell < GRID_CELLS; cell += 1) {
      if (marks[cell] === 0) continue;
      marked += 1;
      const change = luminance[frame[cell]!]! - luminance[before[cell]!]!;
      if (Math.abs(change) >= STRIPE_CD_M2) changed += 1;
    }
    return changed / marked;
  }

  /** Part of the picture, 0 to 1, by blocks that stripes of one direction fill. */
  private areaOf(frame: Uint8Array): number {
    this.marks.fill(0);
    const rows = new Uint16Array(BLOCKS);
    const columns = new Uint16Array(BLOCKS);
    for (let row = 0; row < GRID_HEIGHT; row += LINE_STEP) {
      this.mark(frame, { first: row * GRID_WIDTH, step: 1, cells: GRID_WIDTH }, rows);
    }
    for (let column = 0; column < GRID_WIDTH; column += LINE_STEP) {
      this.mark(frame, { first: column, step: GRID_WIDTH, cells: GRID_HEIGHT }, columns);
    }
    const least = (BLOCK_PART * BLOCK_SIDE ** 2) / LINE_STEP;
    return (
      rows.filter((marked, block) => marked >= least || columns[block]! >= least).length / BLOCKS
    );
  }

  /** Marks the cells of a line that lie in a run of even stripes. @param blocks counts them */
  private mark(frame: Uint8Array, line: Line, blocks: Uint16Array): void {
    for (const [from, to] of stripesOf(frame, line, this.luminance)) {
      if (!this.goesOnBeside(frame, line, from, to)) continue;
      for (let at = line.first + from * line.step, i = from; i < to; i += 1, at += line.step) {
        this.marks[at] = 1;
        const row = Math.floor(at / GRID_WIDTH / BLOCK_SIDE);
        const column = Math.floor((at % GRID_WIDTH) / BLOCK_SIDE);
        blocks[row * BLOCK_COLUMNS + column]! += 1;
      }
    }
  }

  /** Whether the next line has the same stripes, a little shifted at the most: noise has others. */
  private goesOnBeside(
    frame: Uint8Array,
    { first, step }: Line,
    from: number,
    to: number,
  ): boolean {
    const { luminance } = this;
    const across = step === 1 ? GRID_WIDTH : 1;
    let same = 0;
    for (let at = first + from * step, i = from; i < to; i += 1, at += step) {
      const change = luminance[frame[at]!]! - luminance[frame[at + across]!]!;
      if (Math.abs(change) < STRIPE_CD_M2) same += 1;
    }
    return same >= SAME_PART * (to - from);
  }
}

/** A row or a column of the grid. */
interface Line {
  readonly first: number;
  readonly step: number;
  readonly cells: number;
}

/** Where a line is striped: first cell and the one after the last, without overlaps. */
function stripesOf(
  frame: Uint8Array,
  { first, step, cells }: Line,
  luminance: Float32Array,
): (readonly [from: number, to: number])[] {
  const found: [from: number, to: number][] = [];
  let [lowest, highest] = [Infinity, -Infinity];
  let rising = 0;
  /** Of the run that is open. */
  let edges: number[] = [];
  const end = (): void => {
    const [from, to] = [edges[0], edges.at(-1)];
    if (from !== undefined && to !== undefined && edges.length >= EDGES) {
      const stripe = Math.round((to - from) / (edges.length - 1));
      found.push([Math.max(found.at(-1)?.[1] ?? 0, from - stripe), Math.min(cells, to + stripe)]);
    }
    // the last pair may be the first of another run
    edges = edges.slice(-2);
  };
  let last = -1;
  for (let cell = 0, at = first; cell < cells; cell += 1, at += step) {
    const code = frame[at]!;
    if (code === last) continue;
    last = code;
    const value = luminance[code]!;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    const rises = rising <= 0 && isStripe(lowest, value);
    const falls = rising >= 0 && isStripe(value, highest);
    if (rises || falls) {
      rising = rises ? 1 : -1;
      lowest = highest = value;
      if (!goesOn(edges, cell)) end();
      edges.push(cell);
    } else if (rising > 0 && value >= highest) lowest = value;
    else if (rising < 0 && value <= lowest) highest = value;
  }
  end();
  return found;
}

function isStripe(dark: number, light: number): boolean {
  return light - dark >= STRIPE_CD_M2 && light >= LIGHT_CD_M2 && dark < DARKER_BELOW_CD_M2;
}

/** Whether the pair of stripes that ends at `cell` is as wide as the one before it. */
function goesOn(edges: readonly number[], cell: number): boolean {
  const [a, b, c] = edges.slice(-3);
  if (a === undefined || b === undefined || c === undefined) return true;
  return Math.abs(cell - b - (c - a)) <= Math.max(ROUNDING_CELLS, SAME_WIDTH * (c - a));
}
