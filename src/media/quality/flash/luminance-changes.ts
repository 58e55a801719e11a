import type { RecentTransitions } from './recent-transitions';

/** What counts as half a flash. */
export interface ChangeRule {
  /** cd/m² from one extreme to the other, at least. */
  readonly least: number;
  /** cd/m²; the darker extreme must be below. */
  readonly darkerBelow: number;
  /** Of the darker extreme, at least, where that is more: HDR. @default 0 */
  readonly leastPart?: number;
  readonly transitions: readonly RecentTransitions[];
}

/** Rounding of the tables; a change of exactly 20 cd/m² counts. */
const ROUNDING = 1e-3;

/** Between these nothing happens to a cell, whatever the rule; most pictures stay there. */
interface Calm {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/**
 * Follows the luminance of every cell from extreme to extreme, so that a change counts however many
 * pictures it takes, and counts only when it opposes the last one.
 */
export class LuminanceChanges {
  private readonly rules: readonly CellExtremes[];
  private readonly calm: Calm;
  private readonly restless: Uint32Array;

  constructor(cells: number, rules: readonly ChangeRule[]) {
    this.rules = rules.map((rule) => new CellExtremes(cells, rule));
    // no luminance lies between these: the first picture reaches every cell
    this.calm = {
      low: new Float32Array(cells).fill(Infinity),
      high: new Float32Array(cells).fill(-Infinity),
    };
    this.restless = new Uint32Array(cells);
  }

  take(luminance: Float32Array, tick: number): void {
    const { low, high } = this.calm;
    const restless = this.restless;
    let count = 0;
    for (let cell = 0; cell < luminance.length; cell += 1) {
      const value = luminance[cell]!;
      if (value >= low[cell]! && value <= high[cell]!) continue;
      restless[count] = cell;
      count += 1;
      low[cell] = -Infinity;
      high[cell] = Infinity;
    }
    const cells = restless.subarray(0, count);
    // rule by rule, so that what one remembers stays in the processor's cache
    for (const rule of this.rules) rule.take(cells, luminance, tick, this.calm);
  }
}

class CellExtremes {
  /** After a fall, or before any change. */
  private readonly lowest: Float32Array;
  /** After a rise, or before any change. */
  private readonly highest: Float32Array;
  /** 1 after a rise, -1 after a fall, 0 before both. */
  private readonly direction: Int8Array;

  private readonly least: number;
  private readonly leastPart: number;
  private readonly darkerBelow: number;
  private readonly transitions: readonly RecentTransitions[];

  constructor(cells: number, { least, leastPart = 0, darkerBelow, transitions }: ChangeRule) {
    this.least = least - ROUNDING;
    this.leastPart = leastPart;
    this.darkerBelow = darkerBelow;
    this.transitions = transitions;
    this.lowest = new Float32Array(cells).fill(Infinity);
    this.highest = new Float32Array(cells).fill(-Infinity);
    this.direction = new Int8Array(cells);
  }

  /** @param calm of these cells is narrowed to what changes nothing here next time */
  take(cells: Uint32Array, luminance: Float32Array, tick: number, calm: Calm): void {
    const { lowest, highest, direction, least, leastPart, darkerBelow } = this;
    for (const cell of cells) {
      const value = luminance[cell]!;
      const before = direction[cell]!;
      let low = before <= 0 ? Math.min(lowest[cell]!, value) : value;
      let high = before >= 0 ? Math.max(highest[cell]!, value) : value;
      let now = before;
      if (value - low >= Math.max(least, leastPart * low) && low < darkerBelow) {
        for (const recent of this.transitions) recent.add(cell, tick, value - low, low);
        now = 1;
        high = value;
      } else if (high - value >= Math.max(least, leastPart * value) && value < darkerBelow) {
        for (const recent of this.transitions) recent.add(cell, tick, high - value, value);
        now = -1;
        low = value;
      } else if (before > 0 && value > highest[cell]!) {
        for (const recent of this.transitions) recent.grow(cell, value - highest[cell]!, null);
      } else if (before < 0 && value < lowest[cell]!) {
        for (const recent of this.transitions) recent.grow(cell, lowest[cell]! - value, value);
      }
      direction[cell] = now;
      // the way back is measured from the extreme, wherever that comes to lie
      if (now <= 0) lowest[cell] = low;
      if (now >= 0) highest[cell] = high;
      // a rise that is too bright to count may count from a lower value on: never calm beyond an extreme
      const calmLow =
        now > 0 ? Math.min(high - least, high / (1 + leastPart), darkerBelow) + ROUNDING : low;
      const calmHigh = now < 0 ? low + Math.max(least, leastPart * low) - ROUNDING : high;
      if (calmLow > calm.low[cell]!) calm.low[cell] = calmLow;
      if (calmHigh < calm.high[cell]!) calm.high[cell] = calmHigh;
    }
  }
}
