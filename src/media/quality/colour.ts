/** How a stream's code values become colours. */
export interface ColourCoding {
  /** Whether black is 16 and white 235, or 0 and 255. */
  readonly range: 'limited' | 'full';
  readonly matrix: 'bt601' | 'bt709' | 'bt2020';
}

/** Luminance of white on the display that the standards speak of, cd/m². */
export const WHITE_CD_M2 = 200;

/** BT.1886. */
const GAMMA = 2.4;

/** Weights of red and blue in luma; green has the rest. */
const luma = {
  bt601: { red: 0.299, blue: 0.114 },
  bt709: { red: 0.2126, blue: 0.0722 },
  bt2020: { red: 0.2627, blue: 0.0593 },
} as const;

/** Weights of the linear components in luminance, BT.709 primaries. */
export const RED_WEIGHT = 0.2126;
export const GREEN_WEIGHT = 0.7152;
export const BLUE_WEIGHT = 0.0722;

/** Steps of a component between two code values of 8 bit. */
const FINE = 4;
/** The sums of the tables lie between these, in code values of full range. */
const LOWEST = -320;
const HIGHEST = 640;

/**
 * Tables that turn Y, Cb and Cr into linear components, 0 for black to 1 for white:
 * `linear[y[Y] + redOfCr[Cr]]` and so on. Above white the curve goes on, as BT.1702 has it.
 */
export interface ColourTables {
  /** With the offset of `linear` in it. */
  readonly y: Int16Array;
  readonly redOfCr: Int16Array;
  readonly greenOfCb: Int16Array;
  readonly greenOfCr: Int16Array;
  readonly blueOfCb: Int16Array;
  readonly linear: Float32Array;
}

export function colourTables({ range, matrix }: ColourCoding): ColourTables {
  const { red, blue } = luma[matrix];
  const green = 1 - red - blue;
  const [black, lumaScale, chromaScale] =
    range === 'limited' ? [16, 255 / 219, 255 / 224] : [0, 1, 1];
  const table = (value: (code: number) => number): Int16Array =>
    Int16Array.from({ length: 256 }, (_, code) => Math.round(value(code) * FINE));
  const chroma = (factor: number): Int16Array =>
    table((code) => (code - 128) * chromaScale * factor);
  return {
    y: table((code) => (code - black) * lumaScale - LOWEST),
    redOfCr: chroma(2 * (1 - red)),
    greenOfCb: chroma((-2 * blue * (1 - blue)) / green),
    greenOfCr: chroma((-2 * red * (1 - red)) / green),
    blueOfCb: chroma(2 * (1 - blue)),
    linear: Float32Array.from(
      { length: (HIGHEST - LOWEST) * FINE },
      (_, i) => Math.max(0, (i / FINE + LOWEST) / 255) ** GAMMA,
    ),
  };
}
