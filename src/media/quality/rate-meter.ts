/** Pictures of one length in a row that make a rate: half a second to a second. */
const LEAST_PICTURES = 30;

/** Timestamps of Matroska are whole milliseconds, so that two lengths may differ by one and rounding. */
const SAME_SECONDS = 0.0011;

/**
 * Tells where a steady rate of pictures gives way to another one. Where pictures last now longer, now
 * shorter, there is no rate that could change.
 */
export class RateMeter {
  private before: number | undefined;
  /** The pictures since `start` last as long as each other. */
  private start = 0;
  private count = 0;
  private shortest = Infinity;
  private longest = -Infinity;
  /** Seconds that a picture lasted when the rate was steady last. */
  private steady: number | undefined;

  constructor(private readonly onChange: (seconds: number, from: string, to: string) => void) {}

  take(seconds: number): void {
    const { before } = this;
    this.before = seconds;
    if (before === undefined) return;
    const length = seconds - before;
    this.shortest = Math.min(this.shortest, length);
    this.longest = Math.max(this.longest, length);
    if (this.count === 0 || this.longest - this.shortest > SAME_SECONDS) {
      this.start = before;
      this.count = 0;
      this.shortest = this.longest = length;
    }
    this.count += 1;
    if (this.count === LEAST_PICTURES) this.settle((seconds - this.start) / this.count);
  }

  private settle(length: number): void {
    const { steady } = this;
    if (steady !== undefined && Math.abs(length - steady) <= SAME_SECONDS) return;
    this.steady = length;
    if (steady !== undefined) this.onChange(this.start, rateOf(steady), rateOf(length));
  }
}

/** Frames a second, as people write them: 29.97. */
function rateOf(length: number): string {
  return length > 0 ? String(Math.round(100 / length) / 100) : 'none';
}
