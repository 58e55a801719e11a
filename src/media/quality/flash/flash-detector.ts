import type { Flash, FlashStandard, FlashVerdict } from '../../../domain/quality/flash';
import { capped } from '../../../domain/quality/interval';
import { isHdr, type ColourCoding } from '../colour';
import { FIELDS } from '../grid';
import { LinearLight } from '../linear-light';
import { CellFlashes, type Risks } from './cell-flashes';
import { FieldLight } from './field-light';
import { GridFlashes } from './grid-flashes';
import { RISK_AREA, TICKS_PER_SECOND, type Risk } from './recent-transitions';
import { RiskSegments } from './risk-segments';

/** An area that is seen by every third cell of every third line may be so much larger or smaller. */
const SCAN_ERROR = 0.035;

/** What is kept to be looked at closely: the second that counts, and a little for extremes to settle. */
const KEPT_TICKS = 1.5 * TICKS_PER_SECOND;

/** At 120 pictures a second a little over 1 s; 50 MB. */
const KEPT_FRAMES = 128;

/** NHK/JBA: up to 5 flashes a second of up to 20 % may last so long. */
const JBA_TOLERATED_SECONDS = 2;

/** BT.1702, Annex 1: flashing that keeps every limit is a risk when it lasts longer. */
const LONG_SECONDS = 5;

interface Kept {
  readonly frame: Uint8Array;
  readonly tick: number;
}

/**
 * Finds what may cause seizures, picture by picture, in order of time. Scans every third cell of every
 * third line; where that leaves the area in doubt, all cells of the last second are looked at.
 */
export class FlashDetector {
  private readonly scan: GridFlashes;
  private readonly fieldLight = new FieldLight();
  private readonly fields: CellFlashes;
  /** Made when it is first needed: most files leave no doubt, and it takes 60 MB. */
  private fine: { readonly light: LinearLight; readonly flashes: GridFlashes } | undefined;

  private readonly kept: Kept[] = [];
  /** Of the last picture that was looked at closely. */
  private fineTick = -Infinity;

  private readonly bt1702 = new RiskSegments('luminance', 0);
  private readonly jba = new RiskSegments('luminance', JBA_TOLERATED_SECONDS);
  private readonly red = new RiskSegments('red', 0);
  private readonly long = new RiskSegments('luminance', LONG_SECONDS, 'long_flashing');

  /**
   * @param scanned the light of every third cell, read before each {@link take}
   * @param onDone gets back each frame that is needed no more
   */
  constructor(
    private readonly coding: ColourCoding,
    private readonly scanned: LinearLight,
    private readonly onDone: (frame: Uint8Array) => void,
  ) {
    this.scan = new GridFlashes(scanned, isHdr(coding));
    this.fields = new CellFlashes(FIELDS, isHdr(coding));
  }

  take(frame: Uint8Array, seconds: number): void {
    const tick = Math.round(seconds * TICKS_PER_SECOND);
    const before = this.kept.at(-1)?.frame ?? null;
    this.kept.push({ frame, tick });
    const scan = this.scan.take(frame, before, tick);
    const fine = isDoubtful(scan) ? this.lookClosely(scan) : scan;
    this.fieldLight.read(this.scanned);
    const coarse = this.fields.take(this.fieldLight, before && this.fieldLight.colourBefore, tick);
    const { clear } = fine;
    this.bt1702.take(fine.bt1702, clear.bt1702, coarse.bt1702, true);
    this.jba.take(fine.jba, clear.jba, coarse.jba, fine.jbaHardLimit.some(isAtRisk));
    this.red.take(fine.red, clear.red, coarse.red, true);
    // fine detail moves for long in most films
    const slow = coarse.slow();
    if (slow.area > RISK_AREA) this.long.take(scan.slow(), slow, slow, false);
    this.forget(tick);
  }

  finish(): Pick<Flash, FlashStandard> {
    const [red, long] = [this.red.finish(), this.long.finish()];
    return {
      bt1702: verdictOf(this.bt1702.finish(), red, long),
      jba: verdictOf(this.jba.finish(), red),
    };
  }

  /** Every kept picture once, in all cells. */
  private lookClosely(scan: Risks): Risks {
    const { light, flashes } = (this.fine ??= inAllCells(this.coding));
    let risks = scan;
    for (const [i, { frame, tick }] of this.kept.entries()) {
      if (tick <= this.fineTick) continue;
      light.read(frame);
      risks = flashes.take(frame, this.kept[i - 1]?.frame ?? null, tick);
      this.fineTick = tick;
    }
    return risks;
  }

  private forget(tick: number): void {
    const isOld = ([first]: Kept[]): boolean =>
      first !== undefined && (first.tick < tick - KEPT_TICKS || this.kept.length > KEPT_FRAMES);
    while (isOld(this.kept)) this.onDone(this.kept.shift()!.frame);
  }
}

function inAllCells(coding: ColourCoding) {
  const light = new LinearLight(coding, 1);
  return { light, flashes: new GridFlashes(light, isHdr(coding)) };
}

function isDoubtful({ bt1702, jba, jbaHardLimit, red, clear }: Risks): boolean {
  return [bt1702, jba, ...jbaHardLimit, red, clear.bt1702, clear.jba, clear.red].some(
    ({ area }) => Math.abs(area - RISK_AREA) <= SCAN_ERROR,
  );
}

function isAtRisk({ area }: Risk): boolean {
  return area > RISK_AREA;
}

type Segments = FlashVerdict['segments'];

function verdictOf(...lists: readonly Segments[]): FlashVerdict {
  const all = lists.flatMap((list) => list.items);
  const { items, more } = capped(all);
  const verdicts = all.map(({ verdict }) => verdict);
  const verdict = (['fail', 'review'] as const).find((word) => verdicts.includes(word)) ?? 'pass';
  const unlisted = lists.reduce((sum, list) => sum + list.more, more);
  return { verdict, segments: { items, more: unlisted } };
}
