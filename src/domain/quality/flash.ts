import * as z from 'zod';
import { intervalSchema, listOf } from './interval';

/*
 * Photosensitive seizures: flashes counted per cell of a 480 x 270 grid, over every 1 s, on a display
 * with 200 cd/m² white and a gamma of 2.4 (BT.1886), as docs/quality.md explains.
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
    .describe('review: only fine detail flashes, as snow and moving stripes do'),
});
export type FlashSegment = z.infer<typeof flashSegmentSchema>;

export const flashVerdictSchema = z.object({
  verdict: z.enum(['pass', 'review', 'fail']).describe('The worst of the segments'),
  segments: listOf(flashSegmentSchema),
});
export type FlashVerdict = z.infer<typeof flashVerdictSchema>;

export const flashSchema = z.object({
  bt1702: flashVerdictSchema.describe('ITU-R BT.1702-3'),
  jba: flashVerdictSchema.describe('NHK/JBA guideline, 1998, revised 2006 and 2020'),
});
export type Flash = z.infer<typeof flashSchema>;
