import * as z from 'zod';
import { ProbeFaultError } from './errors';

/*
 * The parts of ffprobe's JSON that are read. ffprobe leaves out what it does not know, and writes
 * long numbers as strings.
 */

const tags = z.record(z.string(), z.string()).default({});
const sideData = z.looseObject({ side_data_type: z.string().optional() });
export type SideData = z.infer<typeof sideData>;

const stream = z.object({
  index: z.int(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  codec_long_name: z.string().optional(),
  profile: z.string().optional(),
  codec_tag_string: z.string().optional(),
  codec_tag: z.string().optional(),
  id: z.string().optional(),
  time_base: z.string().optional(),
  start_time: z.string().optional(),
  duration: z.string().optional(),
  duration_ts: z.number().optional(),
  bit_rate: z.string().optional(),
  nb_frames: z.string().optional(),
  disposition: z.record(z.string(), z.number()).default({}),
  tags,
  side_data_list: z.array(sideData).default([]),
  // video and subtitles
  width: z.int().optional(),
  height: z.int().optional(),
  level: z.int().optional(),
  pix_fmt: z.string().optional(),
  color_range: z.string().optional(),
  color_space: z.string().optional(),
  color_primaries: z.string().optional(),
  color_transfer: z.string().optional(),
  chroma_location: z.string().optional(),
  field_order: z.string().optional(),
  r_frame_rate: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  sample_aspect_ratio: z.string().optional(),
  display_aspect_ratio: z.string().optional(),
  timecode: z.string().optional(),
  // audio
  sample_fmt: z.string().optional(),
  sample_rate: z.string().optional(),
  channels: z.int().optional(),
  channel_layout: z.string().optional(),
  bits_per_sample: z.int().optional(),
});
export type FfprobeStream = z.infer<typeof stream> & {
  /** 1 or 0 once pictures were decoded; ffprobe's 0 means nothing before that. */
  readonly closed_captions?: number;
  /** Found in the captions' own data: what ffprobe does not read. */
  readonly captionLanguages?: readonly string[];
};

const format = z.object({
  format_name: z.string(),
  format_long_name: z.string().optional(),
  start_time: z.string().optional(),
  duration: z.string().optional(),
  bit_rate: z.string().optional(),
  tags,
});
export type FfprobeFormat = z.infer<typeof format>;

const chapter = z.object({ start_time: z.string(), end_time: z.string(), tags });
export type FfprobeChapter = z.infer<typeof chapter>;

const headersSchema = z.object({
  format,
  streams: z.array(stream).default([]),
  chapters: z.array(chapter).default([]),
});
export interface FfprobeHeaders {
  readonly format: FfprobeFormat;
  readonly streams: readonly FfprobeStream[];
  readonly chapters: readonly FfprobeChapter[];
}

const picture = z.object({
  pts_time: z.string().optional(),
  interlaced_frame: z.int().optional(),
  top_field_first: z.int().optional(),
  side_data_list: z.array(sideData).default([]),
});
export type FfprobePicture = z.infer<typeof picture>;

const picturesSchema = z.object({
  frames: z.array(picture).default([]),
  streams: z.array(z.object({ closed_captions: z.int().optional() })).default([]),
});
export type FfprobePictures = z.infer<typeof picturesSchema>;

/** @throws ProbeFaultError when this is not what ffprobe writes */
export function parseHeaders(json: string): FfprobeHeaders {
  return parse(headersSchema, json);
}

/** @throws ProbeFaultError when this is not what ffprobe writes */
export function parsePictures(json: string): FfprobePictures {
  return parse(picturesSchema, json);
}

function parse<T>(schema: z.ZodType<T>, json: string): T {
  try {
    return schema.parse(JSON.parse(json, (_, value: unknown) => composed(value)));
  } catch (error) {
    throw new ProbeFaultError(
      'ffprobe wrote JSON of an unknown shape; is it FFmpeg 5.1 or later?',
      {
        cause: error,
      },
    );
  }
}

function composed(value: unknown): unknown {
  return typeof value === 'string' ? value.normalize('NFC') : value;
}
