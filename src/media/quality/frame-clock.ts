import type { FrameTiming } from '../../domain/quality/picture';
import type { Rational } from '../../domain/technical-metadata';

/** Timestamps of Matroska are whole milliseconds: two lengths may differ by one and rounding. */
const SAME_SECONDS = 0.0011;

const TICKS_PER_SECOND = 10_000;

/** Lengths that are told apart; more than a broken clock shows are counted as the last. */
const MAX_LENGTHS = 1000;

/** Turns timestamps into seconds, and remembers how long pictures last. */
export class FrameClock {
  frames = 0;
  startSeconds = 0;
  /** Of the newest picture. */
  seconds = 0;
  /** How many pictures lasted so many ticks. */
  private readonly lengths = new Map<number, number>();
  private shortest = Infinity;
  private longest = -Infinity;

  constructor(
    private readonly timeBase: Rational,
    private readonly nominalSeconds: number,
  ) {}

  /** @param timestamp null = the frame has none: it follows the last one */
  next(timestamp: number | null): number {
    const { numerator, denominator } = this.timeBase;
    const seconds =
      timestamp === null
        ? this.seconds + (this.frames > 0 ? this.typical : 0)
        : (timestamp * numerator) / denominator;
    if (this.frames === 0) this.startSeconds = seconds;
    else this.remember(seconds - this.seconds);
    this.frames += 1;
    this.seconds = seconds;
    return seconds;
  }

  /** After the newest picture. */
  get endSeconds(): number {
    return this.seconds + this.typical;
  }

  get timing(): FrameTiming {
    const isOne = this.lengths.size === 0;
    return {
      constant: isOne || this.longest - this.shortest <= SAME_SECONDS,
      typicalSeconds: isOne ? null : this.typical,
      shortestSeconds: isOne ? null : this.shortest,
      longestSeconds: isOne ? null : this.longest,
    };
  }

  private remember(length: number): void {
    this.shortest = Math.min(this.shortest, length);
    this.longest = Math.max(this.longest, length);
    const ticks = Math.round(length * TICKS_PER_SECOND);
    if (!this.lengths.has(ticks) && this.lengths.size === MAX_LENGTHS) return;
    this.lengths.set(ticks, (this.lengths.get(ticks) ?? 0) + 1);
  }

  /** The median, and the declared length where that is the same. */
  private get typical(): number {
    const lengths = [...this.lengths].sort(([a], [b]) => a - b);
    const half = lengths.reduce((sum, [, count]) => sum + count, 0) / 2;
    let passed = 0;
    const median = lengths.find(([, count]) => (passed += count) >= half)?.[0];
    const seconds = median === undefined ? this.nominalSeconds : median / TICKS_PER_SECOND;
    return Math.abs(seconds - this.nominalSeconds) <= SAME_SECONDS ? this.nominalSeconds : seconds;
  }
}
