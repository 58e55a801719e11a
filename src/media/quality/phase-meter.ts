import type { Phase } from '../../domain/quality/sound';
import { SILENT } from './channel-meter';
import { IntervalCollector } from './interval-collector';

/** Below this, two channels that meet in one loudspeaker lose more than they keep. */
const INVERTED = -0.5;

/** Correlation of left and right: over the file, and of every second. */
export class PhaseMeter {
  private readonly file = new Correlation();
  private second = new Correlation();
  private secondsDone = 0;
  private invertedSince: number | null = null;
  private readonly inverted = new IntervalCollector();

  constructor(private readonly sampleRate: number) {}

  take(samples: Int16Array): void {
    let first = 0;
    while (first < samples.length) {
      const room = (this.sampleRate - this.second.frames) * 2;
      const end = Math.min(samples.length, first + room);
      this.second.take(samples, first, end);
      if (this.second.frames === this.sampleRate) this.endSecond();
      first = end;
    }
  }

  /** @param startSeconds time of the first sample */
  finish(startSeconds: number): Phase {
    // what is left is no whole second, and is not judged by itself
    this.file.add(this.second);
    this.closeInverted();
    return {
      correlation: this.file.value,
      inverted: this.inverted.list((intervals) =>
        intervals.map((interval) => ({
          startSeconds: startSeconds + interval.startSeconds,
          endSeconds: startSeconds + interval.endSeconds,
        })),
      ),
    };
  }

  private endSecond(): void {
    const { value } = this.second;
    if (value !== null && value < INVERTED) this.invertedSince ??= this.secondsDone;
    else this.closeInverted();
    this.file.add(this.second);
    this.second = new Correlation();
    this.secondsDone += 1;
  }

  private closeInverted(): void {
    if (this.invertedSince === null) return;
    this.inverted.add({ startSeconds: this.invertedSince, endSeconds: this.secondsDone });
    this.invertedSince = null;
  }
}

class Correlation {
  frames = 0;
  private left = 0;
  private right = 0;
  private both = 0;

  take(samples: Int16Array, first: number, end: number): void {
    let [left, right, both] = [0, 0, 0];
    for (let i = first; i < end; i += 2) {
      const l = samples[i]!;
      const r = samples[i + 1]!;
      left += l * l;
      right += r * r;
      both += l * r;
    }
    this.left += left;
    this.right += right;
    this.both += both;
    this.frames += (end - first) / 2;
  }

  add(other: Correlation): void {
    this.left += other.left;
    this.right += other.right;
    this.both += other.both;
    this.frames += other.frames;
  }

  /** Null where one of the channels is silent on the whole. */
  get value(): number | null {
    const audible = SILENT * SILENT * this.frames;
    if (this.frames === 0 || this.left < audible || this.right < audible) return null;
    return this.both / Math.sqrt(this.left * this.right);
  }
}
