import type { Flash } from '../../../domain/quality/flash';
import { overlaps } from '../../../domain/quality/interval';
import type { ColourCoding } from '../colour';
import type { LinearLight } from '../linear-light';
import { CutMeter } from './cut-meter';
import { FlashDetector } from './flash-detector';
import { PatternMeter } from './pattern-meter';

/** All that may cause seizures. */
export class FlashMeter {
  private readonly flashes: FlashDetector;
  private readonly patterns: PatternMeter;
  private readonly cuts = new CutMeter();

  /**
   * @param light has read each frame that is taken
   * @param onDone gets back each frame that is needed no more
   */
  constructor(
    coding: ColourCoding,
    private readonly light: LinearLight,
    onDone: (frame: Uint8Array) => void,
  ) {
    this.flashes = new FlashDetector(coding, light, onDone);
    this.patterns = new PatternMeter(coding);
  }

  take(frame: Uint8Array, seconds: number): void {
    this.patterns.take(frame, seconds);
    this.cuts.take(this.light.luminance, seconds);
    this.flashes.take(frame, seconds);
  }

  /** The other field of the picture: only light changes from one to the other. */
  takeSecondField(field: Uint8Array, seconds: number): void {
    this.flashes.take(field, seconds);
  }

  /** @param endSeconds after the last picture */
  finish(endSeconds: number): Flash {
    const flashes = this.flashes.finish();
    const { bt1702, jba } = flashes;
    const segments = [...bt1702.segments.items, ...jba.segments.items];
    return {
      ...flashes,
      patterns: this.patterns.finish(endSeconds),
      cuts: this.cuts.finish((cut) => !segments.some((segment) => overlaps(cut, segment))),
    };
  }
}
