import type { Flash, FlashVerdict } from '../../../domain/quality/flash';
import { capped } from '../../../domain/quality/interval';
import type { ColourCoding } from '../colour';
import { FIELDS } from '../grid';
import { LinearLight } from '../linear-light';
import { CellFlashes, type Risks } from './cell-flashes';
import { FieldLight } from './field-light';
import { GridFlashes } from './grid-flashes';
import { TICKS_PER_SECOND, type Risk } from './recent-transitions';
import { RISK_AREA, RiskSegments } from './risk-segments';

/** Of the cells that are scanned: an area that is seen by every third cell may be 3 points larger. */
const SUSPICIOUS_AREA = 0.215;

/** What is kept to look at closely: the second that counts, and a little for extremes to settle. */
const KEPT_TICKS = 1.5 * TICKS_PER_SECOND;

/** At 120 pictures a second a little over 1 s; 50 MB. */
const KEPT_FRAMES = 128;

/** NHK/JBA: up to 5 flashes a second of up to 20 % may last so long. */
const JBA_TOLERATED_SECONDS = 2;

interface Kept {
  readonly frame: Uint8Array;
  readonly tick: number;
}

/**
 * Finds what may cause seizures, picture by picture, in order of time. Scans every third cell of every
 * third line; where too many of those flash, all cells of the last second are looked at, and of every
 * picture until it is over.
 */
export class FlashDetector {
  readonly #scan: GridFlashes;
  readonly #light: LinearLight;
  readonly #cells: GridFlashes;
  readonly #fieldLight = new FieldLight();
  readonly #fields = new CellFlashes(FIELDS);

  readonly #kept: Kept[] = [];
  /** The last picture that was looked at closely. */
  #closest: Kept | null = null;
  #suspiciousUntil = -Infinity;

  readonly #bt1702 = new RiskSegments('luminance', 0);
  readonly #jba = new RiskSegments('luminance', JBA_TOLERATED_SECONDS);
  readonly #red = new RiskSegments('red', 0);

  /**
   * @param scanned the light of every third cell, read before each {@link take}
   * @param onDone gets back each frame that is needed no more
   */
  constructor(
    coding: ColourCoding,
    scanned: LinearLight,
    private readonly onDone: (frame: Uint8Array) => void,
  ) {
    this.#scan = new GridFlashes(scanned);
    this.#light = new LinearLight(coding, 1);
    this.#cells = new GridFlashes(this.#light);
  }

  take(frame: Uint8Array, seconds: number): void {
    const tick = Math.round(seconds * TICKS_PER_SECOND);
    const risks = this.#scan.take(frame, this.#kept.at(-1)?.frame ?? null, tick);
    if (isSuspicious(risks)) this.#suspiciousUntil = tick + TICKS_PER_SECOND;
    this.#kept.push({ frame, tick });
    if (tick <= this.#suspiciousUntil) this.#lookClosely();
    this.#forget(tick);
  }

  finish(): Flash {
    const red = this.#red.finish();
    return {
      bt1702: verdictOf(this.#bt1702.finish(), red),
      jba: verdictOf(this.#jba.finish(), red),
    };
  }

  #lookClosely(): void {
    for (const [i, kept] of this.#kept.entries()) {
      if (this.#closest && kept.tick <= this.#closest.tick) continue;
      this.#examine(kept, this.#kept[i - 1]?.frame ?? null);
      this.#closest = kept;
    }
  }

  #examine({ frame, tick }: Kept, before: Uint8Array | null): void {
    this.#light.read(frame);
    const fine = this.#cells.take(frame, before, tick);
    this.#fieldLight.read(this.#light);
    const coarse = this.#fields.take(
      this.#fieldLight,
      before && this.#fieldLight.colourBefore,
      tick,
    );
    this.#bt1702.take(fine.bt1702, coarse.bt1702, true);
    this.#jba.take(fine.jba, coarse.jba, fine.jbaIntolerable.some(isAtRisk));
    this.#red.take(fine.red, coarse.red, true);
  }

  #forget(tick: number): void {
    const isOld = ([first]: Kept[]): boolean =>
      first !== undefined && (first.tick < tick - KEPT_TICKS || this.#kept.length > KEPT_FRAMES);
    while (isOld(this.#kept)) this.onDone((this.#kept.shift() as Kept).frame);
  }
}

function isSuspicious({ bt1702, jba, red }: Risks): boolean {
  return [bt1702, jba, red].some(({ area }) => area > SUSPICIOUS_AREA);
}

function isAtRisk({ area }: Risk): boolean {
  return area > RISK_AREA;
}

type Segments = FlashVerdict['segments'];

function verdictOf(luminance: Segments, red: Segments): FlashVerdict {
  const all = [...luminance.items, ...red.items];
  const { items, more } = capped(all);
  const verdicts = all.map(({ verdict }) => verdict);
  const verdict = (['fail', 'review'] as const).find((word) => verdicts.includes(word)) ?? 'pass';
  return { verdict, segments: { items, more: more + luminance.more + red.more } };
}
