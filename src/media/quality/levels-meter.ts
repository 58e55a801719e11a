import type { Levels } from '../../domain/quality/picture';
import { lumaWeights, type ColourCoding } from './colour';
import type { LevelsPlan } from './plan';

const NOMINAL = { black: 16, white: 235, chromaLow: 16, chromaHigh: 240 } as const;

/** EBU R 103, 8 bit, of the components R', G' and B' and of luma; it sets no range for Cb and Cr. */
const PREFERRED = { low: 5, high: 246 } as const;
/** EBU R 103: of the area. */
const TOLERATED_AREA = 0.01;

/** Counts code values of whole pictures of 8 bit: luma, then both chroma planes. */
export class LevelsMeter {
  private readonly luma = new CodeValues();
  private readonly chroma = new CodeValues();
  private readonly allowed: AllowedLuma;
  private frames = 0;
  private beyondNominal = 0;
  private beyondPreferred = 0;
  private framesBeyond = 0;

  constructor(
    private readonly plan: LevelsPlan,
    matrix: ColourCoding['matrix'],
  ) {
    this.allowed = allowedLuma(matrix);
  }

  take(frame: Uint8Array): void {
    const { luma, chroma } = this;
    const preferred = this.count(frame) / this.plan.lumaBytes;
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

  /** Counts all code values. Returns how many pixels have a component beyond the preferred range. */
  private count(frame: Uint8Array): number {
    const { width, across, down, lumaBytes } = this.plan;
    const { lowest, highest } = this.allowed;
    const chromaWidth = Math.ceil(width / 2 ** across);
    const chromaBytes = (frame.length - lumaBytes) / 2;
    const luma = this.luma.begin(lumaBytes);
    this.chroma.count(frame.subarray(lumaBytes));
    let beyond = 0;
    for (let row = 0, pixel = 0; pixel < lumaBytes; row += 1) {
      const end = pixel + width;
      let blue = lumaBytes + (row >> down) * chromaWidth;
      // chroma is repeated, not interpolated: its neighbours say nothing of it
      for (; pixel < end; blue += 1) {
        const chroma = (frame[blue]! << 8) | frame[blue + chromaBytes]!;
        const low = lowest[chroma]!;
        const high = highest[chroma]!;
        const next = Math.min(pixel + (1 << across), end);
        for (; pixel < next; pixel += 1) {
          const value = frame[pixel]!;
          luma[value]! += 1;
          if (value < low || value > high) beyond += 1;
        }
      }
    }
    this.luma.end();
    return beyond;
  }
}

/** By Cb and Cr, as one number of 16 bit: between which code values luma keeps every component in range. */
interface AllowedLuma {
  readonly lowest: Int16Array;
  readonly highest: Int16Array;
}

/**
 * Components of limited range by ITU-R BT.601, BT.709 and BT.2020 (non-constant luminance): R' is
 * Y' + 2 (1 - Kr) · 219/224 · (Cr - 128), B' the same of Kb and Cb, G' what luma leaves of the two. Rounded as
 * code values are.
 */
function allowedLuma(matrix: ColourCoding['matrix']): AllowedLuma {
  const { red, blue } = lumaWeights[matrix];
  const green = 1 - red - blue;
  const scale = (2 * 219) / 224;
  const lowest = new Int16Array(256 * 256);
  const highest = new Int16Array(256 * 256);
  for (let cb = 0; cb < 256; cb += 1) {
    for (let cr = 0; cr < 256; cr += 1) {
      const r = scale * (1 - red) * (cr - 128);
      const b = scale * (1 - blue) * (cb - 128);
      const g = -(red * r + blue * b) / green;
      lowest[(cb << 8) | cr] = Math.ceil(PREFERRED.low - 0.5 - Math.min(0, r, g, b));
      highest[(cb << 8) | cr] = Math.ceil(PREFERRED.high + 0.5 - Math.max(0, r, g, b)) - 1;
    }
  }
  return { lowest, highest };
}

class CodeValues {
  /** Of all pictures. */
  lowest = 255;
  highest = 0;
  private counts = new Uint32Array(256);
  private total = 0;

  /** How often each code value is in a picture: for its caller to fill. */
  begin(total: number): Uint32Array {
    this.total = total;
    return this.counts.fill(0);
  }

  end(): void {
    this.lowest = Math.min(this.lowest, this.counts.findIndex(Boolean));
    this.highest = Math.max(this.highest, this.counts.findLastIndex(Boolean));
  }

  count(plane: Uint8Array): void {
    const counts = this.begin(plane.length);
    for (let i = 0; i < plane.length; i += 1) counts[plane[i]!]! += 1;
    this.end();
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
