import * as z from 'zod';
import { intervalListSchema, secondsSchema } from './interval';

/*
 * What is measured of one sound programme: a track, or channels of one or more tracks that are heard together,
 * as in MXF.
 */

/** Points that a chart can show; a longer programme has longer steps. */
export const MAX_SERIES_POINTS = 600;

const lufs = z.number().nullable().describe('LUFS; null = nothing louder than the gate, -70 LUFS');

export const loudnessSchema = z.object({
  integrated: lufs.describe(
    'LUFS, ITU-R BS.1770-4 with both gates, all channels but LFE; null = nothing passed the gate',
  ),
  range: z.number().describe('LU, EBU Tech 3342'),
  maxMomentary: lufs.describe('LUFS, highest of the windows of 400 ms'),
  maxShortTerm: lufs.describe('LUFS, highest of the windows of 3 s'),
  truePeak: z
    .number()
    .nullable()
    .describe('dBTP, BS.1770 Annex 2, every channel with LFE; null = below -66'),
  samplePeak: z.number().nullable().describe('dBFS, the loudest channel; null = below -66'),
  body: z
    .object({ integrated: lufs, maxMomentary: lufs, maxShortTerm: lufs })
    .optional()
    .describe('The same of the body alone; absent = none was found'),
  series: z
    .object({
      startSeconds: secondsSchema,
      stepSeconds: z.number().positive().describe('Seconds from one point to the next'),
      shortTerm: z
        .array(lufs)
        .max(MAX_SERIES_POINTS)
        .describe('LUFS, the highest short-term loudness within each step'),
    })
    .describe('For a chart'),
});
export type Loudness = z.infer<typeof loudnessSchema>;

export const channelSchema = z.object({
  samplePeak: z.number().nullable().describe('dBFS; null = digital silence from end to end'),
  silence: intervalListSchema.describe('Below -60 dBFS for 0.1 s or more'),
});
export type Channel = z.infer<typeof channelSchema>;

export const phaseSchema = z.object({
  correlation: z
    .number()
    .min(-1)
    .max(1)
    .nullable()
    .describe('Of left and right over the whole file: 1 = the same, -1 = inverted; null = silence'),
  inverted: intervalListSchema.describe('Whole seconds whose correlation is below -0.5'),
});
export type Phase = z.infer<typeof phaseSchema>;

export const soundSchema = z.object({
  streams: z.array(z.int().nonnegative()).describe('Indexes of the streams that were measured'),
  channelNumbers: z
    .array(z.int().positive())
    .optional()
    .describe(
      'Which channels these are, counted from 1 through all audio tracks of the file, in the order of the layout; absent = measured before this was noted',
    ),
  language: z
    .string()
    .nullable()
    .optional()
    .describe('Of the first track, as the file spells it; absent = measured before this was noted'),
  title: z.string().nullable().optional().describe('The same'),
  mode: z
    .string()
    .describe('mono, stereo, 5.1 … as laid out, or as the track map of the profile says'),
  startSeconds: secondsSchema.describe('Seconds; the first sample, measured'),
  endSeconds: secondsSchema.describe('Seconds; after the last sample, measured'),
  loudness: loudnessSchema,
  channels: z.array(channelSchema).describe('In the order of the stream, left first'),
  silence: intervalListSchema.describe('All channels at once below -60 dBFS for 0.1 s or more'),
  phase: phaseSchema.nullable().describe('null = not stereo'),
});
export type Sound = z.infer<typeof soundSchema>;
