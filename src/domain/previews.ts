import * as z from 'zod';
import { secondsSchema } from './quality/interval';

/*
 * What a film looks and sounds like at a glance, made while it is measured. Pictures are JPEG for a display of
 * SDR, in square pixels and upright; as base64, because all that the API answers is text.
 */

const pixels = z.int().positive().describe('Pixels');
const jpegBase64 = z.base64().describe('JPEG (JFIF): BT.601 in full range');

/** One picture that stands for the film. */
export const posterSchema = z.object({
  seconds: secondsSchema.describe('Of the picture; seconds from the start of the file'),
  width: pixels,
  height: pixels,
  jpegBase64,
});
export type Poster = z.infer<typeof posterSchema>;

/** Small pictures on one sheet, row by row. */
export const filmstripSchema = z.object({
  pictures: z.int().positive().describe('How many there are; what follows on the sheet is black'),
  secondsPerPicture: z
    .number()
    .positive()
    .describe('Seconds; picture n, from 0 on, is of the middle: (n + 0.5) times this'),
  columns: z.int().positive(),
  rows: z.int().positive(),
  width: pixels.describe('Pixels, of one picture'),
  height: pixels.describe('Pixels, of one picture'),
  jpegBase64,
});
export type Filmstrip = z.infer<typeof filmstripSchema>;

/** How loud the first sound programme is over time, whichever of its channels is loudest. */
export const waveformSchema = z.object({
  startSeconds: secondsSchema.describe('Where the first bin begins'),
  secondsPerBin: z.number().positive(),
  peaks: z
    .array(z.int().min(0).max(100))
    .describe('The highest sample of each bin, percent of full scale; at most 1000 bins'),
});
export type Waveform = z.infer<typeof waveformSchema>;

export const previewSchemas = {
  poster: posterSchema,
  filmstrip: filmstripSchema,
  waveform: waveformSchema,
} as const;
export type PreviewKind = keyof typeof previewSchemas;
export const previewKinds = Object.keys(previewSchemas) as PreviewKind[];

/** null = there is none: no pictures, no sound, or it could not be made */
export interface Previews {
  readonly poster: Poster | null;
  readonly filmstrip: Filmstrip | null;
  readonly waveform: Waveform | null;
}
