import * as z from 'zod';
import { intervalListSchema, intervalSchema, listOf } from './interval';
import type { Bilingual } from './texts';

/*
 * Photosensitive seizures: flashes counted per cell of a 480 x 270 grid, over every 1 s, on the display
 * that the signal is for (BT.1886, sRGB, HLG or PQ), as docs/quality.md explains.
 */

export const flashStandards = ['bt1702', 'jba'] as const;
export type FlashStandard = (typeof flashStandards)[number];

export const flashSegmentSchema = intervalSchema.extend({
  kind: z
    .enum(['luminance', 'red'])
    .describe('luminance: too many flashes; red: too many changes from or to saturated red'),
  worstArea: z.number().min(0).max(1).describe('Greatest part of the picture at risk at one time'),
  verdict: z
    .enum(['fail', 'review'])
    .describe('review: for a person to look at, for the reason given'),
  reason: z
    .enum(['beyond_limits', 'fine_detail', 'near_limit', 'long_flashing'])
    .optional()
    .describe(
      'fine_detail: as snow and moving stripes flash; near_limit: no finding by limits that are a little stricter; long_flashing: within the limits, for more than 5 s; absent = measured before reasons were noted',
    ),
  change: z
    .number()
    .optional()
    .describe(
      'The least change that counts, in just more of the picture than is allowed: cd/m², of red in CIE 1976 u′v′',
    ),
  end: z
    .number()
    .optional()
    .describe('The brightest of the darker ends, cd/m²; of red the least share of red, 0 to 1'),
  changeSeconds: z
    .number()
    .optional()
    .describe('Seconds that 7 changes took, 6 are allowed in 1 s'),
});
export type FlashSegment = z.infer<typeof flashSegmentSchema>;

export const flashVerdictSchema = z.object({
  verdict: z.enum(['pass', 'review', 'fail']).describe('The worst of the segments'),
  segments: listOf(flashSegmentSchema),
});
export type FlashVerdict = z.infer<typeof flashVerdictSchema>;

export const patternSchema = intervalSchema.extend({
  worstArea: z.number().min(0).max(1).describe('Greatest part of the picture under the stripes'),
  moves: z
    .boolean()
    .describe('Whether the stripes move or change, where 25 % is the limit, not 40'),
});
export type Pattern = z.infer<typeof patternSchema>;

export const flashSchema = z.object({
  bt1702: flashVerdictSchema.describe('ITU-R BT.1702-3'),
  jba: flashVerdictSchema.describe('NHK/JBA guideline, 1998, revised 2006 and 2020'),
  patterns: listOf(patternSchema)
    .optional()
    .describe(
      'Regular stripes of high contrast over much of the picture for more than 0.5 s (BT.1702-3; NHK/JBA, 3); absent = measured before they were looked for',
    ),
  cuts: intervalListSchema
    .optional()
    .describe(
      'More than 3 sudden changes of the whole picture, of over 20 % of white, within 1 s (NHK/JBA, 2), flashes left out; absent as above',
    ),
});
export type Flash = z.infer<typeof flashSchema>;

/** How far a finding is from each limit, in words; undefined = measured before that was noted. */
export function flashNote(segment: FlashSegment): Bilingual | undefined {
  const { kind, reason, worstArea, change, end, changeSeconds } = segment;
  if (reason === 'long_flashing') return reasons[reason];
  if (reason === undefined || change === undefined || end === undefined) return undefined;
  const area = (worstArea * 100).toFixed(1);
  const seconds = (changeSeconds ?? 0).toFixed(2);
  const [ja, en] =
    kind === 'red'
      ? [
          `色度変化 Δu′v′ ${change.toFixed(3)}（0.2）、赤の比率 ${end.toFixed(3)}（0.8）`,
          `Δu′v′ ${change.toFixed(3)} (0.2), share of red ${end.toFixed(3)} (0.8)`,
        ]
      : [
          `輝度変化 ${change.toFixed(1)} cd/m²（20）、暗い側 ${end.toFixed(1)} cd/m²（160）`,
          `change ${change.toFixed(1)} cd/m² (20), darker end ${end.toFixed(1)} cd/m² (160)`,
        ];
  return {
    ja: `${reasons[reason].ja}：面積 ${area}%（25%）、${ja}、7 回の変化に ${seconds} 秒（1 秒）`,
    en: `${reasons[reason].en}: ${area} % of the picture (25 %), ${en}, 7 changes in ${seconds} s (1 s)`,
  };
}

/** How much of the picture the largest pattern fills, beside its limit. */
export function patternNote(patterns: readonly Pattern[]): Bilingual | undefined {
  const worst = patterns.toSorted((a, b) => b.worstArea - a.worstArea)[0];
  if (!worst) return undefined;
  const area = (worst.worstArea * 100).toFixed(0);
  return worst.moves
    ? {
        ja: `動く縞模様：面積 ${area}%（25%）`,
        en: `Moving stripes: ${area} % of the picture (25 %)`,
      }
    : {
        ja: `静止した縞模様：面積 ${area}%（40%）`,
        en: `Still stripes: ${area} % of the picture (40 %)`,
      };
}

const reasons: Readonly<Record<NonNullable<FlashSegment['reason']>, Bilingual>> = {
  beyond_limits: { ja: '測定値（基準値）', en: 'Measured (limit)' },
  fine_detail: { ja: '細かい絵柄、測定値（基準値）', en: 'Fine detail, measured (limit)' },
  near_limit: { ja: '基準値付近、測定値（基準値）', en: 'Near a limit, measured (limit)' },
  long_flashing: {
    ja: '基準値以内の点滅（毎秒 2 回以上）が 5 秒を超えて続く',
    en: 'Flashing within the limits, at 2 a second or more, goes on for more than 5 s',
  },
};
