/** Times are whole ticks of 0.1 ms: exact differences for every frame rate, and room for 59 hours. */
export const TICKS_PER_SECOND = 10_000;

/** More than a second before any picture; a file may begin a little before 0. */
const NEVER = -100 * TICKS_PER_SECOND;

/** More of the picture than this at risk is a finding; both standards. */
export const RISK_AREA = 0.25;

/**
 * When each cell last changed, and so which cells changed more often than allowed within one second.
 */
export class RecentTransitions {
  /** The newest `limit + 1` times of every cell, in a ring. */
  private readonly times: Int32Array;
  private readonly next: Uint8Array;
  /** Of the same transitions: how large, and at which {@link Nearest.end}. */
  private readonly sized: { readonly sizes: Float32Array; readonly ends: Float32Array } | null;
  /** Up to which tick each cell is at risk, exclusive. */
  private readonly riskEnds: Int32Array;
  private readonly period: number;
  private lastRiskEnds = NEVER;
  /** Of the newest transition that put a cell at risk. */
  private lastAtRisk = NEVER;

  /**
   * @param limit transitions that one period may have
   * @param period ticks; one second, or a little less for what is clearly beyond the limit
   * @param isSized whether {@link Risk.nearest} will be asked; it takes time and memory
   */
  constructor(
    private readonly cells: number,
    private readonly limit: number,
    { period = TICKS_PER_SECOND, isSized = false } = {},
  ) {
    const places = cells * (limit + 1);
    this.period = period;
    this.times = new Int32Array(places).fill(NEVER);
    this.sized = isSized
      ? { sizes: new Float32Array(places), ends: new Float32Array(places) }
      : null;
    this.next = new Uint8Array(cells);
    this.riskEnds = new Int32Array(cells).fill(NEVER);
  }

  add(cell: number, tick: number, size: number, end: number): void {
    const { limit } = this;
    const first = cell * (limit + 1);
    const slot = this.next[cell]!;
    const next = slot === limit ? 0 : slot + 1;
    this.times[first + slot] = tick;
    if (this.sized) {
      this.sized.sizes[first + slot] = size;
      this.sized.ends[first + slot] = end;
    }
    this.next[cell] = next;
    const riskEnds = this.times[first + next]! + this.period;
    if (riskEnds <= tick) return;
    this.riskEnds[cell] = riskEnds;
    this.lastRiskEnds = Math.max(this.lastRiskEnds, riskEnds);
    this.lastAtRisk = tick;
  }

  /** The newest transition of a cell went on. @param end null = as it was */
  grow(cell: number, by: number, end: number | null): void {
    if (!this.sized) return;
    const newest = this.newestAt(cell);
    this.sized.sizes[newest]! += by;
    if (end !== null) this.sized.ends[newest] = end;
  }

  newestOf(cell: number): number {
    return this.times[this.newestAt(cell)]!;
  }

  private newestAt(cell: number): number {
    const ring = this.limit + 1;
    return cell * ring + ((this.next[cell]! + this.limit) % ring);
  }

  /** The cells that changed more often than `limit` in the period up to `tick`. */
  riskAt(tick: number): Risk {
    if (tick >= this.lastRiskEnds) return NO_RISK;
    const riskEnds = this.riskEnds;
    let count = 0;
    let firstEnd = Infinity;
    for (let cell = 0; cell < riskEnds.length; cell += 1) {
      const end = riskEnds[cell]!;
      if (end <= tick) continue;
      count += 1;
      if (end < firstEnd) firstEnd = end;
    }
    return {
      area: count / riskEnds.length,
      first: firstEnd - this.period,
      last: this.lastAtRisk,
      nearest: () => this.nearestAt(tick),
    };
  }

  private nearestAt(tick: number): Nearest {
    if (!this.sized) throw new Error('the sizes of these transitions are not kept');
    const { sizes, ends } = this.sized;
    const ring = this.limit + 1;
    const cells: number[] = [];
    for (let cell = 0; cell < this.cells; cell += 1) {
      if (this.riskEnds[cell]! > tick) cells.push(cell);
    }
    const ofRing = (cell: number, values: Float32Array | Int32Array) =>
      values.subarray(cell * ring, (cell + 1) * ring);
    const spans = cells.map((cell) => {
      const times = ofRing(cell, this.times);
      return (Math.max(...times) - Math.min(...times)) / TICKS_PER_SECOND;
    });
    return {
      change: this.atLimit(cells.map((cell) => Math.min(...ofRing(cell, sizes)))),
      end: {
        least: this.atLimit(cells.map((cell) => Math.min(...ofRing(cell, ends)))),
        most: -this.atLimit(cells.map((cell) => -Math.max(...ofRing(cell, ends)))),
      },
      seconds: -this.atLimit(spans.map((span) => -span)),
    };
  }

  /** The greatest value that just more cells than {@link RISK_AREA} reach. */
  private atLimit(values: readonly number[]): number {
    const descending = values.toSorted((a, b) => b - a);
    return descending[Math.floor(RISK_AREA * this.cells)] ?? NaN;
  }
}

/** What is needed for a finding, at the least, in just more of the picture than is allowed. */
export interface Nearest {
  /** Of the changes that count; cd/m², or of u'v'. */
  readonly change: number;
  /** The darker end in cd/m², or the share of red at the red end. */
  readonly end: { readonly least: number; readonly most: number };
  /** In which one change more than is allowed took place. */
  readonly seconds: number;
}

export interface Risk {
  /** Part of the cells, 0 to 1. */
  readonly area: number;
  /** Ticks of the first and the last transition that count. */
  readonly first: number;
  readonly last: number;
  /** Takes its time: only for what is a finding. */
  readonly nearest: () => Nearest;
}

const NOTHING: Nearest = { change: 0, end: { least: 0, most: 0 }, seconds: 0 };
const NO_RISK: Risk = { area: 0, first: Infinity, last: -Infinity, nearest: () => NOTHING };
