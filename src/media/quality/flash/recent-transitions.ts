/** Times are whole ticks of 0.1 ms: exact differences for every frame rate, and room for 59 hours. */
export const TICKS_PER_SECOND = 10_000;

/** More than a second before any picture; a file may begin a little before 0. */
const NEVER = -100 * TICKS_PER_SECOND;

/**
 * When each cell last changed, and so which cells changed more often than allowed within one second.
 */
export class RecentTransitions {
  /** The newest `limit + 1` times of every cell, in a ring. */
  private readonly times: Int32Array;
  private readonly next: Uint8Array;
  /** Up to which tick each cell is at risk, exclusive. */
  private readonly riskEnds: Int32Array;
  private lastRiskEnds = NEVER;
  /** Of the newest transition that put a cell at risk. */
  private lastAtRisk = NEVER;

  /** @param limit transitions that one second may have */
  constructor(
    cells: number,
    private readonly limit: number,
  ) {
    this.times = new Int32Array(cells * (limit + 1)).fill(NEVER);
    this.next = new Uint8Array(cells);
    this.riskEnds = new Int32Array(cells).fill(NEVER);
  }

  add(cell: number, tick: number): void {
    const { limit } = this;
    const first = cell * (limit + 1);
    const slot = this.next[cell]!;
    const next = slot === limit ? 0 : slot + 1;
    this.times[first + slot] = tick;
    this.next[cell] = next;
    const riskEnds = this.times[first + next]! + TICKS_PER_SECOND;
    if (riskEnds <= tick) return;
    this.riskEnds[cell] = riskEnds;
    this.lastRiskEnds = Math.max(this.lastRiskEnds, riskEnds);
    this.lastAtRisk = tick;
  }

  newestOf(cell: number): number {
    const ring = this.limit + 1;
    const newest = (this.next[cell]! + this.limit) % ring;
    return this.times[cell * ring + newest]!;
  }

  /** The cells that changed more often than `limit` in the second up to `tick`. */
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
      first: firstEnd - TICKS_PER_SECOND,
      last: this.lastAtRisk,
    };
  }
}

export interface Risk {
  /** Part of the cells, 0 to 1. */
  readonly area: number;
  /** Ticks of the first and the last transition that count. */
  readonly first: number;
  readonly last: number;
}

const NO_RISK: Risk = { area: 0, first: Infinity, last: -Infinity };
