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

/** Counts changes from and to saturated red, whatever the luminance, by each of the rules. */
export class RedChanges {
  private readonly rules: readonly RedCells[];
  /** By which rules each cell is red: one bit for each level of redness. */
  private readonly levels: Uint8Array;

  constructor(cells: number, rules: readonly RedRule[]) {
    this.rules = rules.map((rule) => new RedCells(cells, rule));
    this.levels = new Uint8Array(cells);
  }

  /** @param before colours of the picture before, null for the first */
  take(picture: RedPicture, before: RedPicture['colourOf'] | null, tick: number): void {
    const { rules, levels } = this;
    if (!picture.hasRed && rules.every(({ count }) => count === 0)) return;
    const { redness } = picture;
    for (let cell = 0; cell < redness.length; cell += 1) {
      const now = (1 << redness[cell]!) - 1;
      // no two saturated reds are as far apart as a change must be
      if (now === levels[cell]) continue;
      const was = levels[cell]!;
      const colour = picture.colourOf(cell);
      const to = chromaticity(colour);
      const from = (now & ~was) !== 0 && before ? chromaticity(before(cell)) : null;
      for (const rule of rules) {
        if (((now ^ was) & rule.level) === 0) continue;
        const wasRed = (was & rule.level) !== 0;
        const turned = rule.turns(cell, wasRed, to, redShareOf(colour), from, tick);
        if (turned) levels[cell]! ^= rule.level;
      }
    }
  }
}

/** What one rule remembers of the cells. */
class RedCells {
  /** How many are red. */
  count = 0;
  /** The bit of the rule. */
  readonly level: number;
  /** Chromaticity that a cell is compared with: of its red, or of what it last left red for. */
  private readonly u: Float32Array;
  private readonly v: Float32Array;
  /** Of red in its colour, when it last was red. */
  private readonly share: Float32Array;

  constructor(
    cells: number,
    private readonly rule: RedRule,
  ) {
    this.level = 1 << (rule.from - 1);
    this.u = new Float32Array(cells);
    this.v = new Float32Array(cells);
    this.share = new Float32Array(cells);
  }

  /** A cell is no longer red, or has just become it. Returns whether that is a change. */
  turns(
    cell: number,
    wasRed: boolean,
    { u, v }: Chromaticity,
    redShare: number,
    from: Chromaticity | null,
    tick: number,
  ): boolean {
    const { far, transitions } = this.rule;
    // a cell that left red within the last second keeps what it left for, so that a fade counts whole
    const isKept = wasRed || tick - transitions.newestOf(cell) < TICKS_PER_SECOND;
    const du = u - (isKept ? this.u[cell]! : (from?.u ?? NaN));
    const dv = v - (isKept ? this.v[cell]! : (from?.v ?? NaN));
    const distance = Math.sqrt(du * du + dv * dv);
    const isFar = distance > far;
    // still close to the red that it was: nothing has changed yet
    if (wasRed && !isFar) return false;
    if (!wasRed) this.share[cell] = redShare;
    if (isFar) transitions.add(cell, tick, distance, this.share[cell]!);
    this.count += wasRed ? -1 : 1;
    this.u[cell] = u;
    this.v[cell] = v;
    return true;
  }
}

interface Chromaticity {
  readonly u: number;
  readonly v: number;
}

/** White of D65, which black counts as. */
const D65: Chromaticity = { u: 0.1978, v: 0.4683 };

/** CIE 1976 u'v' of linear BT.709. */
function chromaticity(colour: LinearColour): Chromaticity {
  const [red, green, blue] = colour;
  const x = 0.4124 * red + 0.3576 * green + 0.1805 * blue;
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  const z = 0.0193 * red + 0.1192 * green + 0.9505 * blue;
  const sum = x + 15 * y + 3 * z;
  return sum > DARK ? { u: (4 * x) / sum, v: (9 * y) / sum } : D65;
}
