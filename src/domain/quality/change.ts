import * as z from 'zod';
import { listOf, secondsSchema } from './interval';

/** What a decoder must be told anew in the middle of a file; `streams` is one that begins there. */
export const changeKinds = [
  'size',
  'sampleAspectRatio',
  'pixelFormat',
  'colour',
  'frameRate',
  'channels',
  'sampleRate',
  'streams',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

export const changeSchema = z.object({
  seconds: secondsSchema.describe('Seconds; the first picture or sound that is different'),
  what: z
    .enum(changeKinds)
    .describe('colour: range, matrix, primaries and transfer; streams: one that begins here'),
  from: z.string().describe('As libav names it, such as 1280x720; frames a second; none'),
  to: z.string().describe('The same, from here on'),
});
export type Change = z.infer<typeof changeSchema>;

/** In order of the decode; the first are kept. */
export const changeListSchema = listOf(changeSchema);
