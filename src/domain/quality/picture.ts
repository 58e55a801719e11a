import * as z from 'zod';
import { flashSchema } from './flash';
import { intervalListSchema, intervalSchema, listOf, secondsSchema } from './interval';
import { hdrKindSchema } from '../technical-metadata';

/* What is measured of the first stream of moving pictures. */

export const frameTimingSchema = z.object({
  constant: z.boolean().describe('Whether every picture lasts as long as the others, within 1 ms'),
  typicalSeconds: z.number().nullable().describe('Seconds, the median; null = one picture only'),
  shortestSeconds: z.number().nullable().describe('Seconds between two pictures'),
  longestSeconds: z.number().nullable().describe('Seconds between two pictures'),
});
export type FrameTiming = z.infer<typeof frameTimingSchema>;

export const scanSchema = z.object({
  declared: z.enum(['progressive', 'tff', 'bff']).nullable().describe('null = not declared'),
  measured: z
    .enum(['progressive', 'tff', 'bff'])
    .nullable()
    .describe('What 9 of 10 pictures with motion show; null = no such majority'),
  frames: z.object({
    progressive: z.int(),
    tff: z.int(),
    bff: z.int(),
    undetermined: z.int(),
  }),
});
export type Scan = z.infer<typeof scanSchema>;

const share = z.number().min(0).max(1);

export const levelsSchema = z.object({
  frames: z.int().positive().describe('Pictures looked at, 1 in 30, in full size'),
  lumaMin: z.int().describe('Code value, 8 bit'),
  lumaMax: z.int().describe('Code value, 8 bit'),
  chromaMin: z.int().describe('Code value, 8 bit'),
  chromaMax: z.int().describe('Code value, 8 bit'),
  beyondNominal: share.describe('Part of a picture outside 16-235 or 16-240, worst picture'),
  beyondPreferred: share.describe(
    "Part of a picture where R', G', B' or luma is outside 5-246 (EBU R 103), worst picture",
  ),
  framesBeyondPreferred: share.describe('Part of the pictures with more than 1 % outside 5-246'),
});
export type Levels = z.infer<typeof levelsSchema>;

export const activeAreaSchema = z.object({
  x: z.int().describe('Pixels'),
  y: z.int().describe('Pixels'),
  width: z.int().positive().describe('Pixels'),
  height: z.int().positive().describe('Pixels'),
  shape: z.enum(['full', 'letterbox', 'pillarbox', 'windowbox']),
  share: share.describe('Part of the pictures that are not black with this very area'),
});
export type ActiveArea = z.infer<typeof activeAreaSchema>;

export const insertSchema = intervalSchema.extend({
  frames: z.int().positive().describe('Pictures that break in between two that match'),
});
export type Insert = z.infer<typeof insertSchema>;

export const pictureSchema = z.object({
  stream: z.int().nonnegative().describe('Index of the stream'),
  startSeconds: secondsSchema.describe('Seconds; the first picture, measured'),
  endSeconds: secondsSchema.describe('Seconds; after the last picture, measured'),
  frames: z.int().nonnegative().describe('Decoded pictures, counted'),
  timing: frameTimingSchema,
  hdr: hdrKindSchema.describe('Declared'),
  black: intervalListSchema.describe('99.75 % of the picture below 5 % of the range'),
  freeze: intervalListSchema.describe('Changes below -55 dB for 0.5 s or more, black left out'),
  inserts: listOf(insertSchema).describe('Up to 0.2 s; flashes left out'),
  flash: flashSchema.nullable().describe('null = HDR that no method is implemented for'),
  scan: scanSchema.nullable().describe('null = smaller than SD, where the method does not hold'),
  levels: levelsSchema.nullable().describe('null = not limited range, or no YCbCr'),
  activeArea: activeAreaSchema.nullable().describe('null = black from end to end'),
});
export type Picture = z.infer<typeof pictureSchema>;
