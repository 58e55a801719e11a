/** How a stream's code values become colours. */
export interface ColourCoding {
  /** Whether black is 16 and white 235, or 0 and 255. */
  readonly range: 'limited' | 'full';
  readonly matrix: 'bt601' | 'bt709' | 'bt2020';
  readonly transfer: 'bt1886' | 'srgb' | 'pq' | 'hlg';
}

export function isHdr({ transfer }: ColourCoding): boolean {
  return transfer === 'pq' || transfer === 'hlg';
}

/** Of linear 1: white of the display that BT.1702 has for SDR, and of BT.2100's reference display. */
const SDR_WHITE_CD_M2 = 200;
const HDR_WHITE_CD_M2 = 1000;

/** Light of a component on the display that each curve is for, 0 for black to 1 for white. */
const displayed = {
  /** ITU-R BT.1886, Annex 1, of a display whose black is black. */
  bt1886: (component: number): number => component ** 2.4,
  /** IEC 61966-2-1, as WCAG 2.2 defines relative luminance. */
  srgb: (component: number): number =>
    component <= 0.04045 ? component / 12.92 : ((component + 0.055) / 1.055) ** 2.4,
  /** ITU-R BT.2100, table 4; up to 10 for 10,000 cd/m². */
  pq: (component: number): number => {
    const power = Math.min(1, component) ** (32 / 2523);
    const [c1, c2, c3] = [3424 / 4096, 2413 / 128, 2392 / 128];
    return 10 * (Math.max(0, power - c1) / (c2 - c3 * power)) ** (16_384 / 2610);
  },
  /** ITU-R BT.2100, table 5: light of the scene. */
  hlg: (component: number): number =>
    component <= 0.5
      ? component ** 2 / 3
      : (Math.exp((component - 0.55991073) / 0.17883277) + 0.28466892) / 12,
} satisfies Record<ColourCoding['transfer'], (component: number) => number>;

/** Weights of red and blue in luma; green has the rest. */
export const lumaWeights = {
  bt601: { red: 0.299, blue: 0.114 },
  bt709: { red: 0.2126, blue: 0.0722 },
  bt2020: { red: 0.2627, blue: 0.0593 },
} as const;

/** Luminance of linear light: cd/m² of each component, and the exponent of the sum (BT.2100, OOTF of HLG). */
export interface Luminance {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly gamma: number;
}

export function luminanceOf(coding: ColourCoding): Luminance {
  const white = isHdr(coding) ? HDR_WHITE_CD_M2 : SDR_WHITE_CD_M2;
  // BT.601 has primaries so close to those of BT.709 that its weights of luminance are the same here
  const { red, blue } = lumaWeights[coding.matrix === 'bt2020' ? 'bt2020' : 'bt709'];
  return {
    red: white * red,
    green: white * (1 - red - blue),
    blue: white * blue,
    gamma: coding.transfer === 'hlg' ? 1.2 : 1,
  };
}

/** Linear light of BT.2020 in BT.709, by rows: R, G and B of it out of R, G and B (ITU-R BT.2407, 2). */
export const BT2020_TO_BT709 = [
  [1.6605, -0.5876, -0.0728],
  [-0.1246, 1.1329, -0.0083],
  [-0.0182, -0.1006, 1.1187],
] as const;

/** What is beyond the gamut of BT.709 is at its edge. */
export function bt709Of(red: number, green: number, blue: number): [number, number, number] {
  const [r, g, b] = BT2020_TO_BT709;
  return [
    Math.max(0, r[0] * red + r[1] * green + r[2] * blue),
    Math.max(0, g[0] * red + g[1] * green + g[2] * blue),
    Math.max(0, b[0] * red + b[1] * green + b[2] * blue),
  ];
}

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

export function colourTables({ range, matrix, transfer }: ColourCoding): ColourTables {
  const { red, blue } = lumaWeights[matrix];
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
    linear: Float32Array.from({ length: (HIGHEST - LOWEST) * FINE }, (_, i) =>
      displayed[transfer](Math.max(0, (i / FINE + LOWEST) / 255)),
    ),
  };
}

/** cd/m² of a gray, by its code value of luma. */
export function grayLuminance(coding: ColourCoding): Float32Array {
  const { y, redOfCr, linear } = colourTables(coding);
  const { red, green, blue, gamma } = luminanceOf(coding);
  return Float32Array.from(
    y,
    (base) => (red + green + blue) * linear[base + redOfCr[128]!]! ** gamma,
  );
}
