import type { Levels } from '../../domain/quality/picture';

const NOMINAL = { black: 16, white: 235, chromaLow: 16, chromaHigh: 240 } as const;

/** EBU R 103, 8 bit, luma and chroma alike. */
const PREFERRED = { low: 5, high: 246 } as const;
/** EBU R 103: of the area. */
const TOLERATED_AREA = 0.01;

/** Counts code values of whole pictures of 8 bit: luma, then both chroma planes. */
export class LevelsMeter {
  private readonly luma = new CodeValues();
  private readonly chroma = new CodeValues();
  private frames = 0;
  private beyondNominal = 0;
  private beyondPreferred = 0;
  private framesBeyond = 0;

  /** @param lumaBytes of a picture; the rest is chroma */
  constructor(private readonly lumaBytes: number) {}

  take(frame: Uint8Array): void {
    const luma = this.luma.count(frame.subarray(0, this.lumaBytes));
    const chroma = this.chroma.count(frame.subarray(this.lumaBytes));
    const preferred = Math.max(
      luma.partOutside(PREFERRED.low, PREFERRED.high),
      chroma.partOutside(PREFERRED.low, PREFERRED.high),
    );
    this.frames += 1;
    this.framesBeyond += preferred > TOLERATED_AREA ? 1 : 0;
    this.beyondPreferred = Math.max(this.beyondPreferred, preferred);
    this.beyondNominal = Math.max(
      this.beyondNominal,
      luma.partOutside(NOMINAL.black, NOMINAL.white),
      chroma.partOutside(NOMINAL.chromaLow, NOMINAL.chromaHigh),
    );
  }

  /** Null when no picture came. */
  finish(): Levels | null {
    if (this.frames === 0) return null;
    return {
      frames: this.frames,
      lumaMin: this.luma.lowest,
      lumaMax: this.luma.highest,
      chromaMin: this.chroma.lowest,
      chromaMax: this.chroma.highest,
      beyondNominal: this.beyondNominal,
      beyondPreferred: this.beyondPreferred,
      framesBeyondPreferred: this.framesBeyond / this.frames,
    };
  }
}

class CodeValues {
  /** Of all pictures. */
  lowest = 255;
  highest = 0;
  private counts = new Uint32Array(256);
  private total = 0;

  count(plane: Uint8Array): this {
    const counts = this.counts.fill(0);
    for (let i = 0; i < plane.length; i += 1) counts[plane[i]!]! += 1;
    this.total = plane.length;
    this.lowest = Math.min(this.lowest, counts.findIndex(Boolean));
    this.highest = Math.max(this.highest, counts.findLastIndex(Boolean));
    return this;
  }

  /** Of the picture counted last. */
  partOutside(low: number, high: number): number {
    let outside = 0;
    for (let code = 0; code < 256; code += 1) {
      if (code < low || code > high) outside += this.counts[code]!;
    }
    return outside / this.total;
  }
}
