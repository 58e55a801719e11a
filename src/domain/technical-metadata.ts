import * as z from 'zod';

/*
 * What the container and its streams declare, and what was measured. Names are ffprobe's in camel
 * case; each description gives unit, base, what null means, and whether the value is declared (the
 * file says so) or measured (we looked). Unless a description says otherwise, a value is declared
 * and null means that the file does not say.
 */

const seconds = z.number().describe('Seconds');
const tagsSchema = z.record(z.string(), z.string()).describe('Tags as the file spells them, NFC');

export const rationalSchema = z.object({
  numerator: z.int(),
  denominator: z.int().positive(),
});
export type Rational = z.infer<typeof rationalSchema>;

/** A stream that says nothing of its kind is SDR by convention, so null is for streams of no picture. */
export const hdrKindSchema = z.enum(['sdr', 'hlg', 'pq', 'hdr10', 'hdr10plus', 'dolby_vision']);
export type HdrKind = z.infer<typeof hdrKindSchema>;

export const masteringDisplaySchema = z.object({
  minLuminance: z.number().nullable().describe('cd/m²'),
  maxLuminance: z.number().nullable().describe('cd/m²'),
  primaries: z
    .object({
      red: z.tuple([z.number(), z.number()]),
      green: z.tuple([z.number(), z.number()]),
      blue: z.tuple([z.number(), z.number()]),
      whitePoint: z.tuple([z.number(), z.number()]),
    })
    .nullable()
    .describe('CIE 1931 x, y'),
});

export const contentLightLevelSchema = z.object({
  maxContent: z.int().describe('MaxCLL, cd/m²'),
  maxAverage: z.int().describe('MaxFALL, cd/m²'),
});

const streamBase = {
  index: z.int().nonnegative().describe('Position in the file, 0-based'),
  codec: z
    .string()
    .nullable()
    .describe("ffprobe's name, whether this version of it has the name; null = unknown"),
  codecLongName: z.string().nullable(),
  profile: z.string().nullable().describe('Profile of the codec, such as High or Main 10'),
  codecTag: z.string().nullable().describe('Four-character code as text, such as avc1'),
  id: z.string().nullable().describe('Identifier in the container, such as an MPEG-TS PID (0x100)'),
  timeBase: z.string().nullable().describe('Fraction of a second, such as 1/90000'),
  startTimeSeconds: seconds.nullable().describe('Seconds; first presentation time'),
  durationSeconds: seconds.nullable().describe('Seconds; null = the stream does not say'),
  bitRate: z.int().nullable().describe('bit/s'),
  frameCount: z.int().nullable().describe('Number of frames or packets declared by the container'),
  language: z.string().nullable().describe('As the file spells it, usually ISO 639-2'),
  title: z.string().nullable(),
  dispositions: z.array(z.string()).describe('Flags that are set, such as default or forced'),
  tags: tagsSchema,
};

export type StreamBase = z.infer<z.ZodObject<typeof streamBase>>;

export const videoStreamSchema = z.object({
  ...streamBase,
  type: z.literal('video'),
  level: z.int().nullable().describe("The codec's own number: 41 = H.264 4.1, 120 = HEVC 4"),
  width: z.int().positive().describe('Pixels'),
  height: z.int().positive().describe('Pixels'),
  pixelFormat: z.string().nullable().describe("libav's name, such as yuv420p10le"),
  bitDepth: z.int().nullable().describe('Bits per component, from the pixel format'),
  chromaSubsampling: z
    .enum(['4:4:4', '4:4:0', '4:2:2', '4:2:0', '4:1:1', '4:1:0', 'rgb', 'gray'])
    .nullable()
    .describe('From the pixel format; null = unknown pixel format'),
  colorRange: z.string().nullable().describe('tv = limited, pc = full'),
  colorSpace: z.string().nullable().describe('Matrix coefficients, such as bt709'),
  colorPrimaries: z.string().nullable(),
  colorTransfer: z.string().nullable().describe('Transfer characteristics, such as arib-std-b67'),
  chromaLocation: z.string().nullable(),
  hdr: hdrKindSchema.describe('From transfer characteristics and side data; untagged = sdr'),
  masteringDisplay: masteringDisplaySchema.nullable().describe('SMPTE ST 2086'),
  contentLightLevel: contentLightLevelSchema.nullable().describe('CTA-861.3'),
  dolbyVisionProfile: z.int().nullable(),
  fieldOrder: z
    .enum(['progressive', 'tt', 'bb', 'tb', 'bt'])
    .nullable()
    .describe('tt = top field coded and shown first; null = unknown'),
  frameRate: rationalSchema
    .nullable()
    .describe('Frames a second; r_frame_rate: the lowest rate that distinguishes all timestamps'),
  averageFrameRate: rationalSchema.nullable().describe('Frames a second; avg_frame_rate'),
  variableFrameRate: z
    .boolean()
    .nullable()
    .describe(
      'Whether the two rates differ by more than rounding and fields explain; null = one of them is unknown',
    ),
  sampleAspectRatio: rationalSchema.nullable().describe('Width to height of a pixel'),
  displayAspectRatio: rationalSchema.nullable().describe('Width to height of the picture as shown'),
  rotationDegrees: z.int().describe('Turn clockwise to show upright: 0, 90, 180 or 270'),
  stereo3d: z
    .string()
    .optional()
    .describe(
      "How the views for both eyes share the pictures, libav's name such as side by side; frame alternate = one after the other, and both in a block of Matroska (MVC); absent = one view, or the file does not say",
    ),
  timecode: z.string().nullable().describe('hh:mm:ss:ff; a ; before ff = drop frame'),
  closedCaptions: z
    .boolean()
    .nullable()
    .describe(
      'Whether the first pictures carry captions (CEA-608/708), measured; null = not looked at: only in H.264, HEVC and MPEG-2',
    ),
  attachedPicture: z.boolean().describe('A cover image, not moving pictures'),
});
export type VideoStream = z.infer<typeof videoStreamSchema>;

