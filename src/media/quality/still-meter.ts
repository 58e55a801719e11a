import { lengthOf, type IntervalList } from '../../domain/quality/interval';
import type { FilterRecord } from './filter-records';
import { IntervalCollector, without } from './interval-collector';

/** One picture, in the order of the stream. */
export interface Moment {
  readonly frame: number;
  readonly seconds: number;
  /** Mean change from the picture before, of 255. */
  readonly change: number;
}

/** Shorter than this it is motion that rests. */
const FREEZE_SECONDS = 0.5;

/** A freeze that a key picture interrupts, which is coded anew and looks a little different, goes on. */
const JOIN_FRAMES = 2;
const JOIN_CHANGE = 2;

/**
 * Black and frozen pictures, out of `blackdetect` and `freezedetect`. Both tell when something begins
 * and ends by the picture that they tell it on; what is open at the end gets no word at all.
 */
export class StillMeter {
  private before: Moment | undefined;
  private blackSince: number | undefined;
  private freezeSince: Moment | undefined;
  /** The last that is long enough; the next may go on with it. */
  private freezeDone: { readonly start: Moment; readonly end: Moment } | undefined;
  private readonly black = new IntervalCollector();
  private readonly freeze = new IntervalCollector();

  take({ values, isFirst }: FilterRecord, moment: Moment): void {
    // the filters have forgotten what was open, and tell anew what goes on
    if (isFirst) this.endOpen(moment.seconds);
    if (values.has('lavfi.black_end')) this.endBlack(moment.seconds);
    if (values.has('lavfi.black_start')) this.blackSince = moment.seconds;
    if (values.has('lavfi.freezedetect.freeze_end')) this.endFreeze(moment);
    // told on the first repetition: the freeze began with the picture before it
    if (values.has('lavfi.freezedetect.freeze_start')) this.freezeSince = this.before ?? moment;
    this.before = moment;
  }

  /** @param endSeconds after the last picture */
  finish(endSeconds: number): { black: IntervalList; freeze: IntervalList } {
    this.endOpen(endSeconds);
    this.storeFreeze();
    const black = this.black.list();
    // black stands still too, and that is no news
    const freeze = this.freeze.list((all) =>
      without(all, black.items).filter((left) => lengthOf(left) >= FREEZE_SECONDS),
    );
    return { black, freeze };
  }

  private endOpen(endSeconds: number): void {
    this.endBlack(endSeconds);
    if (this.before) this.endFreeze({ ...this.before, seconds: endSeconds });
  }

  private endBlack(endSeconds: number): void {
    if (this.blackSince === undefined) return;
    this.black.add({ startSeconds: this.blackSince, endSeconds });
    this.blackSince = undefined;
  }

  private endFreeze(end: Moment): void {
    const start = this.freezeSince;
    this.freezeSince = undefined;
    if (!start || end.seconds - start.seconds < FREEZE_SECONDS) return;
    const done = this.freezeDone;
    const goesOn =
      done && start.frame - done.end.frame <= JOIN_FRAMES && done.end.change < JOIN_CHANGE;
    if (!goesOn) this.storeFreeze();
    this.freezeDone = { start: goesOn ? done.start : start, end };
  }

  private storeFreeze(): void {
    if (!this.freezeDone) return;
    const { start, end } = this.freezeDone;
    this.freeze.add({ startSeconds: start.seconds, endSeconds: end.seconds });
    this.freezeDone = undefined;
  }
}
