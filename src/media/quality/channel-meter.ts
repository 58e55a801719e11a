import type { Channel } from '../../domain/quality/sound';
import { IntervalCollector } from './interval-collector';

/** Full scale of 16 bit. */
export const FULL_SCALE = 32_768;

/** -60 dBFS. */
export const SILENT = Math.floor(FULL_SCALE / 1000);
export const SILENT_SECONDS = 0.1;

/** Peak and silence of one channel, out of interleaved samples. */
export class ChannelMeter {
  private peak = 0;
  private taken = 0;
  /** Number of the last sample that was loud. */
  private lastLoud = -1;
  private readonly silence = new IntervalCollector();
  private readonly minSamples: number;

  /** @param sampleRate Hz; the number of a sample is its time */
  constructor(private readonly sampleRate: number) {
    this.minSamples = Math.round(SILENT_SECONDS * sampleRate);
  }

  /**
   * Returns the highest of these samples, without its sign.
   * @param first index of this channel's first sample; every `step`th is its own
   */
  take(samples: Int16Array, first: number, step: number): number {
    let peak = 0;
    let number = this.taken;
    for (let i = first; i < samples.length; i += step, number += 1) {
      const sample = samples[i]!;
      const size = sample < 0 ? -sample : sample;
      if (size > peak) peak = size;
      if (size <= SILENT) continue;
      if (number - this.lastLoud > this.minSamples) this.close(number);
      this.lastLoud = number;
    }
    this.peak = Math.max(this.peak, peak);
    this.taken = number;
    return peak;
  }

  /** @param startSeconds time of the first sample */
  finish(startSeconds: number): Channel {
    if (this.taken - this.lastLoud > this.minSamples) this.close(this.taken);
    const silence = this.silence.list((intervals) =>
      intervals.map((interval) => ({
        startSeconds: startSeconds + interval.startSeconds,
        endSeconds: startSeconds + interval.endSeconds,
      })),
    );
    const samplePeak = this.peak > 0 ? 20 * Math.log10(this.peak / FULL_SCALE) : null;
    return { samplePeak, silence };
  }

  private close(end: number): void {
    this.silence.add({
      startSeconds: (this.lastLoud + 1) / this.sampleRate,
      endSeconds: end / this.sampleRate,
    });
  }
}