export const audioStreamSchema = z.object({
  ...streamBase,
  type: z.literal('audio'),
  sampleFormat: z.string().nullable().describe("libav's name, such as fltp or s32"),
  sampleRate: z.int().nullable().describe('Hz'),
  channels: z.int().nullable().describe('Number of channels'),
  channelLayout: z.string().nullable().describe('Such as stereo or 5.1; null = not declared'),
  bitsPerSample: z.int().nullable().describe('Bits of a sample as coded; null = compressed'),
});
export type AudioStream = z.infer<typeof audioStreamSchema>;

export const subtitleStreamSchema = z.object({
  ...streamBase,
  type: z.literal('subtitle'),
  width: z.int().nullable().describe('Pixels; null = text'),
  height: z.int().nullable().describe('Pixels; null = text'),
});
export type SubtitleStream = z.infer<typeof subtitleStreamSchema>;

export const otherStreamSchema = z.object({
  ...streamBase,
  type: z
    .enum(['data', 'attachment', 'unknown'])
    .describe('unknown: also a video stream of which no picture was found'),
  timecode: z.string().nullable().describe('hh:mm:ss:ff of a timecode track'),
});
export type OtherStream = z.infer<typeof otherStreamSchema>;

export const streamSchema = z.discriminatedUnion('type', [
  videoStreamSchema,
  audioStreamSchema,
  subtitleStreamSchema,
  otherStreamSchema,
]);
export type Stream = z.infer<typeof streamSchema>;

/** Kinds of captions and subtitles, by the standard that codes them. */
export const captionKindSchema = z.enum([
  'arib', // ARIB STD-B24
  'cea_608_708', // in the pictures (ATSC A/53 part 4), which carry either or both
  'cea_608',
  'cea_708',
  'dvb_teletext', // ETSI EN 300 472
  'dvb_subtitle', // ETSI EN 300 743
  'ttml', // with EBU-TT and IMSC
  'webvtt',
  'timed_text', // 3GPP TS 26.245
  'srt',
  'ass',
  'pgs',
  'vobsub',
  'other',
]);
export type CaptionKind = z.infer<typeof captionKindSchema>;

export const captionSchema = z.object({
  kind: captionKindSchema,
  language: z.string().nullable().describe('As the file spells it; null = not declared'),
  stream: z.int().nonnegative().describe('Index of the stream that carries them'),
});
export type Caption = z.infer<typeof captionSchema>;

export const chapterSchema = z.object({
  startSeconds: seconds,
  endSeconds: seconds,
  title: z.string().nullable(),
});

export const durationSourceSchema = z
  .enum(['container', 'stream', 'bit_rate', 'packets'])
  .describe(
    'container: its headers or index; stream: only a stream declares one; bit_rate: estimate from size and bit rate; packets: measured, from the timestamps of the packets',
  );
export type DurationSource = z.infer<typeof durationSourceSchema>;

export const containerSchema = z.object({
  formatName: z.string().describe("ffprobe's format_name, such as mov,mp4,m4a,3gp,3g2,mj2"),
  formatLongName: z.string().nullable(),
  majorBrand: z.string().nullable().describe('ISO base media brand, such as isom'),
  startTimeSeconds: seconds.nullable(),
  durationSeconds: seconds.nullable().describe('Seconds; null = unknown, see durationSource'),
  durationSource: durationSourceSchema.nullable().describe('null = no duration is known'),
  bitRate: z.int().nullable().describe('bit/s, all streams and overhead'),
  sizeBytes: z.int().nonnegative().describe('Bytes, measured'),
  missingBytes: z
    .int()
    .positive()
    .optional()
    .describe(
      'Bytes that the last box announces beyond the end of the file, too few to be of the film, measured; absent = none',
    ),
  timecode: z.string().nullable().describe('Start timecode of the file, hh:mm:ss:ff'),
  operationalPattern: z
    .string()
    .nullable()
    .describe('MXF operational pattern label (SMPTE UL), hexadecimal with dots'),
  specification: z
    .literal('AS-11')
    .optional()
    .describe(
      'What the file says that it is delivered by: AS-11 = its MXF header has the core framework of AMWA AS-11; absent = it says nothing, or something else',
    ),
  tags: tagsSchema,
});

export type Container = z.infer<typeof containerSchema>;

export const technicalMetadataSchema = z.object({
  container: containerSchema,
  streams: z.array(streamSchema),
  captions: z
    .array(captionSchema)
    .optional()
    .describe('Empty = there are none; absent = not asked when the file was read'),
  chapters: z.array(chapterSchema),
});
export type TechnicalMetadata = z.infer<typeof technicalMetadataSchema>;
