import { DARK, redShareOf, type LinearColour } from '../linear-light';
import { TICKS_PER_SECOND, type RecentTransitions } from './recent-transitions';

/** What counts as half a red flash. */
export interface RedRule {
  /** In CIE 1976 u'v', more than. */
  readonly far: number;
  /** Which cells of {@link RedPicture.redness} are red. */
  readonly from: 1 | 2;
  readonly transitions: RecentTransitions;
}

export interface RedPicture {
  /** 1 for a cell of saturated red, 2 for one that is clearly so. */
  readonly redness: Uint8Array;
  /** Whether any cell is. */
  readonly hasRed: boolean;
  colourOf(cell: number): LinearColour;
}

/** Counts changes from and to saturated red, whatever the luminance. */
export class RedChanges {
  private readonly wasRed: Uint8Array;
  private redCells = 0;
  /** Chromaticity that a cell is compared with: of its red, or of what it last left red for. */
  private readonly u: Float32Array;
  private readonly v: Float32Array;
  /** Of red in its colour, when it last was red. */
  private readonly share: Float32Array;

  constructor(
    cells: number,
    private readonly rule: RedRule,
  ) {
    this.wasRed = new Uint8Array(cells);
    this.u = new Float32Array(cells);
    this.v = new Float32Array(cells);
    this.share = new Float32Array(cells);
  }

  /** @param before colours of the picture before, null for the first */
  take(picture: RedPicture, before: RedPicture['colourOf'] | null, tick: number): void {
    if (!picture.hasRed && this.redCells === 0) return;
    const { far, from, transitions } = this.rule;
    const [redNow, redBefore] = [picture.redness, this.wasRed];
    for (let cell = 0; cell < redNow.length; cell += 1) {
      const isRed = redNow[cell]! >= from ? 1 : 0;
      const wasRed = redBefore[cell]!;
      // no two saturated reds are as far apart as a change must be
      if (isRed === wasRed) continue;
      const colour = picture.colourOf(cell);
      const [u, v] = chromaticity(colour);
      const [u0, v0] = wasRed === 1 ? this.stored(cell) : this.beforeRed(cell, before, tick);
      const distance = Math.hypot(u - u0, v - v0);
      const isFar = distance > far;
      const share = isRed === 1 ? redShareOf(colour) : this.share[cell]!;
      if (isFar) transitions.add(cell, tick, distance, share);
      // still close to the red that it was: nothing has changed yet
      if (wasRed === 1 && !isFar) continue;
      this.wasRed[cell] = isRed;
      this.redCells += isRed - wasRed;
      this.u[cell] = u;
      this.v[cell] = v;
      this.share[cell] = share;
    }
  }

  /** A cell that left red within the last second keeps what it left for, so that a fade counts whole. */
  private beforeRed(
    cell: number,
    before: RedPicture['colourOf'] | null,
    tick: number,
  ): readonly [u: number, v: number] {
    const isRecent = tick - this.rule.transitions.newestOf(cell) < TICKS_PER_SECOND;
    if (isRecent) return this.stored(cell);
    return before ? chromaticity(before(cell)) : [NaN, NaN];
  }

  private stored(cell: number): readonly [u: number, v: number] {
    return [this.u[cell]!, this.v[cell]!];
  }
}

/** White of D65, which black counts as. */
const D65 = [0.1978, 0.4683] as const;

/** CIE 1976 u'v' of linear BT.709. */
function chromaticity([red, green, blue]: LinearColour): readonly [u: number, v: number] {
  const x = 0.4124 * red + 0.3576 * green + 0.1805 * blue;
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const z = 0.0193 * red + 0.1192 * green + 0.9505 * blue;
  const sum = x + 15 * y + 3 * z;
  return sum > DARK ? [(4 * x) / sum, (9 * y) / sum] : D65;
}
