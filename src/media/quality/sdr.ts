import { BT2020_TO_BT709, type ColourCoding } from './colour';

/** ITU-R BT.2408: diffuse white of HDR, cd/m². */
const REFERENCE_WHITE = 203;

/** Light that the top of the 16 bits between the filters stands for, cd/m²: brighter is white anyway. */
const TOP = 1000;

/** Of reference white: darker light stays as it is, brighter nears white ever more slowly. */
const KNEE = 0.5;

/**
 * Filters that map pictures of PQ or HLG to SDR of BT.709, R', G' and B' by themselves: light on the display
 * of each curve (ITU-R BT.2100; of HLG with the gamma of 1.2 on each component), the primaries by ITU-R BT.2407,
 * then half of reference white and less as it is, and what is above ever closer to white (BT.1886).
 * They take and give `gbrp16`.
 */
export function hdrToSdr(transfer: Extract<ColourCoding['transfer'], 'pq' | 'hlg'>): string[] {
  return [
    perComponent(`${TOP_VALUE}*${lightOf[transfer]}`),
    `colorchannelmixer=${TO_BT709}`,
    perComponent(
      `${TOP_VALUE}*pow(${shoulder(`(val*${TOP / REFERENCE_WHITE / TOP_VALUE})`)},1/2.4)`,
    ),
  ];
}

const TOP_VALUE = 65_535;
const COMPONENT = `(val/${TOP_VALUE})`;

/** Expressions of light, 1 for {@link TOP}; the constants are those of BT.2100, tables 4 and 5. */
const lightOf = {
  pq: `10*pow(max(0,pow(${COMPONENT},32/2523)-3424/4096)/(2413/128-2392/128*pow(${COMPONENT},32/2523)),16384/2610)`,
  hlg: `pow(if(lte(${COMPONENT},0.5),${COMPONENT}*${COMPONENT}/3,(exp((${COMPONENT}-0.55991073)/0.17883277)+0.28466892)/12),1.2)`,
} as const;

function shoulder(light: string): string {
  return `if(lt(${light},${KNEE}),${light},1-${1 - KNEE}*exp((${KNEE}-${light})/${1 - KNEE}))`;
}

/** What is beyond BT.709 is at its edge. */
const TO_BT709 = BT2020_TO_BT709.flatMap((row, to) =>
  row.map((share, from) => `${'rgb'.charAt(to)}${'rgb'.charAt(from)}=${share}`),
).join(':');

function perComponent(expression: string): string {
  return `lutrgb=${['r', 'g', 'b'].map((name) => `${name}='${expression}'`).join(':')}`;
}
