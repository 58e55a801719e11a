import * as z from 'zod';
import { bodySchema } from './body';
import { changeListSchema } from './change';
import { listOf, secondsSchema } from './interval';
import { pictureSchema, type Picture } from './picture';
import { soundSchema, type Sound } from './sound';

/*
 * Everything that one decode of a file measures. Units and methods are with each field; nothing here
 * is a judgement but the flashes, whose standards define a verdict. What was not measured is null.
 */

/** Why something is null. */
export const unmeasuredReasons = {
  no_picture: 'The file has no moving pictures',
  no_sound: 'The file has no sound',
  undecodable: 'Nothing of it could be decoded',
  too_short: 'The sound is shorter than 0.1 s',
  hdr: 'No method is implemented for this kind of HDR',
  too_small: 'The picture is smaller than the method holds for',
  not_limited_range: 'The picture is not YCbCr of limited range',
  not_stereo: 'The sound does not have two channels',
  no_body: 'The timecode does not tell where the body begins',
  all_black: 'The picture is black from end to end',
} as const;
export const unmeasuredReasonSchema = z.enum(
  Object.keys(unmeasuredReasons) as [UnmeasuredReason, ...UnmeasuredReason[]],
);
export type UnmeasuredReason = keyof typeof unmeasuredReasons;

type Nullable<T> = { [Name in keyof T]-?: null extends T[Name] ? Name : never }[keyof T];

/** What may be null of a picture that was measured, and why it is. */
export const unmeasuredOfPicture = {
  flash: 'hdr',
  scan: 'too_small',
  levels: 'not_limited_range',
  activeArea: 'all_black',
} as const satisfies Record<Nullable<Picture>, UnmeasuredReason>;

/** The same of sound; its language and title are declared. */
export const unmeasuredOfSound = {
  phase: 'not_stereo',
} as const satisfies Record<Exclude<Nullable<Sound>, 'language' | 'title'>, UnmeasuredReason>;

/** Those parts that are null, each with its reason. */
export function nullParts<Part extends string>(
  measured: Readonly<Partial<Record<NoInfer<Part>, unknown>>>,
  reasons: Readonly<Record<Part, UnmeasuredReason>>,
): Partial<Record<Part, UnmeasuredReason>> {
  const parts = Object.keys(reasons) as Part[];
  return Object.fromEntries(
    parts.filter((part) => measured[part] === null).map((part) => [part, reasons[part]]),
  ) as Partial<Record<Part, UnmeasuredReason>>;
}

const measuredPartSchema = z.enum([
  ...(['picture', 'sound'] as const),
  ...(Object.keys(unmeasuredOfPicture) as (keyof typeof unmeasuredOfPicture)[]),
  ...(Object.keys(unmeasuredOfSound) as (keyof typeof unmeasuredOfSound)[]),
]);

export const decodeErrorSchema = z.object({
  seconds: secondsSchema.describe('How far the decode had come, within half a second'),
  message: z.string().max(300).describe("The decoder's own words"),
});

export const decodeSchema = z.object({
  declaredFrames: z
    .int()
    .nullable()
    .describe('As the headers promise; null = they promise nothing that can be relied on'),
  declaredSeconds: z
    .number()
    .nullable()
    .describe('Seconds, as the headers promise of the streams that are decoded; null as above'),
  decodedSeconds: secondsSchema.describe('Seconds; end of the last picture or sound'),
  errors: listOf(decodeErrorSchema),
  errorsBeforePicture: listOf(decodeErrorSchema)
    .optional()
    .describe(
      'Of a recording that begins inside a group of pictures, before the first one that stands alone; absent = measured before this was distinguished',
    ),
  undecodable: z
    .array(z.string())
    .optional()
    .describe(
      'Declared streams of picture or sound of which nothing came out, such as "video vvc"; absent = measured before this was noted',
    ),
  changes: changeListSchema
    .optional()
    .describe(
      'What is not the same from beginning to end; absent = measured before this was looked at',
    ),
  endedAtSeconds: secondsSchema
    .nullable()
    .describe('Where the decoder stopped before its work was done; null = it reached the end'),
  endReason: z
    .enum(['error', 'timed_out', 'out_of_memory', 'crashed'])
    .nullable()
    .describe('Why it stopped there'),
});
export type Decode = z.infer<typeof decodeSchema>;

export const qualityMeasurementsSchema = z.object({
  decode: decodeSchema,
  picture: pictureSchema.nullable(),
  sound: soundSchema
    .nullable()
    .describe('The programme that players choose; null = see unmeasured'),
  otherSounds: z
    .array(soundSchema)
    .optional()
    .describe(
      'The other programmes, such as other languages; absent = measured before they were distinguished',
    ),
  body: bodySchema
    .nullable()
    .optional()
    .describe(
      'What goes on air, from a whole hour of the timecode on: a commercial for the longest length of an order that fits (5 to 120 s), else to the end; null = the timecode does not tell; absent = measured before it was looked for',
    ),
  unmeasured: z
    .partialRecord(measuredPartSchema, unmeasuredReasonSchema)
    .describe('Why a part is null'),
});
export type QualityMeasurements = z.infer<typeof qualityMeasurementsSchema>;
