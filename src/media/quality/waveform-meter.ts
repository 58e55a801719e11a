import type { Waveform } from '../../domain/previews';

/** More than a screen has columns. */
const MOST_BINS = 1000;

/** Highest samples of parts of the sound; of long sound the parts become longer, two of them one. */
export class WaveformMeter {
  private peaks: number[] = [];
  /** How many blocks make a bin. */
  private blocksPerBin = 1;
  private blocks = 0;

  /** @param secondsPerBlock of what {@link take} is told of, one after the other */
  constructor(private readonly secondsPerBlock: number) {}

  /** @param peak highest sample of the next block, 0 to 1 */
  take(peak: number): void {
    const bin = Math.floor(this.blocks / this.blocksPerBin);
    this.peaks[bin] = Math.max(this.peaks[bin] ?? 0, peak);
    this.blocks += 1;
    if (this.blocks < MOST_BINS * this.blocksPerBin) return;
    this.blocksPerBin *= 2;
    this.peaks = Array.from({ length: MOST_BINS / 2 }, (_, i) =>
      Math.max(this.peaks[2 * i]!, this.peaks[2 * i + 1]!),
    );
  }

  /** @param startSeconds time of the first sample; null when nothing was taken */
  finish(startSeconds: number): Waveform | null {
    if (this.blocks === 0) return null;
    const peaks = this.peaks.map((peak) => Math.round(100 * peak));
    return { startSeconds, secondsPerBin: this.blocksPerBin * this.secondsPerBlock, peaks };
  }
}
