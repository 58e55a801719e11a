import type { Interval, IntervalList } from '../../../domain/quality/interval';
import { meanChange } from '../grid';
import { IntervalCollector } from '../interval-collector';

/** NHK/JBA, 2: more than 20 % of white, which is 200 cd/m². */
const CHANGE_CD_M2 = 40.1;

/** More than so many within a second are too many. */
const ALLOWED = 3;
const PERIOD_SECONDS = 1;

/** Finds cuts and reversals of contrast that change the light of the picture too often. */
export class CutMeter {
  private before: Float32Array | undefined;
  /** Of the newest changes, as many as are too many. */
  private readonly times: number[] = [];
  private open: { startSeconds: number; endSeconds: number } | undefined;
  private readonly cuts = new IntervalCollector();

  /** @param luminance cd/m² of cells all over the picture */
  take(luminance: Float32Array, seconds: number): void {
    if (this.before && meanChange(luminance, this.before) >= CHANGE_CD_M2) this.change(seconds);
    this.before ??= new Float32Array(luminance.length);
    this.before.set(luminance);
  }

  /** @param isKept of which no other finding speaks */
  finish(isKept: (cut: Interval) => boolean): IntervalList {
    this.close();
    return this.cuts.list((cuts) => cuts.filter(isKept));
  }

  private change(seconds: number): void {
    this.times.push(seconds);
    if (this.times.length <= ALLOWED) return;
    const startSeconds = this.times.shift()!;
    if (seconds - startSeconds >= PERIOD_SECONDS) return;
    if (this.open && startSeconds <= this.open.endSeconds) this.open.endSeconds = seconds;
    else {
      this.close();
      this.open = { startSeconds, endSeconds: seconds };
    }
  }

  private close(): void {
    if (this.open) this.cuts.add(this.open);
    this.open = undefined;
  }
}
