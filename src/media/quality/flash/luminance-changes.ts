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

/**
 * Follows the luminance of every cell from extreme to extreme, so that a change counts however many
 * pictures it takes, and counts only when it opposes the last one.
 */
export class LuminanceChanges {
  private readonly rules: readonly CellExtremes[];
  /** Between these nothing happens to a cell, whatever the rule; most pictures stay there. */
  private readonly calmLow: Float32Array;
  private readonly calmHigh: Float32Array;

  constructor(cells: number, rules: readonly ChangeRule[]) {
    this.rules = rules.map((rule) => new CellExtremes(cells, rule));
    // no luminance lies between these: the first picture reaches every cell
    this.calmLow = new Float32Array(cells).fill(Infinity);
    this.calmHigh = new Float32Array(cells).fill(-Infinity);
  }

  take(luminance: Float32Array, tick: number): void {
    const low = this.calmLow;
    const high = this.calmHigh;
    for (let cell = 0; cell < luminance.length; cell += 1) {
      const value = luminance[cell]!;
      if (value >= low[cell]! && value <= high[cell]!) continue;
      let [calmLow, calmHigh] = [-Infinity, Infinity];
      for (const rule of this.rules) {
        rule.take(cell, value, tick);
        calmLow = Math.max(calmLow, rule.calmLow);
        calmHigh = Math.min(calmHigh, rule.calmHigh);
      }
      low[cell] = calmLow;
      high[cell] = calmHigh;
    }
  }
}

class CellExtremes {
  /** Of the last {@link take}: what changes nothing next time. */
  calmLow = 0;
  calmHigh = 0;
  private readonly lowest: Float32Array;
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

  take(cell: number, value: number, tick: number): void {
    const { least, leastPart, darkerBelow, transitions } = this;
    const lowestBefore = this.lowest[cell]!;
    const highestBefore = this.highest[cell]!;
    let lowest = Math.min(lowestBefore, value);
    let highest = Math.max(highestBefore, value);
    let direction = this.direction[cell]!;
    const rises =
      direction <= 0 &&
      value - lowest >= Math.max(least, leastPart * lowest) &&
      lowest < darkerBelow;
    const falls =
      direction >= 0 &&
      highest - value >= Math.max(least, leastPart * value) &&
      value < darkerBelow;
    if (rises || falls) {
      const size = rises ? value - lowest : highest - value;
      const darker = rises ? lowest : value;
      direction = rises ? 1 : -1;
      lowest = highest = value;
      for (const recent of transitions) recent.add(cell, tick, size, darker);
    } else if (direction > 0 && value > highestBefore) {
      for (const recent of transitions) recent.grow(cell, value - highestBefore, null);
    } else if (direction < 0 && value < lowestBefore) {
      for (const recent of transitions) recent.grow(cell, lowestBefore - value, value);
    }
    // the way back is measured from the extreme, wherever that comes to lie
    if (direction > 0 && value >= highest) lowest = value;
    if (direction < 0 && value <= lowest) highest = value;
    this.lowest[cell] = lowest;
    this.highest[cell] = highest;
    this.direction[cell] = direction;
    // a rise that is too bright to count may count from a lower value on: never calm beyond an extreme
    this.calmLow =
      direction > 0 ? Math.min(highest - least, highest / (1 + leastPart)) + ROUNDING : lowest;
    this.calmHigh =
      direction < 0 ? lowest + Math.max(least, leastPart * lowest) - ROUNDING : highest;
  }
}
